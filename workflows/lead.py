"""One lead from the raised hand to the end: nobody who raised a hand is forgotten."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from temporalio import workflow
from temporalio.exceptions import FailureError

from domain.lifecycle import CLOSED, ActionKind, Asked, Status, refusal
from domain.promises.sla import Due, Exhausted, Wait, next_step
from workflows import policies
from workflows.answers import Answer
from workflows.case import Case, refused
from workflows.human_inputs import APPLY
from workflows.lead_inputs import LeadInputs
from workflows.messages import Action, LeadStart, LeadView, SubmissionRef
from workflows.names import LEAD_WORKFLOW
from workflows.promises import run_due_steps, start_again
from workflows.qualifying import decide
from workflows.replanning import replan
from workflows.state import Carried, Inbox, LeadState
from workflows.visibility import details, summary_of_wait, waits_for

# A decision must be there before a lead can be given to somebody by the rules.
NEEDS_DECISION = frozenset({ActionKind.REASSIGN, ActionKind.RELEASE})


@workflow.defn(name=LEAD_WORKFLOW)
class LeadWorkflow(LeadInputs):
    @workflow.init
    def __init__(self, start: LeadStart) -> None:
        lead = LeadState(start.lead_id, start.received_at)
        if start.reopened:
            lead = LeadState(
                start.lead_id, start.received_at, Status.CLOSED, start.revision
            )
        self._case = (
            Case(start.carried.lead, start.carried.inbox)
            if start.carried
            else Case(lead, Inbox())
        )

    @workflow.run
    async def run(self, start: LeadStart) -> str:
        workflow.set_current_details(details(self._case.lead))
        if start.reopened and start.carried is None:
            await self._wait_for_reopening()
        while not self._case.closed:
            if self._should_continue_as_new():
                carried = Carried(self._case.lead, self._case.inbox)
                workflow.continue_as_new(replace(start, carried=carried))
            try:
                await self._make_next_move()
            except FailureError as error:
                await self._stall(error)
        await self._finish()
        return self._case.lead.outcome or "closed"

    async def _make_next_move(self) -> None:
        if self._case.inbox.wants_decision:
            await decide(self._case)
            return
        if self._case.inbox.replan:
            await replan(self._case)
            return
        clock = self._case.lead.clock
        if clock is None:
            await self._wait(until=None)
            return
        done = self._case.lead.steps_done
        move = next_step(clock, steps_done=done, now=workflow.now())
        match move:
            case Wait(until):
                await self._wait(until)
            case Due():
                await run_due_steps(self._case)
            case Exhausted():
                await start_again(self._case)
            case _:
                assert_never(move)

    async def _stall(self, error: FailureError) -> None:
        """Never end a lead because of a fault: show it as stuck, wait, try the same again."""
        workflow.logger.error("stuck: %s", error.cause or error)
        self._case.display.show(self._case.lead, stuck=True)
        await workflow.sleep(policies.STUCK_FOR, summary="Stuck; tries again")
        self._case.display.show(self._case.lead)

    async def _wait(self, until: datetime | None) -> None:
        """Sleep until an instant, an input, or the moment to continue as new."""
        seen = self._case.lead.revision
        with suppress(TimeoutError):
            await workflow.wait_condition(
                lambda: (
                    self._case.lead.revision != seen
                    or self._case.inbox.wants_decision
                    or self._case.inbox.replan
                    or self._should_continue_as_new()
                ),
                timeout=None if until is None else until - workflow.now(),
                timeout_summary=summary_of_wait(self._case.lead),
            )

    async def _wait_for_reopening(self) -> None:
        with suppress(TimeoutError):
            await workflow.wait_condition(
                lambda: not self._case.closed, timeout=policies.REOPEN_WITHIN
            )

    def _should_continue_as_new(self) -> bool:
        """A long history, and nothing on its way that a new run would not know of."""
        long = workflow.info().get_current_history_length() >= policies.LONG_HISTORY
        network = self._case.network
        return (
            (long or workflow.info().is_continue_as_new_suggested())
            and self._case.outbound.idle
            and (network is None or network.done())
            and workflow.all_handlers_finished()
        )

    async def _finish(self) -> None:
        """Leave nothing running behind a closed lead."""
        self._case.outbound.silence()
        if self._case.network is not None:
            self._case.network.cancel()
        await workflow.wait_condition(
            lambda: workflow.all_handlers_finished() and self._case.outbound.idle
        )

    # What LeadInputs asks of us.

    async def decide_on(self, submission: SubmissionRef) -> Answer:
        inbox = self._case.inbox
        inbox.ask(submission.submission_id)
        await workflow.wait_condition(
            lambda: submission.submission_id in inbox.counted or self._case.closed
        )
        if submission.submission_id not in inbox.counted or inbox.answer is None:
            raise refused(CLOSED)
        return inbox.answer

    def ask(self, submission: SubmissionRef) -> None:
        self._case.inbox.ask(submission.submission_id)

    def look_again(self) -> None:
        self._case.inbox.replan = True

    def check(self, kind: ActionKind, action: Action) -> None:
        if action.action_id in self._case.inbox.applied:
            return
        asked = Asked(action.by, action.to, action.outcome, action.until)
        no = refusal(self._case.lead.standing, kind, asked)
        if no is not None:
            raise refused(no)

    async def perform(self, kind: ActionKind, action: Action) -> LeadView:
        # Whoever need not wait must not: inputs take the lock in the order in which they came.
        if kind in NEEDS_DECISION and self._case.lead.decision_id is None:
            await workflow.wait_condition(
                lambda: self._case.lead.decision_id is not None or self._case.closed
            )
        async with self._case.lock:
            # The state may have moved while we waited for our turn.
            self.check(kind, action)
            if action.action_id not in self._case.inbox.applied:
                await APPLY[kind](self._case, action)
                self._case.inbox.remember_action(action.action_id)
        return self.state()

    async def perform_or_log(self, kind: ActionKind, action: Action) -> None:
        try:
            await self.perform(kind, action)
        except FailureError as error:
            workflow.logger.warning("signal %s refused: %s", kind, error.message)

    @workflow.query(description="Where the lead stands and what it waits for")
    def state(self) -> LeadView:
        lead = self._case.lead
        return LeadView(
            lead_id=lead.lead_id,
            status=lead.status,
            revision=lead.revision,
            band=lead.band,
            points=lead.points,
            owner=lead.owner,
            clock=lead.clock,
            steps_done=lead.steps_done,
            breaches=lead.breaches,
            review_code=lead.review_code,
            accepted_at=lead.accepted_at,
            outcome=lead.outcome,
            waits_for=waits_for(lead),
            paused=lead.paused,
            held=lead.held,
        )
