from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.working_time.clock_words import (
    clock_in_words,
    closed_in_words,
    left_in_words,
    stretch,
    working_stretch,
)
from domain.working_time.working_hours import Calendar, SpecialDays, WorkingHours
from tests.domain.cast import MADRID, OFFICE
from tests.domain.holidays import Holidays

EPIPHANY = Holidays({date(2027, 1, 6): "Epiphany", date(2027, 1, 10): "A Sunday"})
CALENDAR = Calendar(
    OFFICE,
    MADRID,
    SpecialDays(
        closed_on=frozenset({date(2027, 1, 7), date(2027, 1, 8), date(2027, 1, 9)}),
        open_on={date(2027, 1, 5): ((time(9), time(13)),)},
        holidays=EPIPHANY,
    ),
)
ALWAYS = Calendar(WorkingHours({d: ((time(0), time(0)),) for d in range(7)}), MADRID)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(MADRID)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "due", "words"),
    [
        # Friday 17:45-18:00 is 15 minutes, Monday 09:00-09:30 is 30.
        ("2026-11-27 17:45", "2026-11-30 09:30", "in 45 working minutes"),
        ("2026-11-27 17:59", "2026-11-30 09:00", "in 1 working minute"),
        ("2026-11-27 10:00", "2026-11-27 10:25", "in 25 min"),
        ("2026-11-27 17:00", "2026-11-30 11:00", "in 3 working hours"),
        ("2026-11-27 17:00", "2026-11-30 11:05", "in 3 h 5 min of working time"),
        ("2026-11-27 10:00", "2026-12-02 10:00", "in 3 working days"),
        ("2026-11-27 20:00", "2026-11-27 22:00", "due while closed"),
        ("2026-11-27 10:30", "2026-11-27 10:00", "30 min late"),
        (
            "2026-11-30 09:20",
            "2026-11-27 18:00",
            "2 days 15 h late, 20 working minutes",
        ),
        ("2026-11-28 12:00", "2026-11-27 18:00", "18 h late, all of it while closed"),
    ],
)
def test_what_is_left_is_told_in_working_time_where_that_differs(
    now, due, words
) -> None:
    assert left_in_words(at(due), at(now), CALENDAR) == words


def test_a_clock_is_told_in_working_time_and_on_the_wall() -> None:
    friday = at("2026-11-27 17:45")

    assert clock_in_words(at("2026-11-30 09:30"), friday, CALENDAR) == (
        "in 45 working minutes, 09:30 on Mon"
    )
    assert clock_in_words(at("2027-01-11 09:30"), at("2027-01-04 17:45"), CALENDAR) == (
        "in 4 h 45 min of working time, 09:30 on Mon 11 January; closed on "
        "6 January (Epiphany), 7 January and 8 January"
    )


def test_a_closed_day_is_named_with_its_holiday() -> None:
    christmas = at("2026-12-23 12:00")

    def closed(until: str) -> str:
        return closed_in_words(christmas, at(until), CALENDAR)

    assert closed("2027-01-05 12:00") == ""
    assert closed("2027-01-06 12:00") == "closed on 6 January 2027 (Epiphany)"


def test_many_closed_days_are_counted() -> None:
    days = frozenset(date(2026, 12, day) for day in range(21, 26))
    calendar = Calendar(OFFICE, MADRID, SpecialDays(days))

    words = closed_in_words(at("2026-12-18 12:00"), at("2026-12-28 12:00"), calendar)

    assert words == "closed on 21 December, 22 December, 23 December and 2 more days"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=80), "1 h 20 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=2, hours=5), "2 days 5 h"),
        (timedelta(days=9, hours=5), "9 days"),
    ],
)
def test_a_stretch_is_as_exact_as_a_person_cares(span: timedelta, words: str) -> None:
    assert stretch(span) == words


def test_who_never_closes_has_days_of_24_hours() -> None:
    assert working_stretch(timedelta(hours=47), ALWAYS) == "47 working hours"
    assert working_stretch(timedelta(hours=72), ALWAYS) == "3 working days"
