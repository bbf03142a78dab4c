"""One lead while its workflow runs: its standing, and the two ways to change it."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from domain.lifecycle import Refusal, Status
from domain.promises.sla import Clock, ClockKind, Paused
from workflows import policies
from workflows.messages import Action
from workflows.outbound import Outbound
from workflows.ports import (
    Cause,
    Change,
    Notice,
    RecordActivities,
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


@dataclass(frozen=True, slots=True)
class Start:
    """A clock to start with a change; `promised_from` where it counts from before now."""

    kind: ClockKind
    round_number: int = 1
    promised_from: datetime | None = None
    resume: Paused | None = None  # with the time left of this one


class Case:
    """Whoever changes the standing holds `lock`, so that changes are one after the other."""

    def __init__(self, lead: LeadState, inbox: Inbox) -> None:
        self.lead = lead
        self.inbox = inbox
        self.outbound = Outbound(lambda: self.lead.band)
        self.display = Display(lead)
        self.lock = asyncio.Lock()
        self.network: asyncio.Task[None] | None = None

    @property
    def closed(self) -> bool:
        return self.lead.status is Status.CLOSED

    @property
    def clock(self) -> Clock:
        """The one that runs, as it does for whoever owns a lead that is not taken over."""
        if self.lead.clock is None:
            raise ApplicationError("no clock runs", non_retryable=True)
        return self.lead.clock

    async def write(
        self,
        new: LeadState,
        cause: Cause,
        *,
        action: Action | None = None,
        start: Start | None = None,
    ) -> None:
        """Write a new standing down, start the clock asked for, then take it on."""
        new = replace(new, revision=self.lead.revision + 1)
        recorded = await workflow.execute_activity_method(
            RecordActivities.record_change,
            replace(
                _change(new, cause),
                by=action.by if action else MACHINE,
                action_id=action.action_id if action else None,
                start_clock=start.kind if start else None,
                round_number=start.round_number if start else 1,
                promised_from=start.promised_from if start else None,
                resume=start.resume if start else None,
            ),
            **policies.write(f"Write down: {cause.replace('_', ' ')}", new.band),
        )
        if recorded.refused:
            sentence = "This person has a newer open lead."
            raise refused(Refusal(recorded.refused, sentence))
        if start is not None:
            broken = start.resume is not None and start.resume.broken
            breaches = new.breaches + recorded.late
            new = new.with_clock(recorded.clock)
            new = replace(new, broken=broken, breaches=breaches)
        self.take_on(new)

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

    def notice_to_queue(self, key: str) -> Notice:
        """Ask those who may accept the lead."""
        return replace(self.notice(key), open_to=self.lead.open_to)

    def take_on(self, new: LeadState) -> None:
        self.lead = new
        self.display.show(new)


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
        queue=lead.queue,
    )
