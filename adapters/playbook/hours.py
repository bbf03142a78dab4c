"""Read the days that are not as the week has them: holidays, closures, extra days."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, PlainValidator

from adapters.holidays import HolidaysOf, country_known, region_known, regions_of
from adapters.playbook.places import Found, Path
from adapters.playbook.shape import Shape
from adapters.playbook.values import Day, read_windows
from domain.working_time.windows import Window
from domain.working_time.working_hours import SpecialDays

_REGIONS_SHOWN = 30
Windows = Annotated[tuple[Window, ...], PlainValidator(read_windows)]


def _country(text: str) -> str:
    code = country_known(text)
    if code is None:
        message = 'expected a country code such as "ES", or none'
        raise ValueError(message)
    return code


class HolidaysShape(Shape):
    """Whose public holidays count."""

    country: Annotated[str, AfterValidator(_country)]
    region: str | None = None

    def region_code(self) -> str | None:
        """Nothing for the whole country; None when it has no such region."""
        if self.region is None:
            return ""
        return region_known(self.country, self.region)

    def holidays(self) -> HolidaysOf:
        """What `wrong_days` has nothing to say about."""
        return HolidaysOf(self.country, self.region_code() or "")


class DaysShape(Shape):
    """What a business, a team and a person may each say."""

    holidays: HolidaysShape | None = None
    closed_on: list[Day] = []
    open_on: dict[Day, Windows] = {}

    def days(self) -> SpecialDays:
        return SpecialDays(
            closed_on=frozenset(self.closed_on),
            open_on=self.open_on,
            holidays=None if self.holidays is None else self.holidays.holidays(),
        )


def wrong_days(where: Path, shape: DaysShape) -> Iterator[Found]:
    """A region that the country does not have, and a date both closed and open."""
    if shape.holidays is not None and shape.holidays.region_code() is None:
        expected = _expected_region(shape.holidays.country)
        yield (*where, "holidays", "region"), expected
    for day in sorted(shape.open_on.keys() & set(shape.closed_on)):
        yield (*where, "open_on", day.isoformat()), "this date is in `closed_on` too"


def _expected_region(country: str) -> str:
    regions = regions_of(country)
    if not regions:
        return "this country has no regions here; leave it out"
    dots = ", …" if len(regions) > _REGIONS_SHOWN else ""
    return f"expected one of {', '.join(regions[:_REGIONS_SHOWN])}{dots}"
