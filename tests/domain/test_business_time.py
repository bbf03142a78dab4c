from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.working_time.business_time import add_working_time, is_open, next_opening
from domain.working_time.working_hours import Calendar, Span, SpecialDays, WorkingHours
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
