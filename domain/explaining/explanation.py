"""Say a decision in sentences: the same ones on the page, in the CLI and the audit."""

from typing import assert_never

from domain.in_words.sharing_words import METHODS, only_in_words
from domain.people import Method
from domain.qualifying.reasons import Reason, Score
from domain.routing.row_match import RowMatch
from domain.routing.rows import ANYBODY, QueueTarget, RepTarget, Target, TeamTarget
from domain.words import shown


def explain_reason(reason: Reason) -> str:
    """One line with its points in front: "+12 looked at /pricing"."""
    sign = "+" if reason.points >= 0 else ""
    return f"{sign}{shown(float(reason.points))} {reason.because}"


def explain_score(score: Score) -> tuple[str, ...]:
    """The total, then every reason, the weightiest first."""
    parts = f"fit {score.fit}, intent {score.intent}, urgency {score.urgency}"
    reasons = sorted(score.reasons, key=lambda reason: -abs(reason.points))
    lines = tuple(explain_reason(reason) for reason in reasons)
    return (f"{score.points} points: {parts}", *(lines or ("No rule fired",)))


def explain_row(match: RowMatch) -> tuple[str, ...]:
    """The row that matched, then every row above it that did not."""
    over = (f"Row {row.row} passed over: {row.because}" for row in match.passed_over)
    return (f"Row {match.row} matched: {explain_target(match.target)}", *over)


def explain_target(target: Target, method: Method | None = None) -> str:
    """`method` is the team's own, where it is known; a row may name another one."""
    match target:
        case TeamTarget(team, wanted, only):
            shared = wanted or method
            words = f"to team {team}"
            words += "" if shared is None else f", {METHODS[shared]}"
            return words + (f", {only_in_words(only)}" if only != ANYBODY else "")
        case RepTarget(rep):
            return f"to {rep}"
        case QueueTarget(team, only):
            words = f"to the first of team {team} who accepts"
            return words + (f", {only_in_words(only)}" if only != ANYBODY else "")
        case _:
            assert_never(target)
