"""Say when a business is open, and when it has been open for so long."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.working_time.windows import MIDNIGHT
from domain.working_time.working_hours import Calendar, Span

LONGEST = timedelta(days=3653)  # ten years: the latest that anything comes due

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MICROSECOND = timedelta(microseconds=1)
_NOTHING = timedelta(0)
# No zone has changed its clocks twice within a week since 2000 (Boa Vista did in one).
_LOOK_AHEAD = timedelta(days=5)
_FINEST_SHARE = 10_000  # plans are written in percent; floats lose the rest


class Opening(NamedTuple):
    """One stretch of being open, in UTC, and the local day that it belongs to."""

    opens: datetime
    closes: datetime
    day: date


def is_open(at: datetime, calendar: Calendar) -> bool:
    """Whether the wall clock in the calendar's zone stands inside a window."""
    local = at.astimezone(_zone(calendar.zone))
    clock = local.time()
    return any(
        opens <= clock and (clock < closes or closes == MIDNIGHT)
        for opens, closes in calendar.windows_on(local.date())
    )


def next_opening(at: datetime, calendar: Calendar) -> Opening:
    """From when (`at` or later) the business is open, and until when.

    Windows that touch, over midnight too, are one opening. Who never closes is said to
    be open for a week.
    """
    ahead = openings(at, calendar)
    opens, closes, day = next(ahead)
    for further in ahead:
        if further.opens > closes or closes - opens >= _WEEK:
            break
        closes = further.closes
    return Opening(opens, min(closes, opens + _WEEK), day)


def add_working_time(
    start: datetime, span: Span | timedelta, calendar: Calendar
) -> datetime:
    """The instant (UTC) at which the business has been open for `span` since `start`.

    Half an hour from 17:30 ends at 18:00 when that is closing time, not the next
    morning. Nothing at all from a closed hour is the next opening. What takes longer
    than ten years comes due after ten.
    """
    if isinstance(span, timedelta):
        span = Span(span)
    at = _add_days(start, span.days, calendar) if span.days > 0 else start
    return _add_time(at, span.time, calendar) if span.time or not span.days else at


def working_time_between(
    start: datetime, end: datetime, calendar: Calendar
) -> timedelta:
    """How long the business is open between two instants; nothing if `end` is first."""
    between = openings(start, calendar, end)
    return sum((opening.closes - opening.opens for opening in between), _NOTHING)


def openings(
    start: datetime, calendar: Calendar, end: datetime | None = None
) -> Iterator[Opening]:
    """Every stretch of being open from `start` until `end`, or without end, in order.

    Works on stretches of constant UTC offset, so that skipped hours do not count, and
    repeated ones count twice, exactly as the clock on the wall shows them.
    """
    zone = _zone(calendar.zone)
    at = start.astimezone(UTC)
    while end is None or at < end:
        offset = _offset(at, zone)
        until = _same_offset_until(at, offset, zone)
        if end is not None:
            until = min(until, end)
        yield from _openings_between(at, until, offset, calendar)
        at = until


def _openings_between(
    start: datetime, end: datetime, offset: timedelta, calendar: Calendar
) -> Iterator[Opening]:
    day = (start + offset).date()
    midnight = datetime.combine(day, time(0), UTC) - offset
    while midnight < end:
        for since, until in calendar.stretches_on(day):
            opens = max(start, midnight + since)
            closes = min(end, midnight + until)
            if opens < closes:
                yield Opening(opens, closes, day)
        day += _DAY
        midnight += _DAY


def _same_offset_until(at: datetime, offset: timedelta, zone: ZoneInfo) -> datetime:
    """Some days later; earlier where the clocks change in between."""
    low, high = at, at + _LOOK_AHEAD
    if _offset(high, zone) == offset:
        return high
    while high - low > _MICROSECOND:
        middle = low + (high - low) // 2
        if _offset(middle, zone) == offset:
            low = middle
        else:
            high = middle
    return high


def _add_time(start: datetime, span: timedelta, calendar: Calendar) -> datetime:
    latest = start.astimezone(UTC) + LONGEST
    for opens, closes, _ in openings(start, calendar, latest):
        length = closes - opens
        if span <= length:
            return opens + span
        span -= length
    return latest


def _add_days(start: datetime, days: float, calendar: Calendar) -> datetime:
    latest = start.astimezone(UTC) + LONGEST
    left = Fraction(days).limit_denominator(_FINEST_SHARE)
    for opens, closes, day in openings(start, calendar, latest):
        length = (closes - opens) // _MICROSECOND
        whole_day = calendar.length_of(day) // _MICROSECOND
        share = 1 if length == whole_day else Fraction(length, whole_day)
        if left <= share:
            return opens + round(left * whole_day) * _MICROSECOND
        left -= share
    return latest


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or _NOTHING


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
