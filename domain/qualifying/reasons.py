"""Say what a score is made of, and what its caps take back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor

from domain.qualifying.qualification import Part, QualificationModel
from domain.words import in_plain_words, shown

_CAP = "-cap"  # ends the name of what takes points back


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
    """The score of rules that fired, part by part, and what the caps take behind them.

    The caps of single rules come first, then those of groups, then that of the part.
    """
    reasons: list[Reason] = []
    for part in Part:
        of_part = [reason for reason in fired if reason.part is part]
        if model.capped:
            of_part += [*_rule_caps(of_part, model)]
        if model.grouped:
            of_part += [*_group_caps(of_part, model)]
        reasons += of_part + _part_cap(part, of_part, model)
    return Score(tuple(reasons))


def _rule_caps(
    reasons: Sequence[Reason], model: QualificationModel
) -> Iterator[Reason]:
    for reason in reasons:
        cap = model.capped.get(reason.rule)
        if cap is None or abs(reason.points) <= cap:
            continue
        excess = reason.points - cap if reason.points > 0 else reason.points + cap
        because = f"{reason.because}: that counts for at most {shown(cap)} points"
        yield Reason(f"{reason.rule}{_CAP}", reason.part, -round(excess, 1), because)


def _group_caps(
    reasons: Sequence[Reason], model: QualificationModel
) -> Iterator[Reason]:
    """Of rules and their caps, group by group in the order of the playbook."""
    for group, cap in model.groups.items():
        members = [r for r in reasons if _group_of(r, model) == group]
        excess = sum(reason.points for reason in members) - cap
        if excess > 0:
            name = in_plain_words(group).capitalize()
            because = f"{name} together count for at most {shown(cap)} points"
            yield Reason(f"{group}{_CAP}", members[0].part, -round(excess, 1), because)


def _group_of(reason: Reason, model: QualificationModel) -> str | None:
    return model.grouped.get(reason.rule) or model.grouped.get(
        reason.rule.removesuffix(_CAP)
    )


def _part_cap(
    part: Part, reasons: list[Reason], model: QualificationModel
) -> list[Reason]:
    cap = model.caps.get(part)
    excess = sum(reason.points for reason in reasons) - (cap or 0)
    if cap is None or excess <= 0:
        return []
    because = f"{part.value.capitalize()} counts for at most {shown(cap)} points"
    return [Reason(f"{part.value}{_CAP}", part, -round(excess, 1), because)]


def _rounded(points: float) -> int:
    return floor(round(points, 1) + 0.5)  # halves go up, as people expect
