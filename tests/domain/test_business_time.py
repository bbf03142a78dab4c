from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.business_time import add_working_time, is_open, next_opening
from domain.working_hours import Calendar, Span, SpecialDays, WorkingHours
from tests.domain.cast import MADRID, OFFICE, OFFICE_CALENDAR

MINUTE = timedelta(minutes=1)
SPLIT = Calendar(
    WorkingHours(
        {d: ((time(9), time(14)), (time(16), time(19))) for d in range(4)}
        | {4: ((time(9), time(15)),)}
    ),
    MADRID,
)
ROUND_THE_CLOCK = WorkingHours({d: ((time(0), time(0)),) for d in range(7)})


def madrid(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(MADRID))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        # 2026-11-23 is a Monday.
        (madrid(23, 10), minutes(30), madrid(23, 10, 30)),
        (madrid(23, 17, 30), minutes(30), madrid(23, 18)),  # closing time is in time
        (madrid(23, 17, 30), minutes(31), madrid(24, 9, 1)),
        (madrid(23, 7), minutes(20), madrid(23, 9, 20)),
        (madrid(27, 17, 50), minutes(15), madrid(30, 9, 5)),  # over the weekend
        (madrid(28, 12), minutes(0), madrid(30, 9)),
        (madrid(23, 10), minutes(0), madrid(23, 10)),
        (madrid(23, 10), timedelta(hours=27), madrid(26, 10)),
    ],
)
def test_time_counts_only_while_the_office_is_open(start, span, due) -> None:
    assert add_working_time(start, span, OFFICE_CALENDAR) == due


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (madrid(23, 10), 1, madrid(24, 10)),
        (madrid(23, 9), 1, madrid(23, 19)),  # exactly one day's opening
        (madrid(23, 19, 30), 1, madrid(24, 19)),
        (madrid(26, 11), 1, madrid(27, 10, 30)),  # two of eight hours, then of six
        (madrid(27, 12), 1, madrid(30, 13)),  # half of Friday, then half of Monday
        (madrid(23, 9), 0.5, madrid(23, 13)),
        (madrid(23, 9), 10, madrid(4, 15, month=12)),
    ],
)
def test_a_working_day_is_as_long_as_that_days_opening(start, days, due) -> None:
    found = add_working_time(start, Span(days=days), SPLIT)

    assert abs(found - due) < timedelta(milliseconds=1)


def test_days_are_added_before_hours() -> None:
    span = Span(timedelta(hours=2), 1)

    assert add_working_time(madrid(23, 10), span, OFFICE_CALENDAR) == madrid(24, 12)
    assert add_working_time(madrid(23, 10), span * 0.5, OFFICE_CALENDAR) == madrid(
        23, 15, 30
    )


def test_nobody_works_on_a_closed_day() -> None:
    calendar = Calendar(OFFICE, MADRID, SpecialDays(frozenset({date(2026, 11, 24)})))

    assert not is_open(madrid(24, 10), calendar)
    assert next_opening(madrid(23, 18), calendar).opens == madrid(25, 9)


def test_opens_with_the_first_minute_and_closes_before_the_last() -> None:
    assert is_open(madrid(23, 9), OFFICE_CALENDAR)
    assert not is_open(madrid(23, 8, 59), OFFICE_CALENDAR)
    assert not is_open(madrid(23, 18), OFFICE_CALENDAR)
    assert is_open(madrid(23, 15), OFFICE_CALENDAR)
    assert not is_open(madrid(23, 15), SPLIT)


def test_the_night_without_an_hour_has_one_hour_less() -> None:
    nights = Calendar(ROUND_THE_CLOCK, MADRID)
    # 29 March 2026: 02:00 is followed by 03:00.
    midnight = madrid(29, 0, month=3)

    assert add_working_time(midnight, minutes(180), nights) == madrid(29, 4, month=3)


def test_the_night_with_an_hour_twice_has_one_hour_more() -> None:
    nights = Calendar(ROUND_THE_CLOCK, MADRID)
    midnight = madrid(25, 0, month=10)

    assert add_working_time(midnight, minutes(240), nights) == madrid(25, 3, month=10)


def test_a_promise_over_the_change_of_clocks_ends_at_the_right_hour() -> None:
    friday = madrid(23, 17, 30, month=10)

    due = add_working_time(friday, timedelta(hours=1), OFFICE_CALENDAR)

    assert due == madrid(26, 9, 30, month=10)
    assert due.astimezone(UTC).hour == 8  # Friday it was UTC+2, Monday UTC+1


