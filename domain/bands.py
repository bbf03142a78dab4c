"""Which bands there are, and where one begins and the next ends."""

from dataclasses import dataclass
from enum import StrEnum

from domain.conditions import Condition


class Band(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    REVIEW = "review"  # outside the model: a person decides


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The fewest points of each band; what is under `medium` is low.

    Within `margin` points of a threshold a person decides; 0 turns that off.
    """

    high: int
    medium: int
    margin: int = 0


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """A case that the model does not cover. `code` is a slug that Temporal may hold."""

    code: str
    when: Condition
    because: str
