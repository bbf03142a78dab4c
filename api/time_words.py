"""Say instants and stretches of time to one reader."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.business_time import openings
from domain.local_time import in_words
from domain.working_hours import Calendar

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_SOON = timedelta(hours=1)  # of working time: what cannot wait until after lunch


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, for one reader. `tone` is late, soon or calm."""

    at: datetime
    left: str
    tone: str


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
    if at <= now:
        return Due(at, f"{stretch(now - at)} late", "late")
    left = working_time_between(now, at, calendar)
    if left >= at - now - _MINUTE:
        words = f"in {stretch(left)}"
    elif left < _MINUTE:
        words = "due before you open again"
    else:
        words = f"{_working_stretch(left, calendar)} left"
    return Due(at, words, "soon" if left <= _SOON else "calm")


def working_time_between(
    start: datetime, end: datetime, calendar: Calendar
) -> timedelta:
    """How long the business is open between two instants."""
    total = timedelta(0)
    for opening in openings(start, calendar):
        if opening.opens >= end:
            return total
        total += min(opening.closes, end) - opening.opens
    return total


def _working_stretch(left: timedelta, calendar: Calendar) -> str:
    """Of open hours: a working day is the longest one of the week, not 24 hours."""
    hours = calendar.hours
    week = (date(2024, 1, day) for day in range(1, 8))
    day = max(hours.length_of(weekday) for weekday in week)
    if left < 2 * day:
        return f"{stretch(left)} of working time"
    return f"{round(left / day)} working days"


def stretch(span: timedelta) -> str:
    """As exact as a person cares: "25 min", "1 h 20 min", "3 days"."""
    if span < _MINUTE:
        return "less than a minute"
    if span < _HOUR:
        return f"{span // _MINUTE} min"
    if span < _DAY:
        hours, minutes = span // _HOUR, span % _HOUR // _MINUTE
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = span // _DAY, span % _DAY // _HOUR
    words = f"{days} day" if days == 1 else f"{days} days"
    return f"{words} {hours} h" if hours and days < 3 else words
