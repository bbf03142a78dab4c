"""Say which rules can never count, and which bands no score can reach."""

from collections.abc import Iterator
from math import floor
from typing import assert_never

from domain.checks.best_score import best_score
from domain.checks.finding import Finding, Path, Severity
from domain.checks.holes import missed_numbers
from domain.checks.regions import Space
from domain.checks.shadows import Impossible, Shadowed, Undecided, idle
from domain.condition_words import in_words
from domain.playbook import Playbook
from domain.qualification import Part, Rule
from domain.words import counted, labelled, listed, shown


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
    yield from _review_rules(playbook, space)
    yield from _bands(playbook, space)


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


def _bands(playbook: Playbook, space: Space) -> Iterator[Finding]:
    """What a band needs to be given at all: points that are high enough, and its own.

    Nearer to a threshold than the margin, a person decides instead.
    """
    high, medium = playbook.thresholds.high, playbook.thresholds.medium
    margin = playbook.thresholds.margin
    where: Path = ("bands", "medium", "from_points")
    if medium >= high:
        sentence = (
            f"Medium begins at {medium} points: it must begin under high, {high}."
        )
        yield Finding(Severity.ERROR, "thresholds-out-of-order", where, sentence)
        return
    near: Path = ("bands", "review", "near_threshold")
    if medium + margin > high - max(margin, 1):
        yield _only_reviewed("medium", f"between {medium} and {high}", near)
    if medium - max(margin, 1) < 0:
        yield _only_reviewed("low", f"under {medium}", near)
    most = floor(
        round(best_score(playbook.model, space, enough=high + margin), 1) + 0.5
    )
    for name, least in (("medium", medium), ("high", high)):
        if most < least + margin:
            sentence = (
                f"No lead can be {name}: the rules give at most "
                f"{counted(max(0, most), 'point')}, and it takes {least + margin}."
            )
            at = ("bands", name, "from_points")
            yield Finding(Severity.ERROR, "unreachable-band", at, sentence)


def _only_reviewed(band: str, points: str, where: Path) -> Finding:
    sentence = (
        f"No lead can be {band}: every score {points} points is so near a threshold "
        "that a person decides."
    )
    return Finding(Severity.ERROR, "unreachable-band", where, sentence)
