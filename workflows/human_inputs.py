"""What a person's input does to a lead. The state allows it already (domain.lifecycle)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from temporalio import workflow

from domain.lifecycle import ActionKind, Outcome, Refusal, Status
from domain.promises.sla import ClockKind, Paused, snoozed
from domain.qualifying.bands import Band
from workflows.assigning import Handover, assign
from workflows.case import Case, Start, refused
from workflows.giving_back import give_back, pass_on
from workflows.messages import Action
from workflows.ports import Cause
from workflows.promises import resume
from workflows.qualifying import nurture
from workflows.state import LeadState

NOBODYS = frozenset({Band.REVIEW, Band.LOW})  # no rep is asked for these
NOBODY = Refusal("unroutable", "Nobody is available. Name the person who gets it.")


async def _accept(case: Case, action: Action) -> None:
    lead = case.lead
    if lead.status is Status.QUEUED:
        lead = replace(
            lead.without_owner(), owner=action.by, assignment_id=workflow.uuid4()
        )
    lead = replace(
        lead,
        status=Status.ACCEPTED,
        accepted_by=action.by,
        accepted_at=workflow.now(),
    )
    await case.write(
        lead,
        Cause.ACCEPTED,
        action=action,
        start=Start(ClockKind.CONTACT),
    )


async def _decline(case: Case, action: Action) -> None:
    await pass_on(case, action, "declined")


async def _release(case: Case, action: Action) -> None:
    if workflow.patched("release-goes-on"):
        await give_back(case, action)
    elif case.lead.band in NOBODYS and workflow.patched("release-decides-again"):
        lead = case.lead.barring_owner("released").without_owner()
        lead = replace(lead, status=Status.QUALIFYING, received_at=workflow.now())
        await case.write(lead, Cause.RELEASED, action=action)
        case.inbox.undecided = True
    else:
        await pass_on(case, action, "released")


async def _contacted(case: Case, action: Action) -> None:
    lead = case.lead
    if lead.status is Status.TAKEN_OVER:
        held = lead.held and replace(lead.held, contacted=True)
        await case.write(replace(lead, held=held), Cause.CONTACTED, action=action)
        return
    lead = replace(
        lead,
        status=Status.CONTACTED,
        accepted_by=lead.accepted_by or action.by,
        accepted_at=lead.accepted_at or workflow.now(),
    )
    await case.write(
        lead,
        Cause.CONTACTED,
        action=action,
        start=Start(ClockKind.NEXT_TOUCH),
    )


async def _take_over(case: Case, action: Action) -> None:
    case.outbound.silence_prospect()
    lead = case.lead.taken_over(action.by, workflow.uuid4(), workflow.now())
    await case.write(lead, Cause.TAKEN_OVER, action=action)


async def _reassign(case: Case, action: Action) -> None:
    handover = Handover(action, ended_because="reassigned", to=action.to)
    found = await assign(case, case.lead.barring_who_broke_it(), handover)
    if not found:
        raise refused(Refusal("cannot_take_it", "{who} cannot take leads.", action.to))


async def _correct(case: Case, action: Action) -> None:
    await case.write(case.lead, Cause.CORRECTED, action=action)
    case.inbox.network_asked = False
    case.inbox.undecided = True


async def _resolve(case: Case, action: Action) -> None:
    if action.reject:
        await _close(
            case, replace(action, outcome=action.outcome or Outcome.DISQUALIFIED)
        )
    elif action.band is Band.LOW:
        await nurture(
            case,
            case.lead,
            cause=Cause.RESOLVED,
            action=action,
        )
    else:
        lead = replace(case.lead, band=action.band or case.lead.band)
        found = await assign(case, lead, Handover(action, to=action.to))
        if not found:
            raise refused(NOBODY)


async def _close(case: Case, action: Action) -> None:
    lead = replace(
        case.lead.without_review(), status=Status.CLOSED, outcome=action.outcome
    )
    await case.write(lead.with_clock(None), Cause.CLOSED, action=action)


async def _reopen(case: Case, action: Action) -> None:
    lead = LeadState(case.lead.lead_id, received_at=workflow.now())
    await case.write(lead, Cause.REOPENED, action=action)
    case.inbox.undecided = True


async def _note(case: Case, action: Action) -> None:
    await case.write(case.lead, Cause.NOTED, action=action)


async def _snooze(case: Case, action: Action) -> None:
    lead, now = case.lead, workflow.now()
    clock = snoozed(action.until or now, now=now, utc_offset=case.clock.utc_offset)
    paused = lead.paused or Paused(case.clock, lead.steps_done, now, lead.broken)
    lead = replace(lead.with_clock(clock), paused=paused)
    await case.write(lead, Cause.SNOOZED, action=action)


APPLY: Mapping[ActionKind, Callable[[Case, Action], Awaitable[None]]] = {
    ActionKind.ACCEPT: _accept,
    ActionKind.DECLINE: _decline,
    ActionKind.CONTACTED: _contacted,
    ActionKind.TAKEOVER: _take_over,
    ActionKind.RELEASE: _release,
    ActionKind.REASSIGN: _reassign,
    ActionKind.CORRECT: _correct,
    ActionKind.RESOLVE: _resolve,
    ActionKind.CLOSE: _close,
    ActionKind.REOPEN: _reopen,
    ActionKind.NOTE: _note,
    ActionKind.SNOOZE: _snooze,
    ActionKind.RESUME: resume,
}
