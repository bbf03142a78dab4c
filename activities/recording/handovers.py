"""Why somebody has a lead now, and why the one before no longer does, in words."""

from collections.abc import Sequence

from domain.promises.special import SpecialPromise
from workflows.ports import Cause

# Why an assignment ended, by the workflow's code.
_ENDED = {
    "slipped": "let it slip",
    "declined": "declined it",
    "absent": "will not be there in time",
    "released": "gave it back",
    "reassigned": "it was given to somebody else",
}


def ended(code: str) -> str:
    """Why somebody no longer has the lead, to stand behind their name."""
    return _ENDED.get(code, "it went to somebody else")


def ended_by(cause: Cause, who: str) -> str:
    """Why a change took the lead from its owner."""
    match cause:
        case Cause.TAKEN_OVER:
            return f"{who} took it over"
        case Cause.RELEASED:
            return ended("released")
        case Cause.PUT_IN_REVIEW:
            return "a person must decide"
        case Cause.QUEUED:
            return "the whole team was asked"
        case Cause.CLOSED | Cause.CLOSED_BY_PLAN:
            return "it was closed"
        case _:
            return "nobody's time for now"


def got(owner: str, because: str, *, previous: str | None, ended_because: str) -> str:
    """Who has it now, and why not the one before."""
    now = f"{owner} got it: {because}."
    if previous is None or ended_because not in _ENDED:
        return now
    if ended_because == "reassigned":
        return f"{previous} had it. {now}"
    return f"{previous} {ended(ended_because)}. {now}"


def by_another_version(before: int, now: int) -> str:
    """What follows a sentence when the playbook has changed since the lead was scored."""
    if before == now:
        return ""
    return f" Routed by version {now} of the playbook; version {before} scored it."


def by_special_plans(plans: Sequence[SpecialPromise]) -> str:
    """What follows a sentence when the lead is promised other than most of its band."""
    return "".join(f" Promised by the plan “{plan.id}”." for plan in plans)


def because_of_change(cause: Cause, owner: str) -> str:
    """Why a change, and no rule, gave it to its owner."""
    match cause:
        case Cause.ACCEPTED:
            return f"{owner} was the first to accept it"
        case Cause.RELEASED:
            return f"{owner} had it before it was taken over"
        case _:
            return f"{owner} took it over"
