"""Say what a score is made of, and what its caps take back."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from domain.qualification import Part, QualificationModel
from domain.words import shown


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that fired, or a cap that took points back; shown word for word."""

    rule: str
    part: Part
    points: float
    because: str


@dataclass(frozen=True, slots=True)
class Score:
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        """The sum of all reasons, rounded; never under 0."""
        return max(0, _rounded(sum(reason.points for reason in self.reasons)))

    @property
    def fit(self) -> int:
        return self.of(Part.FIT)

    @property
    def intent(self) -> int:
        return self.of(Part.INTENT)

    @property
    def urgency(self) -> int:
        return self.of(Part.URGENCY)

    def of(self, part: Part) -> int:
        """The points of one part, also negative."""
        return _rounded(sum(r.points for r in self.reasons if r.part is part))


def with_caps(fired: Sequence[Reason], model: QualificationModel) -> Score:
    """The score of rules that fired, part by part, each part's cap behind them."""
    reasons: list[Reason] = []
    for part in Part:
        of_part = [reason for reason in fired if reason.part is part]
        reasons += of_part + _capped(part, of_part, model)
    return Score(tuple(reasons))


def _capped(
    part: Part, reasons: list[Reason], model: QualificationModel
) -> list[Reason]:
    cap = model.caps.get(part)
    excess = sum(reason.points for reason in reasons) - (cap or 0)
    if cap is None or excess <= 0:
        return []
    because = f"{part.value.capitalize()} counts for at most {shown(cap)} points"
    return [Reason(f"{part.value}-cap", part, -round(excess, 1), because)]


def _rounded(points: float) -> int:
    return floor(round(points, 1) + 0.5)  # halves go up, as people expect