@pytest.mark.parametrize(
    "windows",
    [
        {},
        {0: ()},
        {0: ((time(9), time(9)),)},
        {0: ((time(18), time(9)),)},
        {0: ((time(9), time(12)), (time(11), time(14)))},
        {0: ((time(9), time(0)), (time(11), time(14)))},
    ],
)
def test_hours_that_make_no_sense_are_refused(windows) -> None:
    with pytest.raises(ValueError, match="window"):
        WorkingHours(windows)


def brute_force_due(start: datetime, span: timedelta, calendar: Calendar) -> datetime:
    """Walk minute by minute, looking at the clock on the wall."""
    at, left = start, span
    while left:
        if is_open_on_the_wall(at, calendar):
            left -= MINUTE
        at += MINUTE
    return at


def is_open_on_the_wall(at: datetime, calendar: Calendar) -> bool:
    local = at.astimezone(ZoneInfo(calendar.zone))
    if local.date() in calendar.days.closed_on:
        return False
    clock = local.time()
    windows = calendar.hours.windows.get(local.weekday(), ())
    return any(a <= clock and (clock < b or b == time(0)) for a, b in windows)


@st.composite
def working_hours(draw: st.DrawFn) -> WorkingHours:
    quarter = st.integers(0, 95)
    days: dict[int, tuple[tuple[time, time], ...]] = {}
    for day in draw(st.sets(st.integers(0, 6), min_size=1)):
        marks = sorted(draw(st.sets(quarter, min_size=2, max_size=6)))
        pairs = zip(marks[::2], marks[1::2], strict=False)
        days[day] = tuple((quarter_of(a), quarter_of(b)) for a, b in pairs)
    return WorkingHours(days)


def quarter_of(count: int) -> time:
    return time(count // 4, count % 4 * 15)


# Both changes of the clock in several zones, one with a change of half an hour at 02:00
# (Lord Howe), one at midnight (Havana), and one without any (Kolkata).
ZONES = [MADRID, "America/New_York", "Australia/Lord_Howe", "America/Havana"]
ZONES += ["Asia/Kolkata", "UTC"]
CHANGES = [datetime(2026, m, d, tzinfo=UTC) for m, d in [(3, 7), (3, 28), (4, 4)]]
CHANGES += [datetime(2026, m, d, tzinfo=UTC) for m, d in [(10, 3), (10, 24), (10, 31)]]


@given(
    hours=working_hours(),
    zone=st.sampled_from(ZONES),
    near=st.sampled_from(CHANGES),
    start=st.integers(0, 2 * 24 * 60),
    span=st.integers(1, 6 * 60),
    closed=st.sets(st.integers(0, 3), max_size=2),
)
@example(
    hours=WorkingHours({6: ((time(1), time(2, 30)),)}),
    zone=MADRID,
    near=CHANGES[4],
    start=0,
    span=120,
    closed=set(),
)
@example(
    hours=WorkingHours({6: ((time(2, 15), time(3, 30)),)}),
    zone=MADRID,
    near=CHANGES[1],
    start=0,
    span=120,
    closed=set(),
)
@example(
    hours=WorkingHours({6: ((time(0, 15), time(3, 30)),)}),
    zone="America/Havana",
    near=CHANGES[0],
    start=0,
    span=150,
    closed=set(),
)
def test_agrees_with_walking_minute_by_minute(
    *, hours, zone, near, start, span, closed
) -> None:
    days_off = frozenset((near + timedelta(days=day)).date() for day in closed)
    calendar = Calendar(hours, zone, SpecialDays(days_off))
    started = near + start * MINUTE

    due = add_working_time(started, span * MINUTE, calendar)

    assert due == brute_force_due(started, span * MINUTE, calendar)


@given(
    hours=working_hours(),
    zone=st.sampled_from(ZONES),
    near=st.sampled_from(CHANGES),
    minute=st.integers(0, 3 * 24 * 60),
)
def test_next_opening_is_the_first_open_minute(hours, zone, near, minute) -> None:
    calendar = Calendar(hours, zone)
    at = near + minute * MINUTE

    opening = next_opening(at, calendar).opens

    assert is_open(opening, calendar)
    assert is_open(at, calendar) is (opening == at)
    assert is_open(at, calendar) is is_open_on_the_wall(at, calendar)
    assert opening == at or not is_open(opening - MINUTE, calendar)


@given(
    hours=working_hours(),
    zone=st.sampled_from(ZONES),
    near=st.sampled_from(CHANGES),
    first=st.integers(0, 10_000),
    second=st.integers(0, 10_000),
)
def test_spans_add_up(hours, zone, near, first, second) -> None:
    calendar = Calendar(hours, zone)

    at_once = add_working_time(near, minutes(first + second), calendar)
    stop = add_working_time(near, minutes(first), calendar)

    if second:
        assert add_working_time(stop, minutes(second), calendar) == at_once
