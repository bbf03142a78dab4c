"""What happens when nobody acted in time."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from temporalio import workflow

from domain.lifecycle import Outcome, Status
from domain.promises.sla import (
    Clock,
    ClockKind,
    Due,
    Exhausted,
    Step,
    StepAction,
    Wait,
    next_step,
)
from workflows.assigning import Handover, assign
from workflows.case import Case, Start
from workflows.messages import Action
from workflows.ports import Cause, Notice
from workflows.qualifying import NOBODY_ANSWERED, open_review


async def run_due_steps(case: Case) -> None:
    """Run every step that is due, in plan order, unless somebody acted meanwhile."""
    async with case.lock:
        clock, move = case.lead.clock, _now_due(case)
        if clock is None or not isinstance(move, Due):
            return
        await _count_breach(case, clock)
        first = case.lead.steps_done
        case.lead = replace(case.lead, steps_done=first + len(move.steps))
        for number, step in enumerate(move.steps, start=first):
            await RUN[step.action](case, Occasion(clock, step, number))


async def start_again(case: Case) -> None:
    """The whole plan ran and nobody acted: the same promise starts anew, visibly."""
    async with case.lock:
        clock, move = case.lead.clock, _now_due(case)
        if clock is None or not isinstance(move, Exhausted):
            return
        await _count_breach(case, clock)
        await case.write(
            case.lead,
            Cause.CLOCK_STARTED_AGAIN,
            start=Start(clock.kind, clock.round_number + 1),
        )


def _now_due(case: Case) -> Wait | Due | Exhausted | None:
    """Look again under the lock: the clock may be another one, or none, by now."""
    lead = case.lead
    if lead.clock is None:
        return None
    return next_step(lead.clock, steps_done=lead.steps_done, now=workflow.now())


async def _count_breach(case: Case, clock: Clock) -> None:
    lead = case.lead
    promised = clock.kind not in {ClockKind.NURTURE, ClockKind.SNOOZE}
    if lead.broken or not promised or workflow.now() < clock.due_at:
        return
    new = replace(lead, broken=True, breaches=lead.breaches + 1)
    await case.write(new, Cause.BREACHED)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A step of a clock; `name` tells it from every other of the same lead."""

    clock: Clock
    step: Step
    number: int

    @property
    def name(self) -> str:
        return f"{self.clock.kind}-{self.clock.round_number}-{self.number}"

    def told(self, notice: Notice) -> Notice:
        """On the channel that the plan names."""
        return replace(notice, channel=self.step.channel)


async def _tell_owner(case: Case, occasion: Occasion) -> None:
    if not _tell_queue(case, occasion):
        case.outbound.notify_owner(_notice_to_owner(case, occasion))


async def _remind_owner(case: Case, occasion: Occasion) -> None:
    if not _tell_queue(case, occasion):
        notice = _notice_to_owner(case, occasion)
        case.outbound.remind_owner(occasion.told(notice))


def _notice_to_owner(case: Case, occasion: Occasion) -> Notice:
    """A later clock of the same owner speaks as well: the revision tells them apart."""
    return case.notice_to_owner(f"{case.lead.revision}/{occasion.name}")


def _tell_queue(case: Case, occasion: Occasion) -> bool:
    """A lead that waits for a team has many owners, or none."""
    lead = case.lead
    if lead.status is Status.QUEUED:
        key = f"{lead.lead_id}/{lead.revision}/queue-{occasion.name}"
        case.outbound.notify_queue(occasion.told(case.notice_to_queue(key)))
    return lead.status is Status.QUEUED


async def _tell_manager(case: Case, occasion: Occasion) -> None:
    lead = case.lead
    key = f"{lead.lead_id}/{lead.revision}/manager-{occasion.name}"
    case.outbound.tell_manager(occasion.told(case.notice(key)))


async def _tell_higher_manager(case: Case, occasion: Occasion) -> None:
    lead = case.lead
    key = f"{lead.lead_id}/{lead.revision}/higher-manager-{occasion.name}"
    case.outbound.tell_higher_manager(occasion.told(case.notice(key)))


async def _send_bridge(case: Case, occasion: Occasion) -> None:
    # One apology for each kind of promise: a second one would only annoy.
    key = f"{case.lead.lead_id}/bridge-{occasion.clock.kind}"
    case.outbound.send_bridge(case.notice(key))


async def _send_follow_up(case: Case, occasion: Occasion) -> None:
    template = occasion.step.template
    key = f"{case.lead.lead_id}/{template}"
    case.outbound.follow_up(case.notice(key, template=template))


async def _remind_reviewers(case: Case, occasion: Occasion) -> None:
    notice = case.notice(f"{case.lead.review_id}/{occasion.name}")
    case.outbound.notify_reviewers(occasion.told(notice))


async def _reassign(case: Case, _: Occasion) -> None:
    """Somebody who has not let it slip gets it, or a manager decides."""
    lead = case.lead.barring_owner("slipped")
    if lead.owner is not None and lead.reassignments < lead.max_reassignments:
        lead = replace(lead, reassignments=lead.reassignments + 1)
        if await assign(case, lead, Handover(ended_because="slipped")):
            return
    await open_review(case, lead, NOBODY_ANSWERED)


async def _open_to_team(case: Case, _: Occasion) -> None:
    """Whoever let it slip is out of it; of the others the first who accepts has it."""
    lead = case.lead.barring_owner("slipped")
    handover = Handover(ended_because="slipped", open_to_team_of=lead.owner)
    if lead.owner is None or not await assign(case, lead, handover):
        await open_review(case, lead, NOBODY_ANSWERED)


async def _close(case: Case, _: Occasion) -> None:
    lead = replace(case.lead, status=Status.CLOSED, outcome=Outcome.DISQUALIFIED)
    await case.write(lead.with_clock(None), Cause.CLOSED_BY_PLAN)


async def resume(case: Case, action: Action | None = None) -> None:
    """The clock that stood still runs on, with the working time that was left."""
    paused = case.lead.paused
    if paused is not None:
        start = Start(paused.clock.kind, paused.clock.round_number, resume=paused)
        await case.write(case.lead, Cause.RESUMED, action=action, start=start)


async def _wake(case: Case, _: Occasion) -> None:
    await resume(case)


RUN: Mapping[StepAction, Callable[[Case, Occasion], Awaitable[None]]] = {
    StepAction.TELL_OWNER: _tell_owner,
    StepAction.REMIND_OWNER: _remind_owner,
    StepAction.REASSIGN: _reassign,
    StepAction.OPEN_TO_TEAM: _open_to_team,
    StepAction.TELL_MANAGER: _tell_manager,
    StepAction.TELL_HIGHER_MANAGER: _tell_higher_manager,
    StepAction.SEND_BRIDGE: _send_bridge,
    StepAction.SEND_FOLLOW_UP: _send_follow_up,
    StepAction.REMIND_REVIEWERS: _remind_reviewers,
    StepAction.CLOSE: _close,
    StepAction.RESUME: _wake,
}
