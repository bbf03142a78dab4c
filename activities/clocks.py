"""Which instants a promise means, in the working time of whoever made it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from domain.bands import Band
from domain.playbook import Playbook
from domain.promises import (
    Promise,
    accept_clock,
    contact_clock,
    next_touch_clock,
    nurture_clock,
    review_clock,
)
from domain.resuming import resumed
from domain.sla import Clock, ClockKind, Paused
from domain.working_hours import Calendar


@dataclass(frozen=True, slots=True)
class ToStart:
    """A clock to start: of which kind, when, for whom, and for the how-manieth time."""

    kind: ClockKind
    at: datetime
    band: Band | None
    owner: str | None
    round_number: int = 1


def started(playbook: Playbook, to_start: ToStart) -> Clock:
    """The plan, frozen. It carries the business's offset, for sentences without zones."""
    clock = _clock(playbook, to_start)
    offset = clock.due_at.astimezone(ZoneInfo(playbook.zone)).utcoffset()
    return replace(clock, utc_offset=offset or timedelta())


def running_on(
    playbook: Playbook, paused: Paused, at: datetime, owner: str | None
) -> Clock:
    """The clock that stood still, with the time left, in the owner's working time."""
    clock = resumed(paused, at, _calendar(playbook, owner))
    offset = clock.due_at.astimezone(ZoneInfo(playbook.zone)).utcoffset()
    return replace(clock, utc_offset=offset or timedelta())


def _clock(playbook: Playbook, to_start: ToStart) -> Clock:
    at, calendar = to_start.at, _calendar(playbook, to_start.owner)
    number = to_start.round_number
    match to_start.kind:
        case ClockKind.ACCEPT:
            return accept_clock(
                promise_of(playbook, to_start.band),
                received_at=at,
                calendar=calendar,
                round_number=number,
            )
        case ClockKind.CONTACT:
            return contact_clock(
                promise_of(playbook, to_start.band),
                accepted_at=at,
                calendar=calendar,
                round_number=number,
            )
        case ClockKind.NEXT_TOUCH:
            return next_touch_clock(
                playbook.next_touch_promise,
                contacted_at=at,
                calendar=calendar,
                round_number=number,
            )
        case ClockKind.REVIEW:
            return review_clock(
                playbook.review_promise,
                started_at=at,
                calendar=playbook.calendar,
                round_number=number,
            )
        case ClockKind.NURTURE:
            return nurture_clock(
                playbook.nurture, started_at=at, calendar=playbook.calendar
            )
        case ClockKind.SNOOZE:
            message = "A person lets a lead wait, until an instant of their own."
            raise ValueError(message)
        case _:
            assert_never(to_start.kind)


def promise_of(playbook: Playbook, band: Band | None) -> Promise:
    """A lead without a promise of its own, given to somebody by hand, is a medium one."""
    default = playbook.promises[Band.MEDIUM]
    return default if band is None else playbook.promises.get(band, default)


def _calendar(playbook: Playbook, owner: str | None) -> Calendar:
    """Of the owner; the business's own for somebody who has left the playbook."""
    if owner is None or not playbook.has_person(owner):
        return playbook.calendar
    return playbook.calendar_of(owner)
