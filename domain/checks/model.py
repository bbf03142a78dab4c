"""Say which rules, segments and reviews can never count."""

from collections.abc import Iterator
from typing import assert_never

from domain.checks.finding import Finding, Path, Severity
from domain.checks.holes import missed_numbers
from domain.checks.regions import Space
from domain.checks.shadows import Impossible, Shadowed, Undecided, idle
from domain.checks.thresholds import check_thresholds
from domain.in_words.condition_words import in_words
from domain.playbook import Playbook
from domain.qualifying.qualification import Part, Rule
from domain.words import labelled, listed, shown


def check_model(playbook: Playbook, space: Space) -> Iterator[Finding]:
    for part in Part:
        rules = [rule for rule in playbook.model.rules if rule.part is part]
        where = ("qualification", part.value, "rules")
        for index, rule in enumerate(rules):
            yield from _rule(rule, (*where, index), space)
        for field, number in missed_numbers([rule.when for rule in rules]):
            sentence = (
                f"No rule speaks of {labelled(field)} {shown(number)}, though rules "
                "speak of both its neighbours."
            )
            yield Finding(Severity.WARNING, "gap", where, sentence)
    yield from _segments(playbook, space)
    yield from _review_rules(playbook, space)
    yield from check_thresholds(playbook, space)


def _rule(rule: Rule, where: Path, space: Space) -> Iterator[Finding]:
    if next(space.where(space.formula(rule.when)), None) is None:
        sentence = (
            f"Rule {rule.id} never counts: no lead can be so that "
            f"{in_words(rule.when)}."
        )
        yield Finding(Severity.ERROR, "impossible-rule", where, sentence)
    elif not rule.points:
        sentence = f"Rule {rule.id} is worth nothing."
        yield Finding(Severity.WARNING, "rule-without-points", where, sentence)
    elif rule.at_most is not None and rule.at_most < abs(rule.points):
        sentence = (
            f"Rule {rule.id} never gives its {shown(rule.points)} points: it counts for "
            f"at most {shown(rule.at_most)}."
        )
        yield Finding(Severity.WARNING, "cap-under-points", where, sentence)


def _review_rules(playbook: Playbook, space: Space) -> Iterator[Finding]:
    rules = playbook.review_rules
    for found in idle([rule.when for rule in rules], space):
        code, where = rules[found.index].code, ("bands", "review", "rules", found.index)
        match found:
            case Impossible():
                words = in_words(rules[found.index].when)
                why = f"no lead can be so that {words}."
            case Shadowed(_, by):
                above = listed([rules[index].code for index in by], "and")
                why = f"{above} above takes every lead that fits it."
            case Undecided():
                sentence = f"Whether {code} is ever the reason takes too long to tell."
                yield Finding(Severity.NOTE, "undecided-review-rule", where, sentence)
                continue
            case _:
                assert_never(found)
        sentence = f"Review rule {code} is never the reason: {why}"
        yield Finding(Severity.ERROR, "idle-review-rule", where, sentence)


def _segments(playbook: Playbook, space: Space) -> Iterator[Finding]:
    """Those that no lead is in, because it cannot be, or because of those above."""
    segments = playbook.model.segments
    for found in idle([segment.when for segment in segments], space):
        segment = segments[found.index]
        match found:
            case Impossible():
                why = f"no lead can be so that {in_words(segment.when)}."
            case Shadowed(_, by):
                above = listed([segments[index].id for index in by], "and")
                why = f"{above} above takes every lead that fits it."
            case Undecided():
                continue
            case _:
                assert_never(found)
        where = ("qualification", "segments", found.index)
        sentence = f"No lead is ever in segment {segment.id}: {why}"
        yield Finding(Severity.ERROR, "idle-segment", where, sentence)
