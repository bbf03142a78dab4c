"""Say which days a country or one of its regions does not work, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from adapters.country_names import country_code, country_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holidays import HolidayBase

NOWHERE = "none"  # who works on every public holiday
_LANGUAGE = "en_US"  # the one that the package has for every country with several


@dataclass(frozen=True, slots=True)
class HolidaysOf:
    """Public holidays by law, with the days off in lieu.

    `country` and `region` are codes as `country_known` and `region_known` return them.
    The days of a year are worked out when somebody first asks, and follow from the
    pinned version of the package alone.
    """

    country: str
    region: str = ""

    @property
    def place(self) -> str:
        if self.country == NOWHERE:
            return ""
        name = country_name(self.country)
        regions = _aliases(self.country).get(self.region, self.region)
        return f"{name} ({regions})" if self.region else name

    @property
    def last_year(self) -> int:
        """The last year whose days are known."""
        return date.max.year if self.country == NOWHERE else _of(self.country).end_year

    def name_on(self, day: date) -> str | None:
        return _names(self.country, self.region, day.year).get(day)


def country_known(text: str) -> str | None:
    """The code of a country, by code or English name, if its holidays are known."""
    if text.casefold() == NOWHERE:
        return NOWHERE
    code = country_code(text)
    return code if code is not None and _is_known(code) else None


def region_known(country: str, text: str) -> str | None:
    """The code of a region, by code or name; None when there is no such region."""
    if country == NOWHERE:
        return None
    by_name = {code.casefold(): code for code in _of(country).subdivisions}
    aliases = _of(country).subdivisions_aliases.items()
    by_name |= {name.casefold(): code for name, code in aliases}
    return by_name.get(text.casefold())


def regions_of(country: str) -> tuple[str, ...]:
    """The codes of a country's regions; () when the country has one set of holidays."""
    return () if country == NOWHERE else tuple(_of(country).subdivisions)


@lru_cache(maxsize=1024)
def _names(country: str, region: str, year: int) -> Mapping[date, str]:
    if country == NOWHERE:
        return MappingProxyType({})
    return MappingProxyType(dict(_of(country, region, year)))


@lru_cache(maxsize=256)
def _aliases(country: str) -> Mapping[str, str]:
    """The longest name of each region; the short ones are codes of other lists."""
    names = sorted(_of(country).subdivisions_aliases.items(), key=lambda a: len(a[0]))
    return MappingProxyType({code: name for name, code in names})


@lru_cache(maxsize=256)
def _is_known(code: str) -> bool:
    try:
        _of(code)
    except NotImplementedError:
        return False
    return True


def _of(country: str, region: str = "", year: int | None = None) -> HolidayBase:
    # It takes half a second, and only playbooks that name a country need it.
    from holidays import country_holidays  # noqa: PLC0415

    return country_holidays(
        country, subdiv=region or None, years=year, expand=False, language=_LANGUAGE
    )
