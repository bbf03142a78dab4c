"""What becomes of a lead that a person had taken over and gives back."""

from dataclasses import replace

from temporalio import workflow

from domain.lifecycle import WITH_OWNER, Status
from domain.promises.sla import ClockKind
from workflows import policies
from workflows.assigning import Handover, assign, tell_owner, tell_queue
from workflows.case import Case, Start
from workflows.messages import Action
from workflows.ports import Cause, RecordActivities, ReplanRequest
from workflows.qualifying import UNROUTABLE, open_review
from workflows.state import Held, LeadState

RELEASED = "released"


async def give_back(case: Case, action: Action) -> None:
    """Its plan goes on where it stands: with whom it was, and with the time that was left.

    Nobody gets a lead back whom the rules would not give it to: who let it slip, or is away.
    """
    held = case.lead.held
    if held is None or held.before.status is Status.QUALIFYING:
        await _decide_anew(case, action)
    elif await _is_gone(case, held.before):
        await pass_on(case, action, RELEASED)
    else:
        await _go_on(case, held, action)


async def pass_on(case: Case, action: Action, why: str) -> None:
    """To somebody else, by the rules; whoever has it now is not asked again."""
    lead = case.lead.barring_owner(why)
    found = await assign(case, lead, Handover(action, ended_because=why))
    if not found:
        await open_review(case, lead, UNROUTABLE, action=action)


async def _decide_anew(case: Case, action: Action) -> None:
    """No rule had placed it yet: its promise counts from now."""
    lead = case.lead.barring_owner(RELEASED).without_owner()
    lead = replace(lead, status=Status.QUALIFYING, received_at=workflow.now())
    await case.write(lead, Cause.RELEASED, action=action)
    case.inbox.undecided = True


async def _is_gone(case: Case, before: LeadState) -> bool:
    """Whether nobody is left of those who had it."""
    barred = case.lead.barred
    if before.status is Status.QUEUED:
        return not _still_asked(case, before)
    if before.owner is None:
        return False
    return before.owner in barred or await _is_absent(case, before.owner)


def _still_asked(case: Case, before: LeadState) -> tuple[str, ...]:
    barred = case.lead.barring_owner(RELEASED).barred
    return tuple(handle for handle in before.open_to if handle not in barred)


async def _is_absent(case: Case, owner: str) -> bool:
    lead = case.lead
    paused = None if lead.held is None else lead.held.paused
    if paused is None:
        return False
    found = await workflow.execute_activity_method(
        RecordActivities.replan_clock,
        ReplanRequest(lead.lead_id, workflow.now(), paused.clock, owner, paused),
        **policies.write(f"See whether {owner} is there", lead.band),
    )
    return found.absent


async def _go_on(case: Case, held: Held, action: Action) -> None:
    decided_meanwhile = case.lead.decision_id != held.before.decision_id
    lead, start = _restored(case, held)
    await case.write(lead, Cause.RELEASED, action=action, start=start)
    if decided_meanwhile:  # what came meanwhile may be worth another band
        case.inbox.undecided = True
    _tell(case)


def _restored(case: Case, held: Held) -> tuple[LeadState, Start | None]:
    """The standing before, with all that is known since, and the clock to start."""
    before, paused = held.before, held.paused
    of_the_owner = before.owner == case.lead.owner
    lead = case.lead if of_the_owner else case.lead.barring_owner(RELEASED)
    lead = replace(
        lead.without_owner(),
        status=before.status,
        owner=before.owner,
        assignment_id=workflow.uuid4() if before.owner else None,
        accepted_by=before.accepted_by,
        accepted_at=before.accepted_at,
        queue=before.queue,
        open_to=_still_asked(case, before),
        review_id=workflow.uuid4() if before.review_id else None,
        review_code=before.review_code,
    )
    if held.contacted and lead.status in WITH_OWNER:
        return _contacted(lead), Start(ClockKind.NEXT_TOUCH)
    if before.paused is not None:  # it was to wait, and waits on
        return replace(lead, clock=before.clock, paused=before.paused), None
    if paused is None:
        return lead, None
    kind, round_number = paused.clock.kind, paused.clock.round_number
    return lead, Start(kind, round_number, resume=paused)


def _contacted(lead: LeadState) -> LeadState:
    """Who held it has spoken to the prospect: what is left is to come back to them."""
    return replace(
        lead,
        status=Status.CONTACTED,
        accepted_by=lead.accepted_by or lead.owner,
        accepted_at=lead.accepted_at or workflow.now(),
    )


def _tell(case: Case) -> None:
    lead = case.lead
    if lead.status in WITH_OWNER:
        tell_owner(case, "given-back")
    elif lead.status is Status.QUEUED:
        tell_queue(case, f"{lead.lead_id}/{lead.revision}/given-back")
    elif lead.status is Status.IN_REVIEW:
        case.outbound.notify_reviewers(case.notice(f"{lead.review_id}/opened"))
