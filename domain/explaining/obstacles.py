"""Say what stood in the way of keeping a promise, or moved it, while it ran."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

Say = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class OnLeave:
    """`days` as domain.working_time.leave names them; `back_at` where it was cut short."""

    who: str
    days: str
    back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoNewLeads:
    """`who` was paused, from then until `over_at` (None: to this day), perhaps by another."""

    who: str
    since: datetime
    over_at: datetime | None = None
    because: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class StoodStill:
    """`who` let the lead wait; the clock went on at `until`."""

    who: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class HoursChanged:
    """Other hours moved the promise; it was due at `before`, where that is known."""

    at: datetime
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class TooMuch:
    """How many open leads `who` had when it broke, and how many they may have."""

    who: str
    held: int
    at_most: int


@dataclass(frozen=True, slots=True)
class NotInSlack:
    """A notice went by mail that was meant for Slack."""

    because: str


Obstacle = OnLeave | NoNewLeads | StoodStill | HoursChanged | TooMuch | NotInSlack


def in_the_way(obstacle: Obstacle, say: Say) -> str:
    """One sentence; `say` puts an instant as the reader reads it."""
    match obstacle:
        case OnLeave(who, days, back_at):
            back = "" if back_at is None else f", and came back at {say(back_at)}"
            return f"{who} was on leave {days}{back}."
        case NoNewLeads():
            return _paused(obstacle, say)
        case StoodStill(who, since, until):
            return (
                f"{who} let it wait from {say(since)} until {say(until)}; the clock stood "
                "still meanwhile."
            )
        case HoursChanged(at, before):
            was = "" if before is None else f"; it was due at {say(before)} before"
            return f"The hours changed at {say(at)}, and moved the promise{was}."
        case TooMuch(who, held, at_most):
            return f"{who} had {held} open leads then, of at most {at_most}."
        case NotInSlack(because):
            return f"A notice went by mail instead of in Slack: {because}."
        case _:
            assert_never(obstacle)


def _paused(pause: NoNewLeads, say: Say) -> str:
    by = f" by {pause.by}" if pause.by else ""
    how_long = f"since {say(pause.since)}"
    if pause.over_at is not None:
        how_long = f"from {say(pause.since)} to {say(pause.over_at)}"
    because = f": {pause.because}" if pause.because else ""
    return f"{pause.who} was paused{by} {how_long}{because}."
