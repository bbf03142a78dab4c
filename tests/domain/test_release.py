"""What came in overnight is told at the opening, the best lead first, not all at once."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.promises.release import released_at
from domain.working_time.business_time import next_opening
from domain.working_time.working_hours import Calendar
from tests.domain.cast import OFFICE_CALENDAR

MONDAY_NIGHT = datetime(2026, 11, 23, 23, tzinfo=UTC)
OPENS = next_opening(MONDAY_NIGHT, OFFICE_CALENDAR).opens
TEN_MINUTES = timedelta(minutes=10)


def _released(points: int, over: timedelta = TEN_MINUTES) -> timedelta:
    return released_at(MONDAY_NIGHT, points, OFFICE_CALENDAR, over) - OPENS


def test_who_works_is_told_at_once() -> None:
    at = OPENS + timedelta(hours=1)

    assert released_at(at, 5, OFFICE_CALENDAR, TEN_MINUTES) == at


def test_the_best_are_told_at_the_opening_the_others_soon_after() -> None:
    assert _released(140) == _released(100) == timedelta(0)
    assert _released(60) == timedelta(minutes=4)
    assert _released(-5) == TEN_MINUTES


def test_a_business_may_want_them_all_at_once() -> None:
    assert _released(0, over=timedelta(0)) == timedelta(0)


@given(st.integers(-50, 200), st.integers(-50, 200))
def test_more_points_are_never_told_later(some: int, more: int) -> None:
    fewer, most = sorted((some, more))

    assert timedelta(0) <= _released(most) <= _released(fewer) <= TEN_MINUTES


def test_everybody_wakes_in_their_own_zone() -> None:
    there = Calendar(OFFICE_CALENDAR.hours, "America/New_York", OFFICE_CALENDAR.days)

    told = released_at(MONDAY_NIGHT, 100, there, TEN_MINUTES)

    assert told == next_opening(MONDAY_NIGHT, there).opens
