"""Say when a business is open, and when it has been open for so long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.working_hours import Calendar, Span, since, until

MIDNIGHT = time(0)
_DAY = timedelta(days=1)
_ALMOST = 1e-9  # of a day; what floating point may lose
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Opening:
    """One stretch of being open, in UTC, and the local day that it belongs to."""

    opens: datetime
    closes: datetime
    day: date


def is_open(at: datetime, calendar: Calendar) -> bool:
    """Whether the wall clock in the calendar's zone stands inside a window."""
    local = at.astimezone(_zone(calendar.zone))
    since_midnight = timedelta(
        hours=local.hour,
        minutes=local.minute,
        seconds=local.second,
        microseconds=local.microsecond,
    )
    return any(
        since(window) <= since_midnight < until(window)
        for window in calendar.windows_on(local.date())
    )


def next_opening(at: datetime, calendar: Calendar) -> datetime:
    """The first instant (UTC) at or after `at` when the business is open."""
    return next(openings(at, calendar)).opens


def add_working_time(
    start: datetime, span: Span | timedelta, calendar: Calendar
) -> datetime:
    """The instant (UTC) at which the business has been open for `span` since `start`.

    Half an hour from 17:30 ends at 18:00 when that is closing time, not the next
    morning. Nothing at all from a closed hour is the next opening.
    """
    if isinstance(span, timedelta):
        span = Span(span)
    at = _add_days(start, span.days, calendar) if span.days > 0 else start
    return _add_time(at, span.time, calendar) if span.time or not span.days else at


def openings(start: datetime, calendar: Calendar) -> Iterator[Opening]:
    """Every stretch of being open from `start` on, without end, in order.

    Works on stretches of constant UTC offset, so that skipped hours do not count, and
    repeated ones count twice, exactly as the clock on the wall shows them.
    """
    zone = _zone(calendar.zone)
    at = start.astimezone(UTC)
    while True:
        until = _same_offset_until(at, zone)
        yield from _openings_between(at, until, calendar)
        at = until


def _openings_between(
    start: datetime, end: datetime, calendar: Calendar
) -> Iterator[Opening]:
    offset = start.astimezone(_zone(calendar.zone)).utcoffset() or _NOTHING
    day = (start + offset).date()
    while (midnight := datetime.combine(day, MIDNIGHT, UTC) - offset) < end:
        for window in calendar.windows_on(day):
            opens = max(start, midnight + since(window))
            closes = min(end, midnight + until(window))
            if opens < closes:
                yield Opening(opens, closes, day)
        day += _DAY


def _same_offset_until(at: datetime, zone: ZoneInfo) -> datetime:
    """At most a day later; earlier where the clocks change in between."""
    offset, low, high = _offset(at, zone), at, at + _DAY
    if _offset(high, zone) == offset:
        return high
    while high - low > timedelta(microseconds=1):
        middle = low + (high - low) // 2
        if _offset(middle, zone) == offset:
            low = middle
        else:
            high = middle
    return high


def _add_time(start: datetime, span: timedelta, calendar: Calendar) -> datetime:
    ahead = openings(start, calendar)
    opening = next(ahead)
    while span > opening.closes - opening.opens:
        span -= opening.closes - opening.opens
        opening = next(ahead)
    return opening.opens + span


def _add_days(start: datetime, days: float, calendar: Calendar) -> datetime:
    ahead = openings(start, calendar)
    opening = next(ahead)
    while days > _share_of_day(opening, calendar) + _ALMOST:
        days -= _share_of_day(opening, calendar)
        opening = next(ahead)
    whole_day = calendar.hours.length_of(opening.day)
    return min(opening.opens + whole_day * days, opening.closes)


def _share_of_day(opening: Opening, calendar: Calendar) -> float:
    return (opening.closes - opening.opens) / calendar.hours.length_of(opening.day)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
