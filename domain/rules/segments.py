"""Say which sort of lead this is, where the business tells sorts apart."""

from dataclasses import dataclass

from domain.rules.conditions import Condition
from domain.rules.facts import Facts


@dataclass(frozen=True, slots=True)
class Segment:
    """A sort of lead, such as "enterprise"; thresholds and rows may ask for it."""

    id: str
    when: Condition


def segment_of(segments: tuple[Segment, ...], facts: Facts) -> str | None:
    """The first that fits; None when none does."""
    return next((one.id for one in segments if one.when.holds(facts)), None)
