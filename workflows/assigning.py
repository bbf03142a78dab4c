"""Give a lead to somebody: by the rules, by name, or to the first of a team who takes it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from domain.lifecycle import Status
from domain.promises.sla import ClockKind, StepAction
from domain.qualifying.bands import Band
from workflows import policies
from workflows.case import Case, Start
from workflows.messages import Action
from workflows.ports import Cause, Routed, RouteRequest, RoutingActivities
from workflows.state import LeadState


@dataclass(frozen=True, slots=True)
class Handover:
    """Why a lead goes to somebody, and to whom where that is not the rules' choice.

    `promised_from` is where the promise counts from, None for now. `ended_because` is the
    code of why the one before no longer has it.
    """

    action: Action | None = None
    ended_because: str = ""
    to: str | None = None
    promised_from: datetime | None = None
    open_to_team_of: str | None = None


async def assign(case: Case, lead: LeadState, handover: Handover = Handover()) -> bool:
    """Find who gets the lead, and tell them. False: nobody is there.

    That is an owner; or a team, where the rules name a queue or a plan opens it to all.
    """
    request = _request(case, lead, handover)
    found = f"Find an owner ({request.band})"
    routed = await workflow.execute_activity_method(
        RoutingActivities.route_lead,
        request,
        **policies.write(
            found if request.to is None else f"Give it to {request.to}", request.band
        ),
    )
    if routed.queue is not None:
        await _wait_in_queue(case, lead, request, routed, handover.action)
    elif routed.owner is not None:
        _give(case, lead, request, routed)
    return routed.queue is not None or routed.owner is not None


def _request(case: Case, lead: LeadState, handover: Handover) -> RouteRequest:
    action = handover.action
    return RouteRequest(
        lead_id=lead.lead_id,
        decision_id=_decided(lead),
        assignment_id=workflow.uuid4(),
        band=_promised_band(lead.band),
        points=lead.points or 0,
        received_at=handover.promised_from or workflow.now(),
        revision=case.lead.revision + 1,
        barred=lead.barred,
        ended_because=handover.ended_because,
        to=handover.to,
        by=action.by if action else None,
        action_id=action.action_id if action else None,
        breaches=lead.breaches,
        open_to_team_of=handover.open_to_team_of,
    )


def _give(case: Case, lead: LeadState, request: RouteRequest, routed: Routed) -> None:
    """Its standing is written down already, with the pick."""
    new = replace(
        lead.without_owner().without_review(),
        revision=request.revision,
        status=Status.ASSIGNED,
        band=request.band,
        owner=routed.owner,
        assignment_id=request.assignment_id,
        territory=routed.row or lead.territory,
        respond_by=routed.respond_by,
        max_reassignments=routed.max_reassignments,
        breaches=lead.breaches + routed.late,
    )
    case.take_on(new.with_clock(routed.clock))
    tell_owner(case, "assigned")
    if routed.late:
        _own_up(case)


async def _wait_in_queue(
    case: Case,
    lead: LeadState,
    request: RouteRequest,
    routed: Routed,
    action: Action | None,
) -> None:
    """Ask a whole team: the first who accepts has it."""
    new = replace(
        lead.without_owner().without_review(),
        status=Status.QUEUED,
        band=request.band,
        queue=routed.queue,
        open_to=routed.open_to,
        territory=routed.row or lead.territory,
        respond_by=routed.respond_by,
        max_reassignments=routed.max_reassignments,
    )
    await case.write(
        new,
        Cause.QUEUED,
        action=action,
        start=Start(ClockKind.ACCEPT, promised_from=request.received_at),
    )
    tell_queue(case, f"{request.assignment_id}/queued")


def tell_queue(case: Case, key: str) -> None:
    """Now, unless the plan does so when they work again."""
    if not _told_later(case):
        case.outbound.notify_queue(case.notice_to_queue(key))


def tell_owner(case: Case, occasion: str) -> None:
    """Now, unless the plan does so when they work again."""
    if not _told_later(case):
        case.outbound.notify_owner(case.notice_to_owner(occasion))


def _told_later(case: Case) -> bool:
    return any(step.action is StepAction.TELL_OWNER for step in case.clock.steps)


def _own_up(case: Case) -> None:
    """Nobody let it slip: we were away. The manager and the prospect hear it at once."""
    lead = case.lead
    case.outbound.tell_manager(case.notice(f"{lead.assignment_id}/manager-late"))
    key = f"{lead.lead_id}/bridge-{ClockKind.ACCEPT}"
    case.outbound.send_bridge(case.notice(key))


def _decided(lead: LeadState) -> UUID:
    if lead.decision_id is None:
        raise ApplicationError("routed before it was decided", non_retryable=True)
    return lead.decision_id


def _promised_band(band: Band | None) -> Band:
    """Promises exist for high and medium; whoever gets another lead by hand answers as medium."""
    return band if band in {Band.HIGH, Band.MEDIUM} else Band.MEDIUM
