"""Which step of a promise is due next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ClockKind(StrEnum):
    ACCEPT = "accept"  # the owner must say "mine"
    CONTACT = "contact"  # the owner must have spoken to the prospect
    NEXT_TOUCH = "next_touch"  # the owner must come back to a lead already spoken to
    REVIEW = "review"  # a person must decide an unclear lead
    NURTURE = "nurture"  # nobody's time: dated messages, then the end
    SNOOZE = "snooze"  # the owner lets it wait; then the clock before runs on


class StepAction(StrEnum):
    TELL_OWNER = "tell_owner"  # at their opening, of what came while they were away
    REMIND_OWNER = "remind_owner"
    REASSIGN = "reassign"
    OPEN_TO_TEAM = "open_to_team"  # the first of the owner's team who accepts has it
    TELL_MANAGER = "tell_manager"
    TELL_HIGHER_MANAGER = "tell_higher_manager"  # whom the manager answers to
    SEND_BRIDGE = "send_bridge"
    SEND_FOLLOW_UP = "send_follow_up"
    REMIND_REVIEWERS = "remind_reviewers"
    CLOSE = "close"
    RESUME = "resume"


class NoticeChannel(StrEnum):
    """How a step reaches the people of the business."""

    MAIL = "mail"
    SLACK = "slack"

    @property
    def in_words(self) -> str:
        """What follows the step's name; nothing for what is usual."""
        return "" if self is NoticeChannel.MAIL else f" in {self.value.capitalize()}"


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a plan and the instant (aware, UTC) at which it runs."""

    at: datetime
    action: StepAction
    template: str = ""  # which follow-up to send, where the action is one
    channel: NoticeChannel = NoticeChannel.MAIL


@dataclass(frozen=True, slots=True)
class Clock:
    """A promise while it runs: what was promised, by when, and the frozen plan.

    Steps are in the order in which they run. `round_number` counts how often the same promise was
    started again because its whole plan ran out. `utc_offset` is the business's at `due_at`:
    workflows, which know no zones, write the clock in words with it.
    """

    kind: ClockKind
    started_at: datetime
    due_at: datetime
    steps: tuple[Step, ...]
    round_number: int = 1
    utc_offset: timedelta = timedelta()
    version: int = 0  # of the playbook whose hours it counts; 0: nobody kept it


@dataclass(frozen=True, slots=True)
class Paused:
    """A clock that stands still since `at`; so many of its steps had run."""

    clock: Clock
    steps_done: int
    at: datetime
    broken: bool = False  # its promise was


def snoozed(until: datetime, *, now: datetime, utc_offset: timedelta) -> Clock:
    """The clock that runs meanwhile: its one step lets the other one run on."""
    step = Step(until, StepAction.RESUME)
    return Clock(ClockKind.SNOOZE, now, until, (step,), utc_offset=utc_offset)


@dataclass(frozen=True, slots=True)
class Wait:
    until: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """Every step whose instant has come, in plan order."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Exhausted:
    """The promise is over, every step ran, and nobody acted."""


def next_step(
    clock: Clock, *, steps_done: int, now: datetime
) -> Wait | Due | Exhausted:
    """What the plan asks for after `steps_done` of its steps have run."""
    left = clock.steps[steps_done:]
    due = tuple(step for step in left if step.at <= now)
    if due:
        return Due(due)
    if left:
        return Wait(until=left[0].at)
    return Exhausted() if now >= clock.due_at else Wait(until=clock.due_at)
