"""What happens when nobody acted in time."""

from dataclasses import replace
from typing import assert_never

from temporalio import workflow

from domain.lifecycle import Outcome, Status
from domain.sla import Clock, ClockKind, Due, Exhausted, Step, StepAction, next_step
from workflows.case import Case
from workflows.ports import Cause
from workflows.qualifying import NOBODY_ANSWERED, open_review


async def run_due_steps(case: Case) -> None:
    """Run every step that is due, in plan order, unless somebody acted meanwhile."""
    async with case.lock:
        clock = case.lead.clock
        if clock is None:
            return
        move = next_step(clock, steps_done=case.lead.steps_done, now=workflow.now())
        if not isinstance(move, Due):
            return
        await _count_breach(case, clock)
        done = case.lead.steps_done + len(move.steps)
        case.lead = replace(case.lead, steps_done=done)
        for number, step in enumerate(move.steps, start=done - len(move.steps)):
            await _run(case, clock, step, number)


async def start_again(case: Case) -> None:
    """The whole plan ran and nobody acted: the same promise starts anew, visibly."""
    async with case.lock:
        clock = case.lead.clock
        if clock is None:
            return
        move = next_step(clock, steps_done=case.lead.steps_done, now=workflow.now())
        if not isinstance(move, Exhausted):
            return
        await _count_breach(case, clock)
        await case.write(
            case.lead,
            Cause.CLOCK_STARTED_AGAIN,
            start=clock.kind,
            round_number=clock.round_number + 1,
        )


async def _count_breach(case: Case, clock: Clock) -> None:
    lead = case.lead
    if lead.broken or clock.kind is ClockKind.NURTURE or workflow.now() < clock.due_at:
        return
    new = replace(lead, broken=True, breaches=lead.breaches + 1)
    await case.write(new, Cause.BREACHED)


async def _run(case: Case, clock: Clock, step: Step, number: int) -> None:
    occasion = f"{clock.kind}-{clock.round_number}-{number}"
    match step.action:
        case StepAction.REASSIGN:
            await _reassign(case)
        case StepAction.CLOSE:
            await _close(case)
        case _:
            _send(case, clock, step, occasion)


def _send(case: Case, clock: Clock, step: Step, occasion: str) -> None:
    lead, out = case.lead, case.outbound
    match step.action:
        case StepAction.REMIND_OWNER:
            out.remind_owner(case.notice_to_owner(occasion))
        case StepAction.TELL_MANAGER:
            out.tell_manager(
                case.notice(f"{lead.lead_id}/{lead.revision}/manager-{occasion}")
            )
        case StepAction.SEND_BRIDGE:
            # One apology for each kind of promise: a second one would only annoy.
            out.send_bridge(case.notice(f"{lead.lead_id}/bridge-{clock.kind}"))
        case StepAction.SEND_FOLLOW_UP:
            key = f"{lead.lead_id}/{step.template}"
            out.follow_up(case.notice(key, template=step.template))
        case StepAction.REMIND_REVIEWERS:
            out.notify_reviewers(case.notice(f"{lead.review_id}/{occasion}"))
        case StepAction.REASSIGN | StepAction.CLOSE:
            raise AssertionError(step.action)
        case _:
            assert_never(step.action)


async def _reassign(case: Case) -> None:
    """Somebody who has not let it slip gets it, or a manager decides."""
    lead = case.lead
    if lead.owner is None:
        return
    lead = replace(lead, barred={**lead.barred, lead.owner: "slipped"})
    if lead.reassignments < lead.max_reassignments:
        lead = replace(lead, reassignments=lead.reassignments + 1)
        if await case.assign(lead, ended_because="slipped"):
            return
    await open_review(case, lead, NOBODY_ANSWERED)


async def _close(case: Case) -> None:
    lead = replace(case.lead, status=Status.CLOSED, outcome=Outcome.DISQUALIFIED)
    await case.write(lead.with_clock(None), Cause.CLOSED_BY_PLAN)
