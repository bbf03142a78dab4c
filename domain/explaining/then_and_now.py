"""Say what is different between a decision and the one that would be made now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.comparing.playbook_diff import changes
from domain.playbook import Playbook
from domain.qualifying.reasons import Reason, Score
from domain.words import counted, shown

MOST_CHANGES = 12  # of the playbook; its versions tell the others
_TENTH = 0.05  # points are rounded to tenths
SAME = "Nothing that counts has changed since"


@dataclass(frozen=True, slots=True)
class Decided:
    """One side: the playbook, the score, and why somebody could not get the lead."""

    version: int
    playbook: Playbook
    score: Score
    excluded: Sequence[str]
    owner: str | None = None  # a handle
    got_it: str = ""  # the sentence that says who, and why


def differences(then: Decided, now: Decided) -> tuple[str, ...]:
    """What changed in between: the playbook, then the points, then the people."""
    found = (
        *_playbook(then, now),
        *_points(then, now),
        *_people(then, now),
        *([now.got_it] if then.owner != now.owner and now.got_it else []),
    )
    return found or (SAME,)


def _playbook(then: Decided, now: Decided) -> Iterator[str]:
    if then.version == now.version:
        return
    told = [change.sentence for change in changes(then.playbook, now.playbook)]
    for sentence in told[:MOST_CHANGES]:
        yield f"Version {now.version} of the playbook: {sentence}"
    more = len(told) - MOST_CHANGES
    if more > 0:
        yield f"Version {now.version} changes {counted(more, 'more thing')}"
    elif not told:
        yield f"Version {now.version} says the same as version {then.version}"


def _points(then: Decided, now: Decided) -> Iterator[str]:
    """Rules that give more or less, the greatest change first."""
    before, after = _by_rule(then.score), _by_rule(now.score)
    rules = [rule for rule in {**before, **after} if _moved(before, after, rule)]
    rules.sort(key=lambda rule: -abs(_worth(after, rule) - _worth(before, rule)))
    for rule in rules:
        reason = after.get(rule) or before[rule]
        points = (
            f"{_signed(_worth(after, rule))} instead of {_signed(_worth(before, rule))}"
        )
        yield f"{points}: {reason.because}"


def _people(then: Decided, now: Decided) -> Iterator[str]:
    for because in now.excluded:
        if because not in then.excluded:
            yield f"Now {because}"
    for because in then.excluded:
        if because not in now.excluded:
            yield f"No longer so: {because}"


def _by_rule(score: Score) -> dict[str, Reason]:
    return {reason.rule: reason for reason in score.reasons}


def _moved(before: dict[str, Reason], after: dict[str, Reason], rule: str) -> bool:
    return abs(_worth(after, rule) - _worth(before, rule)) > _TENTH


def _worth(reasons: dict[str, Reason], rule: str) -> float:
    return reasons[rule].points if rule in reasons else 0.0


def _signed(points: float) -> str:
    return f"{'+' if points > 0 else ''}{shown(float(points))}"
