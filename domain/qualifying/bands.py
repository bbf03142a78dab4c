"""Which bands there are, and where one begins and the next ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from domain.evidence import Value


class Band(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    REVIEW = "review"  # outside the model: a person decides


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The fewest points of each band; what is under `medium` is low.

    Within `margin` points of a threshold a person decides; 0 turns that off. A segment
    may have thresholds of its own.
    """

    high: int
    medium: int
    margin: int = 0
    by_segment: Mapping[str, "Thresholds"] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def of(self, segment: Value | None) -> "Thresholds":
        """Those of a segment; None is no segment."""
        return self.by_segment.get(str(segment), self) if self.by_segment else self
