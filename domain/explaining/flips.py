"""Say which single change of what is known would move a lead to another band."""

from collections.abc import Iterator

from domain.evidence import Evidence
from domain.playbook import Playbook
from domain.qualifying.banding import Banded, OutsideModel, outcome_of
from domain.qualifying.bands import Band
from domain.qualifying.qualification import Rule
from domain.qualifying.reasons import Reason, Score, with_caps
from domain.rules.facts import Facts
from domain.rules.reading import read
from domain.words import placeholders, shown

Outcome = Banded | OutsideModel

MOST_SHOWN = 5
NOTHING = "No single rule would"
_WITHOUT = "…"  # stands for values that this lead does not have


def what_would_flip(
    score: Score,
    evidence: Evidence,
    playbook: Playbook,
    outcome: Outcome,
) -> tuple[str, ...]:
    """The rules that would, the smallest change first; each is one line.

    Caps count. Rules that did not fire are worth their full points.
    """
    rules = {rule.id for rule in playbook.model.rules}
    fired = [r for r in score.reasons if r.rule in rules]  # without the caps
    facts = read(evidence, playbook.model, evidence.received_at)
    lines = [*_without(fired, facts, playbook, outcome)]
    lines += _with(fired, facts, playbook, outcome)
    lines.sort()
    return tuple(line for _, line in lines[:MOST_SHOWN]) or (NOTHING,)


def _without(
    fired: list[Reason], facts: Facts, playbook: Playbook, outcome: Outcome
) -> Iterator[tuple[float, str]]:
    for reason in fired:
        rest = [other for other in fired if other is not reason]
        other = outcome_of(with_caps(rest, playbook.model), facts, playbook)
        if _differs(other, outcome):
            line = f"without {_points(reason.points)}: {reason.because}"
            yield abs(reason.points), f"{_would_be(other)} {line}"


def _with(
    fired: list[Reason], facts: Facts, playbook: Playbook, outcome: Outcome
) -> Iterator[tuple[float, str]]:
    known = {reason.rule for reason in fired}
    for rule in playbook.model.rules:
        if rule.id in known:
            continue
        more = [*fired, Reason(rule.id, rule.part, rule.points, "")]
        other = outcome_of(with_caps(more, playbook.model), facts, playbook)
        if _differs(other, outcome):
            line = f"with {_points(rule.points)}: {_because(rule)}"
            yield abs(rule.points), f"{_would_be(other)} {line}"


def _differs(other: Outcome, outcome: Outcome) -> bool:
    """Between bands, and into or out of the model; not from one review to another."""
    return _name(other) is not _name(outcome)


def _name(outcome: Outcome) -> Band:
    return outcome.band if isinstance(outcome, Banded) else Band.REVIEW


def _would_be(outcome: Outcome) -> str:
    band = _name(outcome)
    return "A person would decide" if band is Band.REVIEW else f"It would be {band}"


def _points(points: float) -> str:
    return f"{'+' if points >= 0 else ''}{shown(float(points))}"


def _because(rule: Rule) -> str:
    """The rule's sentence as it stands, without values."""
    sentence = rule.because
    for name in placeholders(sentence):
        sentence = sentence.replace(f"{{{name}}}", _WITHOUT)
    return sentence
