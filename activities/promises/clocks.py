"""Which instants a promise means, in the working time of whoever made it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from adapters.playbook.published import PublishedVersion
from domain.playbook import Playbook
from domain.promises.plans import Deadline, Promise, clock_of
from domain.promises.release import released_at
from domain.promises.resuming import resumed
from domain.promises.sla import Clock, ClockKind, Paused, Step, StepAction
from domain.qualifying.bands import Band
from domain.working_time.business_time import next_opening
from domain.working_time.working_hours import Calendar

_OURS = frozenset({ClockKind.REVIEW, ClockKind.NURTURE})


@dataclass(frozen=True, slots=True)
class ToStart:
    """A clock to start: of which kind, when, for whom, and for the how-manieth time."""

    kind: ClockKind
    at: datetime
    band: Band | None
    owner: str | None
    round_number: int = 1
    points: int | None = None  # of a lead that its owner is told of when they work


def started(version: PublishedVersion, to_start: ToStart) -> Clock:
    """The plan, frozen."""
    kind, playbook = to_start.kind, version.playbook
    keepers = calendar_of_clock(playbook, kind, to_start.owner)
    once = kind is ClockKind.NURTURE  # its last step closes the lead
    clock = clock_of(
        kind,
        _deadline(playbook, kind, to_start.band),
        keepers,
        started_at=to_start.at,
        round_number=1 if once else to_start.round_number,
    )
    if to_start.points is not None:
        clock = _released(clock, to_start.points, keepers, playbook.release_over)
    return counted_by(version, clock)


def calendar_of_clock(
    playbook: Playbook, kind: ClockKind, owner: str | None
) -> Calendar:
    """Of a review and a nurture, the business itself keeps the time."""
    return playbook.calendar_for(None if kind in _OURS else owner)


def _released(clock: Clock, points: int, keepers: Calendar, over: timedelta) -> Clock:
    """Told at their opening, and long before the plan's first step."""
    at = clock.started_at
    told = released_at(at, points, keepers, over)
    if told == at:
        return clock
    opens = next_opening(at, keepers).opens
    for step in clock.steps[:1]:
        told = min(told, opens + (step.at - opens) / 2)
    return replace(clock, steps=(Step(told, StepAction.TELL_OWNER), *clock.steps))


def running_on(
    version: PublishedVersion, paused: Paused, at: datetime, owner: str | None
) -> Clock:
    """The clock that stood still, with the time left, in the owner's working time."""
    clock = resumed(paused, at, version.playbook.calendar_for(owner))
    return counted_by(version, clock)


def counted_by(version: PublishedVersion, clock: Clock) -> Clock:
    """With the business's offset, for the sentences of workflows, which know no zones."""
    offset = clock.due_at.astimezone(ZoneInfo(version.playbook.zone)).utcoffset()
    return replace(clock, utc_offset=offset or timedelta(), version=version.version)


def _deadline(playbook: Playbook, kind: ClockKind, band: Band | None) -> Deadline:
    match kind:
        case ClockKind.ACCEPT:
            return promise_of(playbook, band).accept
        case ClockKind.CONTACT:
            return promise_of(playbook, band).contact
        case ClockKind.NEXT_TOUCH:
            return playbook.next_touch_promise
        case ClockKind.REVIEW:
            return playbook.review_promise
        case ClockKind.NURTURE:
            return playbook.nurture.deadline
        case ClockKind.SNOOZE:
            message = "A person lets a lead wait, until an instant of their own."
            raise ValueError(message)
        case _:
            assert_never(kind)


def promise_of(playbook: Playbook, band: Band | None) -> Promise:
    """A lead without a promise of its own, given to somebody by hand, is a medium one."""
    default = playbook.promises[Band.MEDIUM]
    return default if band is None else playbook.promises.get(band, default)
