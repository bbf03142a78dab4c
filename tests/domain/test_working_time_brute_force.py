"""Working time against a slow reference that looks at the wall clock every minute."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from domain.working_time.business_time import (
    add_working_time,
    is_open,
    next_opening,
    working_time_between,
)
from domain.working_time.windows import Window
from domain.working_time.working_hours import Calendar, Span, SpecialDays, WorkingHours
from tests.domain.holidays import Holidays

# A walk of two weeks takes a twentieth of a second.
some_calendars = settings(max_examples=50, deadline=None)

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
WEEK = timedelta(days=7)

# A zone, and the day (UTC) near which its clocks change: forward, back, by half an hour
# (Lord Howe), at midnight (Havana), to the evening before (Godthab), by a whole day
# (Apia). Kathmandu and UTC never change.
CHANGES = [
    ("Europe/Madrid", date(2026, 3, 28)),
    ("Europe/Madrid", date(2026, 10, 24)),
    ("America/New_York", date(2026, 3, 7)),
    ("America/New_York", date(2026, 10, 31)),
    ("Australia/Lord_Howe", date(2026, 4, 4)),
    ("Australia/Lord_Howe", date(2026, 10, 3)),
    ("America/Havana", date(2026, 3, 7)),
    ("America/Havana", date(2026, 10, 31)),
    ("America/Godthab", date(2026, 3, 28)),
    ("America/Godthab", date(2026, 10, 24)),
    ("America/St_Johns", date(2010, 11, 6)),  # back at a minute past midnight
    ("Africa/Casablanca", date(2026, 2, 14)),
    ("Pacific/Apia", date(2011, 12, 29)),
    ("Asia/Kathmandu", date(2026, 12, 30)),
    ("UTC", date(2028, 2, 28)),
]


# ------------------------------------------------------------------------ the reference


@dataclass(frozen=True)
class Wall:
    """One minute of a place: which day it is there, and whether somebody works."""

    at: datetime
    day: date
    works: bool


def minutes_from(start: datetime, calendar: Calendar) -> Iterator[Wall]:
    at, zone = start, ZoneInfo(calendar.zone)
    while True:
        local = at.astimezone(zone)
        yield Wall(at, local.date(), stands_in_a_window(local, calendar))
        at += MINUTE


def stands_in_a_window(local: datetime, calendar: Calendar) -> bool:
    clock = local.hour * 60 + local.minute
    windows = windows_by_the_book(local.date(), calendar)
    return any(minute_of(a) <= clock < (minute_of(b) or 1440) for a, b in windows)


def windows_by_the_book(day: date, calendar: Calendar) -> tuple[Window, ...]:
    """An extra or half day, else nothing on closed days and holidays, else the week."""
    days = calendar.days
    for special, windows in days.open_on.items():
        if special == day:
            return windows
    holiday = days.holidays is not None and days.holidays.name_on(day) is not None
    if holiday or any(closed == day for closed in days.closed_on):
        return ()
    return calendar.hours.windows.get(day.weekday(), ())


def minute_of(at: time) -> int:
    return at.hour * 60 + at.minute


def walk_time(start: datetime, span: timedelta, calendar: Calendar) -> datetime:
    for minute in minutes_from(start, calendar):
        if not span:
            return minute.at
        span -= MINUTE * minute.works
    raise AssertionError


def walk_days(start: datetime, days: Fraction, calendar: Calendar) -> datetime:
    """Every open minute is its share of its day."""
    for minute in minutes_from(start, calendar):
        if not minute.works:
            continue
        windows = windows_by_the_book(minute.day, calendar)
        length = sum((minute_of(b) or 1440) - minute_of(a) for a, b in windows)
        if days * length <= 1:
            return minute.at + timedelta(microseconds=round(days * length * 60_000_000))
        days -= Fraction(1, length)
    raise AssertionError


def walk_between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    total = timedelta(0)
    for minute in minutes_from(start, calendar):
        if minute.at >= end:
            return total
        total += MINUTE * minute.works
    raise AssertionError


def walk_to_opening(start: datetime, calendar: Calendar) -> tuple[datetime, datetime]:
    """The first open minute, and the first closed one after it or a week later."""
    walk = minutes_from(start, calendar)
    opens = next(minute.at for minute in walk if minute.works)
    closed = (m.at for m in walk if not m.works or m.at - opens >= WEEK)
    return opens, next(closed)


# ------------------------------------------------------------------------ the calendars


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, ...]:
    """One to three of a day, to the minute, sometimes until midnight; two hours or more."""
    marks = sorted(draw(st.sets(st.integers(0, 24 * 60), min_size=2, max_size=6)))
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    assume(sum(closes - opens for opens, closes in pairs) >= 120)
    return tuple((time_of(a), time_of(b)) for a, b in pairs)


def time_of(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    """A calendar, and an instant in the days before its special ones."""
    zone, near = draw(st.sampled_from(CHANGES))
    days = st.integers(0, 5).map(lambda ahead: near + ahead * DAY)
    week = st.dictionaries(st.integers(0, 6), windows(), min_size=3)
    special = SpecialDays(
        closed_on=draw(st.frozensets(days, max_size=2)),
        open_on=draw(st.dictionaries(days, windows(), max_size=2)),
        holidays=Holidays(draw(st.dictionaries(days, st.just("Feast"), max_size=2))),
    )
    calendar = Calendar(WorkingHours(draw(week)), zone, special)
    minute = draw(st.integers(0, 2 * 24 * 60))
    return calendar, datetime(near.year, near.month, near.day, tzinfo=UTC) + (
        minute * MINUTE
    )


SPANS = st.integers(0, 6 * 60).map(lambda count: count * MINUTE)
AWHILE = st.integers(0, 4 * 24 * 60).map(lambda count: count * MINUTE)
ODD = st.timedeltas(timedelta(0), timedelta(days=3))  # to the microsecond
PERCENT = st.integers(1, 300)


def sundays(
    zone: str, opens: time, closes: time, near: datetime
) -> tuple[Calendar, datetime]:
    return Calendar(WorkingHours({6: ((opens, closes),)}), zone), near


# --------------------------------------------------------------------------- they agree


@some_calendars
@given(calendars(), SPANS)
@example(
    sundays("Europe/Madrid", time(1), time(2, 30), datetime(2026, 10, 24, tzinfo=UTC)),
    120 * MINUTE,
)
@example(
    sundays(
        "Europe/Madrid", time(2, 15), time(3, 30), datetime(2026, 3, 28, tzinfo=UTC)
    ),
    120 * MINUTE,
)
@example(
    sundays(
        "America/Havana", time(0, 15), time(3, 30), datetime(2026, 3, 7, tzinfo=UTC)
    ),
    150 * MINUTE,
)
def test_adding_time_agrees_with_the_wall_clock(place, span) -> None:
    calendar, start = place
    assume(span)

    assert add_working_time(start, span, calendar) == walk_time(start, span, calendar)


@some_calendars
@given(calendars(), PERCENT)
def test_adding_days_agrees_with_the_wall_clock(place, percent) -> None:
    calendar, start = place

    due = add_working_time(start, Span(days=1) * (percent / 100), calendar)

    reference = walk_days(start, Fraction(percent, 100), calendar)
    assert abs(due - reference) <= MICROSECOND  # one rounds, one sums


@some_calendars
@given(calendars(), AWHILE)
def test_what_lies_between_agrees_with_the_wall_clock(place, awhile) -> None:
    calendar, start = place
    end = start + awhile

    found = working_time_between(start, end, calendar)

    assert found == walk_between(start, end, calendar)


@some_calendars
@given(calendars())
def test_the_next_opening_agrees_with_the_wall_clock(place) -> None:
    calendar, start = place

    found = next_opening(start, calendar)

    assert (found.opens, found.closes) == walk_to_opening(start, calendar)
    assert is_open(start, calendar) is (found.opens == start)
    assert is_open(found.opens, calendar)


# ------------------------------------------------------------------------------ the laws


@some_calendars
@given(calendars(), ODD, ODD)
def test_what_is_added_lies_between(place, later, span) -> None:
    calendar, start = place[0], place[1] + later

    due = add_working_time(start, span, calendar)

    assert working_time_between(start, due, calendar) == span


@some_calendars
@given(calendars(), ODD, ODD, ODD)
def test_adding_both_is_adding_one_and_then_the_other(place, later, a, b) -> None:
    calendar, start = place[0], place[1] + later
    assume(b)  # nothing at all from closing time is the next opening

    at_once = add_working_time(start, a + b, calendar)

    assert (
        add_working_time(add_working_time(start, a, calendar), b, calendar) == at_once
    )


@some_calendars
@given(calendars(), PERCENT, PERCENT)
def test_days_add_up_too(place, a, b) -> None:
    calendar, start = place

    at_once = add_working_time(start, Span(days=(a + b) / 100), calendar)

    first = add_working_time(start, Span(days=a / 100), calendar)
    then = add_working_time(first, Span(days=b / 100), calendar)
    # `first` is rounded to a microsecond, which may be twelve of a longer day.
    early, late = sorted([then, at_once])
    assert working_time_between(early, late, calendar) <= 20 * MICROSECOND


@some_calendars
@given(calendars(), ODD, ODD, ODD, ODD)
def test_who_starts_later_or_takes_longer_is_never_done_sooner(
    place, later, more, span, longer
) -> None:
    calendar, start = place[0], place[1] + later

    due = add_working_time(start, span, calendar)

    assert add_working_time(start + more, span, calendar) >= due
    assert longer == timedelta(0) or (
        add_working_time(start, span + longer, calendar) > due
    )


@some_calendars
@given(calendars(), ODD, ODD, ODD)
def test_a_stretch_has_the_working_time_of_its_parts(place, later, a, b) -> None:
    calendar, start = place[0], place[1] + later
    middle, end = start + a, start + a + b

    parts = (
        working_time_between(start, middle, calendar),
        working_time_between(middle, end, calendar),
    )

    assert working_time_between(start, end, calendar) == sum(parts, timedelta(0))
