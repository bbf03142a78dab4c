"""Say which values a field can have at all, where that is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from domain.evidence import Value
from domain.qualifying.bands import Band
from domain.qualifying.qualification import QualificationModel


@dataclass(frozen=True, slots=True)
class Closed:
    """Some values, and with `least` every number from it on, `whole` ones only."""

    some: tuple[Value | None, ...] = ()
    least: float | None = None
    whole: bool = False

    def values(self, numbers: Sequence[float]) -> tuple[Value | None, ...]:
        """One of each sort that a comparison with the numbers can tell apart."""
        if self.least is None:
            return self.some
        samples = _whole(numbers) if self.whole else _between([self.least, *numbers])
        above = (number for number in samples if number >= self.least)
        return (*self.some, self.least, *above)


def closed_fields(model: QualificationModel) -> dict[str, Closed]:
    """By field. Leads are routed in promised bands only, by hand as medium."""
    asked, frames = len(model.asked_for), model.time_frames
    return {
        "band": Closed((Band.HIGH.value, Band.MEDIUM.value)),
        "address_kind": Closed((None, "work", "free", "disposable")),
        "partial": Closed((True, False)),
        "visits": Closed(least=0, whole=True),
        "pages_seen": Closed(least=0, whole=True),
        "submissions": Closed(least=1, whole=True),
        "seconds_on_site": Closed(least=0),
        "days_since_last_page": Closed((None,), least=0),
        "days_since_reply": Closed((None,), least=0),
        "time_frame_days": Closed((None, *(frame.days for frame in frames))),
        "seniority": Closed((None, *model.titles.seniorities)),
        "role": Closed((None, *model.titles.roles)),
        "segment": Closed((None, *(segment.id for segment in model.segments))),
        "customer": Closed((None, True, False)),
        "company_age_years": Closed((None,), least=0, whole=True),
        "completeness": Closed(
            tuple(known / asked for known in range(asked + 1)) if asked else (None,)
        ),
    }


def _whole(numbers: Sequence[float]) -> Iterator[int]:
    for number in numbers:
        yield from (floor(number) - 1, floor(number), ceil(number), ceil(number) + 1)


def _between(numbers: Sequence[float]) -> Iterator[float]:
    yield from numbers
    ordered = sorted(numbers)
    yield from ((below + above) / 2 for below, above in pairwise(ordered))
    yield ordered[-1] + 1
