"""What a change of hours, leave or people does to a lead."""

from dataclasses import replace

from temporalio import workflow
from temporalio.exceptions import FailureError

from domain.lifecycle import Status
from domain.promises.sla import Clock, ClockKind
from workflows import policies
from workflows.assigning import Handover, assign
from workflows.case import MACHINE, Case
from workflows.giving_back import give_back
from workflows.messages import Action
from workflows.ports import Cause, RecordActivities, Replanned, ReplanRequest
from workflows.qualifying import UNROUTABLE, open_review

ABSENT = "absent"


async def replan(case: Case) -> None:
    """Count the running promise by the hours of today, or give the lead to who is there."""
    async with case.lock:
        clock = case.lead.clock
        # Whatever stands still counts by the hours of when it runs on.
        if clock is None or clock.kind is ClockKind.SNOOZE:
            await _look_for_holder(case)
            return
        found = await _ask(case, clock)
        if found.absent:
            await _pass_on(case)
        elif found.clock is not None and found.clock != clock:
            await case.write(replace(case.lead, clock=found.clock), Cause.REPLANNED)


async def _look_for_holder(case: Case) -> None:
    """A lead that stands still is remembered by whoever has it: they must be there."""
    case.inbox.replan = False
    lead = case.lead
    if lead.owner is None or not workflow.patched("replan-looks-for-holder"):
        return
    if not (await _ask(case, None)).absent:
        return
    if lead.status is Status.TAKEN_OVER:
        await give_back(case, Action(MACHINE))
    else:
        await _pass_on(case)


async def _pass_on(case: Case) -> None:
    lead = case.lead.barring_owner(ABSENT)
    if not await assign(case, lead, Handover(ended_because=ABSENT)):
        await open_review(case, lead, UNROUTABLE)


async def _ask(case: Case, clock: Clock | None) -> Replanned:
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
