"""What a change of hours or leave does to a clock that runs."""

from dataclasses import replace

from temporalio import workflow
from temporalio.exceptions import FailureError

from domain.promises.sla import Clock, ClockKind
from workflows import policies
from workflows.assigning import Handover, assign
from workflows.case import Case
from workflows.ports import Cause, RecordActivities, Replanned, ReplanRequest
from workflows.qualifying import UNROUTABLE, open_review

ABSENT = "absent"


async def replan(case: Case) -> None:
    """Count the running promise by the hours of today, or give the lead to who is there."""
    async with case.lock:
        clock = case.lead.clock
        # Whatever stands still counts by the hours of when it runs on.
        if clock is None or clock.kind is ClockKind.SNOOZE:
            case.inbox.replan = False
            return
        found = await _ask(case, clock)
        if found.absent:
            lead = case.lead.barring_owner(ABSENT)
            if not await assign(case, lead, Handover(ended_because=ABSENT)):
                await open_review(case, lead, UNROUTABLE)
        elif found.clock != clock:
            await case.write(replace(case.lead, clock=found.clock), Cause.REPLANNED)


async def _ask(case: Case, clock: Clock) -> Replanned:
    case.inbox.replan = False  # what changes from now on asks again
    lead = case.lead
    request = ReplanRequest(lead.lead_id, workflow.now(), clock, lead.owner)
    try:
        return await workflow.execute_activity_method(
            RecordActivities.replan_clock,
            request,
            **policies.write("Look at hours and leave again", lead.band),
        )
    except FailureError:
        case.inbox.replan = True
        raise
