"""One lead while its workflow runs: its standing, and the two ways to change it."""

import asyncio
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from domain.bands import Band
from domain.lifecycle import Refusal, Status
from domain.sla import ClockKind
from workflows import policies
from workflows.messages import Action
from workflows.outbound import Outbound
from workflows.ports import (
    Cause,
    Change,
    Notice,
    RecordActivities,
    RouteRequest,
    RoutingActivities,
)
from workflows.state import Inbox, LeadState
from workflows.visibility import Display

REFUSED = "Refused"
MACHINE = "handraise"  # who acts when no person does


def refused(refusal: Refusal) -> ApplicationError:
    """Carry a refusal to the caller, who knows names and zones."""
    at = refusal.at.isoformat() if refusal.at else ""
    return ApplicationError(
        refusal.sentence(),
        refusal.code,
        refusal.template,
        refusal.who or "",
        at,
        type=REFUSED,
        non_retryable=True,
    )


class Case:
    """Whoever changes the standing holds `lock`, so that changes are one after the other."""

    def __init__(self, lead: LeadState, inbox: Inbox) -> None:
        self.lead = lead
        self.inbox = inbox
        self.outbound = Outbound()
        self.display = Display(lead)
        self.lock = asyncio.Lock()
        self.network: asyncio.Task[None] | None = None

    @property
    def closed(self) -> bool:
        return self.lead.status is Status.CLOSED

    async def write(
        self,
        new: LeadState,
        cause: Cause,
        *,
        action: Action | None = None,
        start: ClockKind | None = None,
        round_number: int = 1,
    ) -> None:
        """Write a new standing down, start the clock asked for, then take it on."""
        new = replace(new, revision=self.lead.revision + 1)
        recorded = await workflow.execute_activity_method(
            RecordActivities.record_change,
            replace(
                _change(new, cause),
                by=action.by if action else MACHINE,
                action_id=action.action_id if action else None,
                start_clock=start,
                round_number=round_number,
            ),
            **policies.write(f"Write down: {cause.replace('_', ' ')}"),
        )
        if recorded.refused:
            sentence = "This person has a newer open lead."
            raise refused(Refusal(recorded.refused, sentence))
        self._take_on(new.with_clock(recorded.clock) if start else new)

    async def assign(
        self,
        lead: LeadState,
        *,
        action: Action | None = None,
        ended_because: str = "",
        to: str | None = None,
        promised_from: datetime | None = None,
    ) -> bool:
        """Find an owner, or give the lead to `to`, and tell them. False: nobody is there."""
        request = RouteRequest(
            lead_id=lead.lead_id,
            decision_id=_decided(lead),
            assignment_id=workflow.uuid4(),
            band=_promised_band(lead.band),
            points=lead.points or 0,
            received_at=promised_from or workflow.now(),
            revision=self.lead.revision + 1,
            barred=lead.barred,
            ended_because=ended_because,
            to=to,
            by=action.by if action else None,
            action_id=action.action_id if action else None,
            breaches=lead.breaches,
        )
        routed = await workflow.execute_activity_method(
            RoutingActivities.route_lead,
            request,
            **policies.write(
                f"Find an owner ({request.band})" if to is None else f"Give it to {to}"
            ),
        )
        if routed.owner is None:
            return False
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
        self._take_on(new.with_clock(routed.clock))
        self.outbound.notify_owner(self.notice_to_owner("assigned"))
        if routed.late:
            self._own_up()
        return True

    def _own_up(self) -> None:
        """Nobody let it slip: we were away. The manager and the prospect hear it at once."""
        lead = self.lead
        self.outbound.tell_manager(self.notice(f"{lead.assignment_id}/manager-late"))
        key = f"{lead.lead_id}/bridge-{ClockKind.ACCEPT}"
        self.outbound.send_bridge(self.notice(key))

    def notice_to_owner(self, occasion: str) -> Notice:
        lead = self.lead
        return Notice(
            lead.lead_id,
            key=f"{lead.assignment_id}/{occasion}",
            to=lead.owner,
            assignment_id=lead.assignment_id,
        )

    def notice(self, key: str, *, template: str = "") -> Notice:
        """Address whom the playbook names: the manager, the reviewers, the prospect."""
        return Notice(
            self.lead.lead_id,
            key=key,
            review_id=self.lead.review_id,
            template=template,
        )

    def _take_on(self, new: LeadState) -> None:
        self.lead = new
        self.display.show(new)


def _decided(lead: LeadState) -> UUID:
    if lead.decision_id is None:
        raise ApplicationError("routed before it was decided", non_retryable=True)
    return lead.decision_id


def _promised_band(band: Band | None) -> Band:
    """Promises exist for high and medium; whoever gets another lead by hand answers as medium."""
    return band if band in {Band.HIGH, Band.MEDIUM} else Band.MEDIUM


def _change(lead: LeadState, cause: Cause) -> Change:
    return Change(
        lead_id=lead.lead_id,
        revision=lead.revision,
        cause=cause,
        at=workflow.now(),
        status=lead.status,
        band=lead.band,
        points=lead.points,
        owner=lead.owner,
        breaches=lead.breaches,
        assignment_id=lead.assignment_id,
        decision_id=lead.decision_id,
        review_id=lead.review_id,
        review_code=lead.review_code,
        keep_clock=lead.clock,
        outcome=lead.outcome,
    )
