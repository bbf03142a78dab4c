"""Say what a reviewer would best make of a case, by why it is one, and because of what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from domain.qualifying.advice import (
    WHICHEVER_DISAGREES,
    Advice,
    CorrectFirst,
    Verdict,
)
from domain.qualifying.banding import Banded
from domain.qualifying.bands import Band
from domain.words import counted, in_plain_words, labelled

NEAR = "near_threshold"
# The rules knew what these are worth, and found nobody.
UNANSWERED = "nobody_answered"
NOBODY = frozenset({"unroutable", UNANSWERED})
_ENOUGH = 5  # decisions of people; fewer say nothing
_MOSTLY = 2 / 3  # of them
_MADE = {
    Verdict.HIGH: "put in high",
    Verdict.MEDIUM: "put in medium",
    Verdict.LOW: "put in low",
    Verdict.REJECT: "rejected",
    Verdict.SPAM: "closed as spam",
}


@dataclass(frozen=True, slots=True)
class Unclear:
    """What is known of a case. `by_points` is its band where nobody was found.

    `code` says why it is one and `advice` what the playbook says of such cases; `doubtful`
    are fields that sources disagree on, or that are required and not known; `decided_by` is
    a line on the single fact that would decide it; `past` counts what people made of leads
    with the same code.
    """

    code: str
    by_points: Banded
    points: int
    advice: Advice | None = None
    doubtful: tuple[str, ...] = ()
    decided_by: str = ""
    past: Mapping[Verdict, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Suggested:
    """`because` is one or more sentences. `correct` is a field to put right before that."""

    verdict: Verdict
    because: str
    correct: str = ""


def suggestion(case: Unclear) -> Suggested:
    """What the playbook says of such cases, else what people made of them, else the points."""
    correct = _to_correct(case)
    if correct:
        return Suggested(_by_points(case), _after(case, correct), correct)
    if isinstance(case.advice, Verdict):
        return _advised(case, case.advice)
    if case.code in NOBODY:
        return Suggested(_by_points(case), f"{_sentence(case.by_points.because)}")
    return _as_before(case) or Suggested(_by_points(case), _points_say(case))


def _to_correct(case: Unclear) -> str:
    """The field that everything else hangs on; "" for none."""
    match case.advice:
        case CorrectFirst(wanted):
            in_doubt = case.doubtful[0] if case.doubtful else ""
            return in_doubt if wanted == WHICHEVER_DISAGREES else wanted
        case Verdict():
            return ""  # an answer that holds whatever the field says
        case None:
            return "" if case.code in NOBODY else next(iter(case.doubtful), "")


def _after(case: Unclear, correct: str) -> str:
    name = labelled(correct)
    return (
        f"{name.capitalize()} is in doubt: with the right value the rules may decide "
        f"themselves. {_points_say(case)}"
    )


def _advised(case: Unclear, advice: Verdict) -> Suggested:
    code = in_plain_words(case.code)
    points = counted(case.points, "point")
    if advice is Verdict.SPAM and case.by_points.band is Band.HIGH:
        speak = f"{points} speak for them; without those the playbook suggests spam for"
        return Suggested(_by_points(case), f"{speak} “{code}”.")
    whatever = "" if advice.band else f", whatever the points say ({points})"
    return Suggested(advice, f"The playbook suggests it for “{code}”{whatever}.")


def _as_before(case: Unclear) -> Suggested | None:
    """What most reviewers made of such leads. Which threshold was near tells no code."""
    decided = sum(case.past.values())
    if case.code == NEAR or decided < _ENOUGH:
        return None
    verdict = max(case.past, key=lambda one: case.past[one])
    times = case.past[verdict]
    if times < _MOSTLY * decided:
        return None
    said = f"{times} of {decided} such leads were {_MADE[verdict]}."
    return Suggested(verdict, said)


def _points_say(case: Unclear) -> str:
    said = f"By its points alone: {case.by_points.because}."
    return f"{said} {_sentence(case.decided_by)}" if case.decided_by else said


def _by_points(case: Unclear) -> Verdict:
    return Verdict(case.by_points.band.value)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."
