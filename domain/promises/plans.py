"""Say what is promised, by when, and what happens if it slips, as frozen plans."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.promises.sla import Clock, ClockKind, NoticeChannel, Step, StepAction
from domain.rules.conditions import Condition
from domain.working_time.business_time import add_working_time
from domain.working_time.working_hours import Calendar, Span


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """An action at a share of the promise (0.5 is half-way) or after a span of its own.

    With `when` it is of the plans of those leads alone that meet it as the clock starts.
    """

    after: float | Span
    action: StepAction
    template: str = ""
    channel: NoticeChannel = NoticeChannel.MAIL
    when: Condition | None = None


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
class Deadline:
    """One thing to be done within a span of working time, and what happens if not."""

    within: Span
    steps: tuple[PlannedStep, ...]


REVIEW_DEADLINE = Deadline(Span(timedelta(hours=4)), REVIEW_STEPS)
NEXT_TOUCH_DEADLINE = Deadline(Span(days=3), NEXT_TOUCH_STEPS)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a band promises, in working time: accepted within, then contacted within."""

    accept_within: Span
    contact_within: Span
    accept_steps: tuple[PlannedStep, ...] = ACCEPT_STEPS
    contact_steps: tuple[PlannedStep, ...] = CONTACT_STEPS
    max_reassignments: int = 2

    @property
    def accept(self) -> Deadline:
        return Deadline(self.accept_within, self.accept_steps)

    @property
    def contact(self) -> Deadline:
        return Deadline(self.contact_within, self.contact_steps)


@dataclass(frozen=True, slots=True)
class Nurture:
    """Dated messages that take no rep's time, then the end."""

    close_after: Span = field(default_factory=lambda: Span(days=30))
    steps: tuple[PlannedStep, ...] = ()

    @property
    def deadline(self) -> Deadline:
        """The messages, and the closing as the last step."""
        close = PlannedStep(1.0, StepAction.CLOSE)
        return Deadline(self.close_after, (*self.steps, close))


def clock_of(
    kind: ClockKind,
    deadline: Deadline,
    calendar: Calendar,
    *,
    started_at: datetime,
    round_number: int = 1,
) -> Clock:
    """The plan as instants of that working time, in the order in which they come."""

    def after(span: Span) -> datetime:
        return add_working_time(started_at, span, calendar)

    steps = (
        Step(
            after(_span(planned, deadline.within)),
            planned.action,
            planned.template,
            planned.channel,
        )
        for planned in deadline.steps
    )
    in_order = tuple(sorted(steps, key=lambda step: step.at))
    return Clock(kind, started_at, after(deadline.within), in_order, round_number)


def respond_by(
    promise: Promise, *, received_at: datetime, calendar: Calendar
) -> datetime:
    """The honest instant to name to the prospect: accepted, then contacted, in time."""
    accepted = add_working_time(received_at, promise.accept_within, calendar)
    return add_working_time(accepted, promise.contact_within, calendar)


def _span(planned: PlannedStep, within: Span) -> Span:
    return planned.after if isinstance(planned.after, Span) else within * planned.after
