"""Whose deed a change of a lead is, from what its message says."""

from adapters.store.standing.deeds import Deed
from domain.auditing.origins import MACHINE, Origin
from domain.lifecycle import Status
from domain.promises.sla import StepAction
from workflows.ports import Cause, Change, RouteRequest

_NOBODY_ANSWERED = "nobody_answered"
# What a person did, by why the assignment before ended; "" is a review's decision.
_BY_HAND = {"declined": "declined", "released": "released", "": "resolved"}
_OF_PLAN = {
    Cause.CLOSED_BY_PLAN: StepAction.CLOSE,
    Cause.RESUMED: StepAction.RESUME,
}


def deed_of_change(change: Change, *, had_owner: bool) -> Deed:
    """`had_owner`: somebody had the lead until now."""
    kind = change.cause.value
    if change.by != MACHINE:
        # Without an action on disk nobody but a signal can have brought it.
        return Deed(change.by, Origin.TEMPORAL, None, kind, change.action_id)
    step = _step(change, had_owner=had_owner)
    if step is None:
        return Deed(MACHINE, Origin.PLAYBOOK, None, kind)
    return Deed(MACHINE, Origin.PLAN, step, kind)


def _step(change: Change, *, had_owner: bool) -> str | None:
    """Of the plan, if one it is."""
    match change.cause:
        case Cause.BREACHED if change.keep_clock is not None:
            return change.keep_clock.kind.value
        case Cause.CLOCK_STARTED_AGAIN if change.start_clock is not None:
            return change.start_clock.value
        case Cause.PUT_IN_REVIEW if change.review_code == _NOBODY_ANSWERED:
            return StepAction.REASSIGN.value
        case Cause.QUEUED if change.status is Status.QUEUED and had_owner:
            return StepAction.OPEN_TO_TEAM.value
        case cause if cause in _OF_PLAN:
            return _OF_PLAN[cause].value
        case _:
            return None


def deed_of_routing(request: RouteRequest) -> Deed:
    """Who declines a lead or gives it back does that; to whom it goes then, the rules say."""
    kind = "assigned"
    if request.by is not None:
        kind = _BY_HAND.get(request.ended_because, kind)
        return Deed(request.by, Origin.TEMPORAL, None, kind, request.action_id)
    if request.ended_because == "slipped":
        return Deed(MACHINE, Origin.PLAN, StepAction.REASSIGN.value, kind)
    return Deed(MACHINE, Origin.PLAYBOOK, None, kind)
