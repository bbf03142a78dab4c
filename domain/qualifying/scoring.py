"""Say how many points a lead is worth, and for what reasons."""

from collections.abc import Sequence
from datetime import datetime

from domain.evidence import Event, Evidence, PageView, Value
from domain.qualifying.qualification import QualificationModel, Rule
from domain.qualifying.reasons import Reason, Score, with_caps
from domain.rules.event_tests import words_for_events
from domain.rules.facts import Facts, days_ago
from domain.rules.page_tests import decayed, words_for
from domain.rules.reading import read


def score(evidence: Evidence, model: QualificationModel, now: datetime) -> Score:
    """Every reason in the order of the model, each part's cap behind its rules."""
    return score_of(read(evidence, model, now), model)


def score_of(facts: Facts, model: QualificationModel) -> Score:
    """The same of what is read already."""
    asked = model.rules_for(facts)
    fired = [reason for rule in asked if (reason := _fire(rule, facts)) is not None]
    return with_caps(fired, model)


def _fire(rule: Rule, facts: Facts) -> Reason | None:
    if not rule.when.holds(facts):
        return None
    views = () if rule.pages is None else rule.pages.found(facts)
    if rule.pages is not None and not views:
        return None
    events = () if rule.events is None else rule.events.found(facts)
    if rule.events is not None and not events:
        return None
    points = _worth(rule, views or events, facts.now)
    more = _more_words(rule, views, events, facts)
    return Reason(rule.id, rule.part, round(points, 1), facts.said(rule.because, more))


def _worth(rule: Rule, seen: Sequence[PageView | Event], now: datetime) -> float:
    """The points of all that counted, oldest first, before the rule's own cap."""
    if not seen or (rule.at_most is None and rule.half_life is None):
        return rule.points
    counting = seen[-1:] if rule.at_most is None else seen
    if rule.half_life is None:
        return rule.points * len(counting)
    ages = (days_ago(one.at, now) for one in counting)
    return sum(decayed(rule.points, age, rule.half_life) for age in ages)


def _more_words(
    rule: Rule,
    views: tuple[PageView, ...],
    events: tuple[Event, ...],
    facts: Facts,
) -> dict[str, Value]:
    """What only this rule found."""
    found: dict[str, Value] = {}
    phrase = rule.when.found_phrase(facts) if "{phrase}" in rule.because else None
    if phrase is not None:
        found["phrase"] = phrase
    if views:
        found |= words_for(views, facts)
    if events:
        found |= words_for_events(events, facts)
    return found
