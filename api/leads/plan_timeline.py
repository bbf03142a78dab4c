"""Show the plan of a running clock as a timeline: what was done, now, and what comes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from api.desk import Reader
from api.leads.lead_words import STEP
from domain.promises.resuming import resumed
from domain.promises.risk import NOT_PROMISED
from domain.promises.sla import Clock, ClockKind, Paused, Step, StepAction
from domain.words import labelled
from domain.working_time.clock_words import DUE_WHILE_CLOSED, left_in_words
from domain.working_time.working_hours import Calendar

_STARTED = {
    ClockKind.ACCEPT: "The promise to accept it started",
    ClockKind.CONTACT: "Accepted: the promise to speak to them started",
    ClockKind.NEXT_TOUCH: "Spoken to: the promise to come back started",
    ClockKind.REVIEW: "Put in review: the promise to decide started",
    ClockKind.NURTURE: "Its dated messages started",
    ClockKind.SNOOZE: "The clock was stopped, to wait",
}
_BREAKS = {
    ClockKind.ACCEPT: "Accepted by then, or the promise is broken",
    ClockKind.CONTACT: "Spoken to by then, or the promise is broken",
    ClockKind.NEXT_TOUCH: "Spoken to again by then, or the promise is broken",
    ClockKind.REVIEW: "Decided by then, or the promise is broken",
}
_CANCELS = {
    ClockKind.ACCEPT: "Accepting or declining it, a takeover and closing cancel the rest.",
    ClockKind.CONTACT: (
        "Saying that you have spoken to them cancels the rest; so do declining it, a "
        "takeover and closing. Letting it wait stops the clock."
    ),
    ClockKind.NEXT_TOUCH: (
        "Speaking to them again starts it anew; declining it, a takeover and closing "
        "cancel the rest. Letting it wait stops the clock."
    ),
    ClockKind.REVIEW: (
        "A decision cancels the rest; so does evidence that the rules cover, a takeover "
        "and closing."
    ),
    ClockKind.NURTURE: (
        "Evidence that is worth somebody's time cancels the rest; so do a takeover, an "
        "owner and closing."
    ),
    ClockKind.SNOOZE: "Going on with it now ends the wait; so do a takeover and closing.",
}
_FOR_A_TEAM = {
    StepAction.TELL_OWNER: "Tell the team",
    StepAction.REMIND_OWNER: "Remind the team",
}
_AGAIN = "If nobody acts until then, the same promise starts again, visibly."


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line. `state` is done, past (nobody could say), now, next or later.

    `left` is how far ahead it is in working time, `result` what came of it; "" without.
    """

    words: str
    state: str
    at: datetime
    left: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """`known` is False where the workflow did not say how far it has run."""

    lines: tuple[PlanLine, ...]
    cancels: str
    then: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Ran:
    """A clock, how many of its steps have run (None: not known), and what it stopped."""

    clock: Clock
    steps_done: int | None
    paused: Paused | None = None


def plan_of(
    ran: Ran, row: Row[Any], messages: Sequence[Row[Any]], reader: Reader
) -> Plan:
    """In the working time of whoever must act, with the instants of the wall."""
    clock = ran.clock
    calendar = reader.playbook.calendar_for(row.owner)
    again = clock.kind not in NOT_PROMISED
    return Plan(
        lines=tuple(_lines(ran, row, messages, reader.now, calendar)),
        cancels=_CANCELS[clock.kind],
        then=_AGAIN if again else "",
        known=ran.steps_done is not None,
    )


def _lines(
    ran: Ran,
    row: Row[Any],
    messages: Sequence[Row[Any]],
    now: datetime,
    calendar: Calendar,
) -> Iterator[PlanLine]:
    clock = ran.clock
    again = f" (round {clock.round_number})" if clock.round_number > 1 else ""
    yield PlanLine(f"{_STARTED[clock.kind]}{again}", "done", clock.started_at)
    past = _past(ran, now)
    for number, step in enumerate(clock.steps[:past]):
        done = ran.steps_done is not None
        result = _result(clock, number, step, messages) if done else ""
        yield PlanLine(
            _words(step, row), "done" if done else "past", step.at, "", result
        )
    broken = clock.due_at <= now
    if clock.kind in _BREAKS and broken:
        yield PlanLine("The promise was broken", "late", clock.due_at)
    yield PlanLine("Now", "now", now)
    coming = _coming(clock, past, row, broken=broken)
    if ran.paused is not None:  # it stands still, and runs on with what is left
        after = resumed(ran.paused, clock.due_at, calendar)
        coming += _coming(after, 0, row, broken=ran.paused.broken)
    for number, (at, words) in enumerate(coming):
        state = "later" if number else "next"
        left = left_in_words(at, now, calendar)
        # As work begins, no working time is left, and the instant says it all.
        yield PlanLine(words, state, at, "" if left == DUE_WHILE_CLOSED else left)


def _past(ran: Ran, now: datetime) -> int:
    if ran.steps_done is not None:
        return ran.steps_done
    return sum(step.at <= now for step in ran.clock.steps)


def _coming(
    clock: Clock, past: int, row: Row[Any], *, broken: bool
) -> list[tuple[datetime, str]]:
    """What is due at the same instant as the promise follows from its being broken."""
    steps = [(step.at, _coming_words(step, row)) for step in clock.steps[past:]]
    if clock.kind not in _BREAKS or broken:
        return steps
    return sorted([(clock.due_at, _BREAKS[clock.kind]), *steps], key=lambda one: one[0])


def _coming_words(step: Step, row: Row[Any]) -> str:
    words = _words(step, row)
    waits = step.action is StepAction.TELL_OWNER and row.owner is not None
    return f"{words}, who is off until then" if waits else words


def _words(step: Step, row: Row[Any]) -> str:
    words = STEP[step.action] + step.channel.in_words
    if row.queue is not None and row.owner is None:
        words = _FOR_A_TEAM.get(step.action, words)
    return (
        f"{words}: {labelled(step.template.replace('-', ' '))}"
        if step.template
        else words
    )


def _result(clock: Clock, number: int, step: Step, messages: Sequence[Row[Any]]) -> str:
    """To whom it was mailed: a message's key names the step of the plan (workflows.promises)."""
    name = f"{clock.kind}-{clock.round_number}-{number}"
    by_action: Mapping[StepAction, str] = {
        StepAction.SEND_BRIDGE: f"bridge-{clock.kind}",
        StepAction.SEND_FOLLOW_UP: step.template,
    }
    wanted = by_action.get(step.action, name)
    sent = [
        m for m in messages if m.created_at >= clock.started_at and _of(m.key, wanted)
    ]
    if not sent:
        return ""
    names = ", ".join(dict.fromkeys(m.to_name or m.to_address for m in sent))
    waits = any(m.sent_at is None for m in sent)
    return f"mail to {names}" + (", waits to be sent" if waits else "")


def _of(key: str, wanted: str) -> bool:
    return any(part == wanted or part.endswith(f"-{wanted}") for part in key.split("/"))
