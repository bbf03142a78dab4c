"""Say how long a clock still runs, in working time and on the clock on the wall."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.words import counted, listed
from domain.working_time.business_time import working_time_between
from domain.working_time.local_time import day_in_words, in_words
from domain.working_time.working_hours import Calendar

_MINUTE = timedelta(minutes=1)
DUE_WHILE_CLOSED = "due while closed"
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_MONDAY = date(2024, 1, 1)
_DAYS_NAMED = 3  # closed ones; who waits longer than that knows why


def clock_in_words(at: datetime, now: datetime, calendar: Calendar) -> str:
    """One line: "in 45 working minutes, 09:30 on Mon; closed on 6 January (Epiphany)"."""
    line = f"{left_in_words(at, now, calendar)}, {in_words(at, now, calendar.zone)}"
    closed = closed_in_words(now, at, calendar)
    return f"{line}; {closed}" if closed else line


def left_in_words(at: datetime, now: datetime, calendar: Calendar) -> str:
    """Until `at`, or since: "in 45 working minutes", "in 25 min", "2 h late".

    Without "working", the place is open all the time until then, so both clocks agree.
    """
    if at <= now:
        return _late(at, now, calendar)
    left = working_time_between(now, at, calendar)
    if left >= at - now - _MINUTE:
        return f"in {stretch(left)}"
    if left < _MINUTE:
        return DUE_WHILE_CLOSED
    return f"in {working_stretch(left, calendar)}"


def closed_in_words(start: datetime, end: datetime, calendar: Calendar) -> str:
    """Such as "closed on 6 January (Epiphany)", or "" when no working day is lost."""
    days = days_off_in_words(start, end, calendar)
    return f"closed on {days}" if days else ""


def days_off_in_words(start: datetime, end: datetime, calendar: Calendar) -> str:
    """The days of the week's work on which nobody works, holidays by name."""
    today = start.astimezone(ZoneInfo(calendar.zone)).date()
    days = [_day_off(day, today, calendar) for day in _days_off(start, end, calendar)]
    more = len(days) - _DAYS_NAMED
    if more > 0:
        days = [*days[:_DAYS_NAMED], counted(more, "more day")]
    return listed(days, "and")


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
    words = counted(days, "day")
    return f"{words} {hours} h" if hours and days < 3 else words


def working_stretch(span: timedelta, calendar: Calendar) -> str:
    """Of open hours: a working day is the longest one of the week, not 24 hours."""
    week = (_MONDAY + day * _DAY for day in range(7))
    day = max(map(calendar.hours.length_of, week))
    if span >= 2 * day:
        return f"{round(span / day)} working days"
    if span < _HOUR:
        return counted(span // _MINUTE, "working minute")
    hours, minutes = span // _HOUR, span % _HOUR // _MINUTE
    if not minutes:
        return counted(hours, "working hour")
    return f"{hours} h {minutes} min of working time"


def _late(at: datetime, now: datetime, calendar: Calendar) -> str:
    late = f"{stretch(now - at)} late"
    worked = working_time_between(at, now, calendar)
    if worked >= now - at - _MINUTE:
        return late
    if worked < _MINUTE:
        return f"{late}, all of it while closed"
    return f"{late}, {working_stretch(worked, calendar)}"


def _days_off(start: datetime, end: datetime, calendar: Calendar) -> Iterator[date]:
    zone = ZoneInfo(calendar.zone)
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        if calendar.hours.on(day) and not calendar.windows_on(day):
            yield day
        day += _DAY


def _day_off(day: date, today: date, calendar: Calendar) -> str:
    name = calendar.holiday_on(day)
    words = day_in_words(day, today)
    return words if name is None else f"{words} ({name})"
