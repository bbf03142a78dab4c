"""Say what is promised, by when, and what happens if it slips, as frozen plans."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.business_time import add_working_time
from domain.sla import Clock, ClockKind, Step, StepAction
from domain.working_hours import Calendar, Span


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """An action at a share of the promise (0.5 is half-way) or after a span of its own."""

    after: float | Span
    action: StepAction
    template: str = ""


def _steps(*pairs: tuple[float, StepAction]) -> tuple[PlannedStep, ...]:
    return tuple(PlannedStep(after, action) for after, action in pairs)


ACCEPT_STEPS = _steps(
    (0.5, StepAction.REMIND_OWNER),
    (1.0, StepAction.REASSIGN),
    (1.0, StepAction.TELL_MANAGER),
    (1.0, StepAction.SEND_BRIDGE),
)
CONTACT_STEPS = _steps(
    (0.5, StepAction.REMIND_OWNER),
    (1.0, StepAction.TELL_MANAGER),
    (1.0, StepAction.SEND_BRIDGE),
)
NEXT_TOUCH_STEPS = _steps(
    (0.8, StepAction.REMIND_OWNER), (1.0, StepAction.TELL_MANAGER)
)
REVIEW_STEPS = _steps(
    (0.5, StepAction.REMIND_REVIEWERS), (1.0, StepAction.TELL_MANAGER)
)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a band promises, in working time: accepted within, then contacted within."""

    accept_within: Span
    contact_within: Span
    accept_steps: tuple[PlannedStep, ...] = ACCEPT_STEPS
    contact_steps: tuple[PlannedStep, ...] = CONTACT_STEPS
    max_reassignments: int = 2


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing to be done within a span of working time."""

    within: Span
    steps: tuple[PlannedStep, ...]


REVIEW_DEADLINE = Deadline(Span(timedelta(hours=4)), REVIEW_STEPS)
NEXT_TOUCH_DEADLINE = Deadline(Span(days=3), NEXT_TOUCH_STEPS)


@dataclass(frozen=True, slots=True)
class Nurture:
    """Dated messages that take no rep's time, then the end."""

    close_after: Span = field(default_factory=lambda: Span(days=30))
    steps: tuple[PlannedStep, ...] = ()


def accept_clock(
    promise: Promise,
    *,
    received_at: datetime,
    calendar: Calendar,
    round_number: int = 1,
) -> Clock:
    """The clock of the promise that an owner says "mine"."""
    deadline = Deadline(promise.accept_within, promise.accept_steps)
    return _clock(ClockKind.ACCEPT, deadline, received_at, calendar, round_number)


def contact_clock(
    promise: Promise,
    *,
    accepted_at: datetime,
    calendar: Calendar,
    round_number: int = 1,
) -> Clock:
    """The clock of the promise that the owner speaks to the prospect."""
    deadline = Deadline(promise.contact_within, promise.contact_steps)
    return _clock(ClockKind.CONTACT, deadline, accepted_at, calendar, round_number)


def next_touch_clock(
    deadline: Deadline,
    *,
    contacted_at: datetime,
    calendar: Calendar,
    round_number: int = 1,
) -> Clock:
    """The clock of coming back to a prospect who was spoken to."""
    return _clock(ClockKind.NEXT_TOUCH, deadline, contacted_at, calendar, round_number)


def review_clock(
    deadline: Deadline,
    *,
    started_at: datetime,
    calendar: Calendar,
    round_number: int = 1,
) -> Clock:
    """The clock of a person deciding an unclear lead."""
    return _clock(ClockKind.REVIEW, deadline, started_at, calendar, round_number)


def nurture_clock(
    nurture: Nurture, *, started_at: datetime, calendar: Calendar
) -> Clock:
    """The dated messages, and the closing as the last step."""
    steps = (*nurture.steps, PlannedStep(1.0, StepAction.CLOSE))
    deadline = Deadline(nurture.close_after, steps)
    return _clock(ClockKind.NURTURE, deadline, started_at, calendar, round_number=1)


def respond_by(
    promise: Promise, *, received_at: datetime, calendar: Calendar
) -> datetime:
    """The honest instant to name to the prospect: accepted, then contacted, in time."""
    accepted = add_working_time(received_at, promise.accept_within, calendar)
    return add_working_time(accepted, promise.contact_within, calendar)


def _clock(
    kind: ClockKind,
    deadline: Deadline,
    started_at: datetime,
    calendar: Calendar,
    round_number: int,
) -> Clock:
    steps = [
        Step(
            at=add_working_time(started_at, _span(planned, deadline.within), calendar),
            action=planned.action,
            template=planned.template,
        )
        for planned in deadline.steps
    ]
    due_at = add_working_time(started_at, deadline.within, calendar)
    in_order = tuple(sorted(steps, key=lambda step: step.at))
    return Clock(kind, started_at, due_at, in_order, round_number)


def _span(planned: PlannedStep, within: Span) -> Span:
    return planned.after if isinstance(planned.after, Span) else within * planned.after
