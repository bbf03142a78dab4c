"""Say how many points a lead is worth, and for what reasons."""

from datetime import datetime

from domain.evidence import Evidence, PageView, Value
from domain.facts import Facts, days_ago
from domain.page_tests import decayed, words_for
from domain.qualification import QualificationModel, Rule
from domain.reading import read
from domain.reasons import Reason, Score, with_caps


def score(evidence: Evidence, model: QualificationModel, now: datetime) -> Score:
    """Every reason in the order of the model, each part's cap behind its rules."""
    facts = read(evidence, model, now)
    fired = [r for rule in model.rules if (r := _fire(rule, facts)) is not None]
    return with_caps(fired, model)


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
    return Reason(rule.id, rule.part, round(points, 1), facts.said(rule.because, more))


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
