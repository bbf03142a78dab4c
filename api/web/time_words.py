"""Say instants and stretches of time to one reader."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.working_time.business_time import working_time_between
from domain.working_time.clock_words import closed_in_words, left_in_words
from domain.working_time.local_time import in_words
from domain.working_time.working_hours import Calendar

_DAY = timedelta(days=1)
_SOON = timedelta(hours=1)  # of working time: what cannot wait until after lunch


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, for one reader. `tone` is late, soon or calm.

    `closed` names the working days until then on which nobody works, or is "".
    """

    at: datetime
    left: str
    tone: str
    closed: str = ""


def full(at: datetime, zone: str) -> str:
    """The whole instant, for a title: "Friday 20 November 2026, 14:05 CET"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M %Z}"


def when(at: datetime, now: datetime, zone: str) -> str:
    """One of "09:20 tomorrow", "17:05 yesterday", "14:00 on Mon"."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    if today.date() - local.date() == _DAY:
        return f"{local:%H:%M} yesterday"
    return in_words(at, now, zone)


def due(at: datetime, now: datetime, calendar: Calendar) -> Due:
    """What is left of the working time until `at`, as this reader's calendar counts it."""
    words = left_in_words(at, now, calendar)
    if at <= now:
        return Due(at, words, "late")
    left = working_time_between(now, at, calendar)
    tone = "soon" if left <= _SOON else "calm"
    return Due(at, words, tone, closed_in_words(now, at, calendar))
