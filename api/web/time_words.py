"""Say instants and stretches of time to one reader."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.working_time.business_time import openings, working_time_between
from domain.working_time.clock_words import closed_in_words, left_in_words
from domain.working_time.local_time import in_words
from domain.working_time.working_hours import Calendar

_DAY = timedelta(days=1)
_COUNTED = 3 * _DAY  # what is due later is told in days
_SOON = timedelta(hours=1)  # of working time: what cannot wait until after lunch


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, for one reader. `tone` is late, soon or calm.

    `closed` names the working days until then on which nobody works, or is "". `open` has what
    static/countdown.js counts by: the openings around now and then, "since/until" in seconds
    since 1970; "" where there are many, and the words stay.
    """

    at: datetime
    left: str
    tone: str
    closed: str = ""
    open: str = ""


def full(at: datetime, zone: str) -> str:
    """The whole instant, for a title: "Friday 20 November 2026, 14:05 CET"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M %Z}"


def when(at: datetime, now: datetime, zone: str, *, to_the_second: bool = False) -> str:
    """One of "09:20 tomorrow", "17:05 yesterday", "14:00 on Mon"."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    words = in_words(at, now, zone)
    if today.date() - local.date() == _DAY:
        words = f"{local:%H:%M} yesterday"
    return (
        words.replace(f"{local:%H:%M}", f"{local:%H:%M:%S}", 1)
        if to_the_second
        else words
    )


def due(at: datetime, now: datetime, calendar: Calendar) -> Due:
    """What is left of the working time until `at`, as this reader's calendar counts it."""
    words = left_in_words(at, now, calendar)
    if at <= now:
        return Due(at, words, "late", open=_openings(at, now, calendar))
    left = working_time_between(now, at, calendar)
    tone = "soon" if left <= _SOON else "calm"
    closed = closed_in_words(now, at, calendar)
    return Due(at, words, tone, closed, _openings(now, at, calendar))


def _openings(start: datetime, end: datetime, calendar: Calendar) -> str:
    """Until a day after `end`: a page may stay open that long."""
    if end - start > _COUNTED:
        return ""
    around = openings(start, calendar, end + _DAY)
    return " ".join(
        f"{o.opens.timestamp():.0f}/{o.closes.timestamp():.0f}" for o in around
    )
