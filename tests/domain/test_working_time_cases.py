"""Working time, case by case, with the arithmetic written out."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.working_time.business_time import (
    add_working_time,
    next_opening,
    working_time_between,
)
from domain.working_time.working_hours import Calendar, Span, SpecialDays, WorkingHours
from tests.domain.cast import MADRID
from tests.domain.holidays import Holidays

LISBON, NEW_YORK, TOKYO = "Europe/Lisbon", "America/New_York", "Asia/Tokyo"
KATHMANDU, LORD_HOWE = "Asia/Kathmandu", "Australia/Lord_Howe"
HAVANA, APIA = "America/Havana", "Pacific/Apia"

HOLIDAYS = Holidays(
    {
        date(2026, 10, 12): "National Day",  # a Monday
        date(2026, 12, 8): "Immaculate Conception",  # a Tuesday
        date(2026, 12, 25): "Christmas Day",  # a Friday
        date(2027, 1, 1): "New Year's Day",  # a Friday
        date(2027, 1, 6): "Epiphany",  # a Wednesday
    }
)


def hours(days: str, *windows: str) -> WorkingHours:
    """Days as digits (Monday is 0), windows as "09:00-18:00"."""
    several = tuple(window(text) for text in windows)
    return WorkingHours({int(day): several for day in days})


def window(text: str) -> tuple[time, time]:
    opens, closes = text.replace("24:00", "00:00").split("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)


NINE_TO_SIX = hours("01234", "09:00-18:00")
SIESTA = WorkingHours(
    {day: (window("09:00-14:00"), window("16:00-19:00")) for day in range(4)}
    | {4: (window("09:00-15:00"),)}
)
ALWAYS = hours("0123456", "00:00-24:00")

OFFICE = Calendar(NINE_TO_SIX, MADRID)
WITH_HOLIDAYS = Calendar(NINE_TO_SIX, MADRID, SpecialDays(holidays=HOLIDAYS))
HALF_DAYS = Calendar(
    NINE_TO_SIX,
    MADRID,
    SpecialDays(
        closed_on=frozenset({date(2026, 11, 24)}),
        open_on={
            date(2026, 11, 28): (window("10:00-14:00"),),  # a Saturday
            date(2026, 12, 8): (window("10:00-12:00"),),
            date(2026, 12, 24): (window("09:00-13:00"),),
        },
        holidays=HOLIDAYS,
    ),
)
NIGHT_SHIFT = WorkingHours({4: (window("20:00-24:00"),), 5: (window("00:00-04:00"),)})


def at(text: str, zone: str = MADRID, *, again: bool = False) -> datetime:
    """A local time; `again` is the second of two of the same name."""
    local = datetime.fromisoformat(text)
    return local.replace(tzinfo=ZoneInfo(zone), fold=int(again)).astimezone(UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def in_(zone: str, week: WorkingHours = NINE_TO_SIX) -> Calendar:
    return Calendar(week, zone)


def hours_of_work(count: float) -> timedelta:
    return timedelta(hours=count)


TIMES = [
    # ------------------------------------------------------------ the ordinary week
    # Friday 17:58-18:00 is 2 minutes, Monday 09:00-09:28 the other 28.
    (at("2026-11-27 17:58"), minutes(30), OFFICE, at("2026-11-30 09:28")),
    # Friday 17:30-18:00 is all 30: closing time is in time.
    (at("2026-11-27 17:30"), minutes(30), OFFICE, at("2026-11-27 18:00")),
    # 30 minutes on Friday, 1 second on Monday.
    (
        at("2026-11-27 17:30"),
        timedelta(seconds=1801),
        OFFICE,
        at("2026-11-30 09:00:01"),
    ),
    # Nothing on Saturday, 15 minutes on Monday.
    (at("2026-11-28 11:00"), minutes(15), OFFICE, at("2026-11-30 09:15")),
    # The second before nine does not count.
    (at("2026-11-23 08:59:59"), minutes(1), OFFICE, at("2026-11-23 09:01")),
    # 8 hours until 18:00, the ninth on Tuesday.
    (at("2026-11-23 10:00"), hours_of_work(9), OFFICE, at("2026-11-24 10:00")),
    # 8 + 9 + 9 + 9 + 9 hours are 44 of 45; the last one on Monday.
    (at("2026-11-23 10:00"), hours_of_work(45), OFFICE, at("2026-11-30 10:00")),
    # Nothing, from a closed hour, is the next opening.
    (at("2026-11-23 18:00"), minutes(0), OFFICE, at("2026-11-24 09:00")),
    # ------------------------------------------------------- a rep in another zone
    # 09:10 in Madrid is 08:10 in Lisbon: 50 minutes closed, then 30.
    (at("2026-11-23 09:10"), minutes(30), in_(LISBON), at("2026-11-23 09:30", LISBON)),
    # 10:00 in Madrid is 04:00 in New York, which opens five hours later.
    (at("2026-11-23 10:00"), minutes(15), in_(NEW_YORK), at("2026-11-23 15:15")),
    # Friday 17:58 in Madrid is Saturday 01:58 in Tokyo; Monday 09:30 there is 01:30.
    (at("2026-11-27 17:58"), minutes(30), in_(TOKYO), at("2026-11-30 01:30")),
    # 10:00 in Madrid is 14:45 in Kathmandu (UTC+5:45): 3 h 15, then 45 minutes.
    (
        at("2026-11-23 10:00"),
        hours_of_work(4),
        in_(KATHMANDU),
        at("2026-11-24 09:45", KATHMANDU),
    ),
    # Nepal works from Sunday to Friday: 30 minutes on Friday, 30 on Sunday.
    (
        at("2026-11-27 16:30", KATHMANDU),
        hours_of_work(1),
        in_(KATHMANDU, hours("012346", "10:00-17:00")),
        at("2026-11-29 10:30", KATHMANDU),
    ),
    # In the week in which only Europe has winter time, New York is 5 hours away:
    # 13:50 in Madrid is 08:50 there, and 09:20 there is 14:20.
    (at("2026-10-28 13:50"), minutes(20), in_(NEW_YORK), at("2026-10-28 14:20")),
    # ------------------------------------------------- the hour that does not exist
    # 01:30-02:00 is 30 minutes, and 02:00 is 03:00: 30 more.
    (
        at("2026-03-29 01:30"),
        hours_of_work(1),
        in_(MADRID, ALWAYS),
        at("2026-03-29 03:30"),
    ),
    # 02:15-03:00 is not there, 03:00-03:30 is the half hour.
    (
        at("2026-03-29 00:00"),
        minutes(30),
        in_(MADRID, hours("6", "02:15-03:30")),
        at("2026-03-29 03:30"),
    ),
    # Sunday's whole watch is not there: Monday.
    (
        at("2026-03-29 00:00"),
        minutes(30),
        in_(MADRID, hours("0123456", "02:00-03:00")),
        at("2026-03-30 02:30"),
    ),
    # 30 minutes on Friday in winter time, 30 on Monday in summer time: 07:30 UTC.
    (
        at("2026-03-27 17:30"),
        hours_of_work(1),
        OFFICE,
        datetime(2026, 3, 30, 7, 30, tzinfo=UTC),
    ),
    # Havana goes from 00:00 to 01:00: of 00:15-03:30, 01:00-03:30 is there, 150 min.
    (
        at("2026-03-07 23:00", HAVANA),
        minutes(150),
        in_(HAVANA, hours("6", "00:15-03:30")),
        at("2026-03-08 03:30", HAVANA),
    ),
    # Lord Howe skips half an hour: 15 minutes until 02:00, which is 02:30, and 15.
    (
        at("2026-10-04 01:45", LORD_HOWE),
        minutes(30),
        in_(LORD_HOWE, ALWAYS),
        at("2026-10-04 02:45", LORD_HOWE),
    ),
    # ------------------------------------------------- the hour that is there twice
    # 30 minutes until 02:00, 60 until 03:00, which is 02:00 again, and 30.
    (
        at("2026-10-25 01:30"),
        hours_of_work(2),
        in_(MADRID, ALWAYS),
        at("2026-10-25 02:30", again=True),
    ),
    # 01:00-02:30 is 90 minutes, 02:00-02:30 again is 30.
    (
        at("2026-10-25 00:00"),
        minutes(120),
        in_(MADRID, hours("6", "01:00-02:30")),
        at("2026-10-25 02:30", again=True),
    ),
    # From the second 02:30 it is 30 minutes to 03:00 and 30 more.
    (
        at("2026-10-25 02:30", again=True),
        hours_of_work(1),
        in_(MADRID, ALWAYS),
        at("2026-10-25 03:30"),
    ),
    # Lord Howe goes from 02:00 to 01:30: 60 minutes until then, 30 until 02:00 again.
    (
        at("2026-04-05 01:00", LORD_HOWE),
        minutes(90),
        in_(LORD_HOWE, ALWAYS),
        at("2026-04-05 02:00", LORD_HOWE, again=True),
    ),
    # ------------------------------------------------------------ the day skipped
    # Samoa had no Friday 30 December 2011: 30 minutes on Thursday, 30 on Monday.
    (
        at("2011-12-29 17:30", APIA),
        hours_of_work(1),
        in_(APIA),
        at("2012-01-02 09:30", APIA),
    ),
    # Thursday's midnight is Saturday's.
    (
        at("2011-12-29 23:30", APIA),
        hours_of_work(1),
        in_(APIA, ALWAYS),
        at("2011-12-31 00:30", APIA),
    ),
    # ------------------------------------------------------------------ holidays
    # 2 minutes on Friday, Monday is National Day, 28 minutes on Tuesday.
    (at("2026-10-09 17:58"), minutes(30), WITH_HOLIDAYS, at("2026-10-13 09:28")),
    # 15 minutes on Tuesday, Wednesday is Epiphany, 15 on Thursday.
    (at("2027-01-05 17:45"), minutes(30), WITH_HOLIDAYS, at("2027-01-07 09:15")),
    # A minute on New Year's Eve, a holiday, a weekend, a minute on Monday.
    (at("2026-12-31 17:59"), minutes(2), WITH_HOLIDAYS, at("2027-01-04 09:01")),
    # From the holiday itself.
    (at("2027-01-06 11:00"), minutes(5), WITH_HOLIDAYS, at("2027-01-07 09:05")),
    # ----------------------------------------- closures, extra days and half days
    # 10 minutes on Monday, Tuesday is closed, 10 on Wednesday.
    (at("2026-11-23 17:50"), minutes(20), HALF_DAYS, at("2026-11-25 09:10")),
    # 2 minutes on Friday, 28 on the extra Saturday.
    (at("2026-11-27 17:58"), minutes(30), HALF_DAYS, at("2026-11-28 10:28")),
    # 10 minutes on Monday; the holiday has two hours from ten: 20 of them.
    (at("2026-12-07 17:50"), minutes(30), HALF_DAYS, at("2026-12-08 10:20")),
    # 20 minutes until 13:00, Christmas, a weekend, 10 minutes on Monday.
    (at("2026-12-24 12:40"), minutes(30), HALF_DAYS, at("2026-12-28 09:10")),
    # ------------------------------------------------------------ several windows
    # 10 minutes until 14:00, 20 from 16:00.
    (at("2026-11-23 13:50"), minutes(30), in_(MADRID, SIESTA), at("2026-11-23 16:20")),
    # 3 hours from 16:00, 5 on Tuesday until 14:00.
    (
        at("2026-11-23 14:30"),
        hours_of_work(8),
        in_(MADRID, SIESTA),
        at("2026-11-24 14:00"),
    ),
    # 10 minutes until midnight, 10 from 18:00 on Tuesday.
    (
        at("2026-11-23 23:50"),
        minutes(20),
        in_(MADRID, hours("01234", "18:00-24:00")),
        at("2026-11-24 18:10"),
    ),
    # 10 minutes of Friday, 20 of Saturday: no gap at midnight.
    (
        at("2026-11-27 23:50"),
        minutes(30),
        in_(MADRID, NIGHT_SHIFT),
        at("2026-11-28 00:20"),
    ),
    # -------------------------------------------------------------------- leap day
    # 30 minutes on 28 February 2028, 9 hours on the 29th, 30 minutes on 1 March.
    (at("2028-02-28 17:30"), hours_of_work(10), OFFICE, at("2028-03-01 09:30")),
]

SPANS = [
    # 11:00-14:00 and 16:00-19:00 are 6 of Thursday's 8 hours, 3/4 of a day; the last
    # quarter of Friday's 6 hours is 1 h 30.
    (at("2026-11-26 11:00"), Span(days=1), in_(MADRID, SIESTA), at("2026-11-27 10:30")),
    # Half of Wednesday's 9 hours, then half of the half day's 4.
    (at("2026-12-23 13:30"), Span(days=1), HALF_DAYS, at("2026-12-24 11:00")),
    # Half of Friday, all of Monday, a holiday, half of Wednesday.
    (at("2026-12-04 13:30"), Span(days=2), WITH_HOLIDAYS, at("2026-12-09 13:30")),
    # 80% of 3 days is 2.4: Monday, Tuesday, 0.4 of 10 hours. To the microsecond.
    (
        at("2026-11-23 08:00"),
        Span(days=3) * 0.8,
        in_(MADRID, hours("01234", "08:00-18:00")),
        at("2026-11-25 12:00"),
    ),
    # The day first: Tuesday 10:00. Then two hours.
    (at("2026-11-23 10:00"), Span(hours_of_work(2), 1), OFFICE, at("2026-11-24 12:00")),
    # A third of 9 hours, three times, is the whole day: closing time.
    (at("2026-11-23 09:00"), Span(days=1 / 3) * 3, OFFICE, at("2026-11-23 18:00")),
    # Round the clock, the day of 23 hours is 23/24 of one: an hour more on Monday.
    (at("2026-03-29 00:00"), Span(days=1), in_(MADRID, ALWAYS), at("2026-03-30 01:00")),
]


@pytest.mark.parametrize(("start", "span", "calendar", "due"), TIMES)
def test_time_counts_while_somebody_is_there(start, span, calendar, due) -> None:
    assert add_working_time(start, span, calendar) == due
    assert working_time_between(start, due, calendar) == span


@pytest.mark.parametrize(("start", "span", "calendar", "due"), SPANS)
def test_a_working_day_is_as_long_as_that_day(start, span, calendar, due) -> None:
    assert add_working_time(start, span, calendar) == due


def test_there_are_forty_cases() -> None:
    assert len(TIMES) + len(SPANS) >= 40


OPENINGS = [
    # from, whose, when it opens, when it closes
    (at("2026-11-27 18:00"), OFFICE, at("2026-11-30 09:00"), at("2026-11-30 18:00")),
    (at("2026-11-27 11:00"), OFFICE, at("2026-11-27 11:00"), at("2026-11-27 18:00")),
    # The siesta closes.
    (
        at("2026-11-23 10:00"),
        in_(MADRID, SIESTA),
        at("2026-11-23 10:00"),
        at("2026-11-23 14:00"),
    ),
    # Over midnight it stays open.
    (
        at("2026-11-27 12:00"),
        in_(MADRID, NIGHT_SHIFT),
        at("2026-11-27 20:00"),
        at("2026-11-28 04:00"),
    ),
    # After Christmas Eve's half day, Christmas and the weekend.
    (at("2026-12-24 13:00"), HALF_DAYS, at("2026-12-28 09:00"), at("2026-12-28 18:00")),
    # Who never closes is open for a week.
    (
        at("2026-11-23 10:00"),
        in_(MADRID, ALWAYS),
        at("2026-11-23 10:00"),
        at("2026-11-30 10:00"),
    ),
]


@pytest.mark.parametrize(("start", "calendar", "opens", "closes"), OPENINGS)
def test_the_next_opening_says_when_it_closes(start, calendar, opens, closes) -> None:
    found = next_opening(start, calendar)

    assert (found.opens, found.closes) == (opens, closes)


def test_nothing_lies_between_an_instant_and_an_earlier_one() -> None:
    later, earlier = at("2026-11-23 12:00"), at("2026-11-23 10:00")

    assert working_time_between(later, earlier, OFFICE) == timedelta(0)


def test_what_takes_longer_than_ten_years_comes_due_after_ten() -> None:
    an_hour_a_week = in_(MADRID, hours("0", "09:00-10:00"))
    start = at("2026-11-23 09:00")

    due = add_working_time(start, Span(days=9999), an_hour_a_week)

    assert due == start + timedelta(days=3653)
    assert add_working_time(start, hours_of_work(9999), an_hour_a_week) == due
