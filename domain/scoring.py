"""Say how many points a lead is worth, and for what reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import floor

from domain.evidence import Evidence, PageView, Value
from domain.facts import Facts, days_ago, facts_of
from domain.page_tests import decayed, words_for
from domain.qualification import Part, QualificationModel, Rule
from domain.words import filled, shown


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


def score(evidence: Evidence, model: QualificationModel, now: datetime) -> Score:
    """Every reason in the order of the model, each part's cap behind its rules."""
    facts = facts_of(evidence, now, model.time_frames)
    fired = [r for rule in model.rules if (r := _fire(rule, facts)) is not None]
    return with_caps(fired, model)


def with_caps(fired: Sequence[Reason], model: QualificationModel) -> Score:
    """The score of rules that fired, part by part, each part's cap behind them."""
    reasons: list[Reason] = []
    for part in Part:
        of_part = [reason for reason in fired if reason.part is part]
        reasons += of_part + _capped(part, of_part, model)
    return Score(tuple(reasons))


def _fire(rule: Rule, facts: Facts) -> Reason | None:
    if not rule.when.holds(facts):
        return None
    views = () if rule.pages is None else rule.pages.found(facts)
    if rule.pages is not None and not views:
        return None
    points = rule.points
    if views and rule.half_life is not None:
        points = decayed(points, days_ago(views[-1].at, facts.now), rule.half_life)
    more = _more_words(rule, views, facts)
    because = filled(rule.because, {**facts.values, **more} if more else facts.values)
    return Reason(rule.id, rule.part, round(points, 1), because)


def _more_words(
    rule: Rule, views: tuple[PageView, ...], facts: Facts
) -> dict[str, Value]:
    """What only this rule found."""
    found: dict[str, Value] = {}
    phrase = rule.when.found_phrase(facts) if "{phrase}" in rule.because else None
    if phrase is not None:
        found["phrase"] = phrase
    if views:
        found |= words_for(views, facts)
    return found


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
