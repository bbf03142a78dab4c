from datetime import UTC, datetime, time, timedelta

import pytest

from api.web.time_words import due, full, when
from domain.working_time.working_hours import Calendar, WorkingHours

NINE_TO_SIX = WorkingHours({day: ((time(9), time(18)),) for day in range(5)})
MADRID = Calendar(NINE_TO_SIX, "Europe/Madrid")
MONDAY_TEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10:00 in Madrid


@pytest.mark.parametrize(
    ("ahead", "words", "tone"),
    [
        (timedelta(minutes=25), "in 25 min", "soon"),
        (timedelta(hours=3), "in 3 h", "calm"),
        (timedelta(hours=9), "in 8 working hours", "calm"),  # 19:00, closed
        (timedelta(days=1), "in 9 working hours", "calm"),
        (timedelta(days=4), "in 4 working days", "calm"),
        (timedelta(0), "less than a minute late", "late"),
        (-timedelta(minutes=90), "1 h 30 min late, 1 working hour", "late"),
        (-timedelta(days=4), "4 days late, 2 working days", "late"),
    ],
)
def test_what_is_left_counts_open_hours(
    ahead: timedelta, words: str, tone: str
) -> None:
    said = due(MONDAY_TEN + ahead, MONDAY_TEN, MADRID)

    assert (said.left, said.tone) == (words, tone)


def test_what_is_due_while_closed_says_so() -> None:
    midnight = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)

    said = due(midnight + timedelta(hours=2), midnight, MADRID)

    assert said.left == "due while closed"


def test_instants_are_said_where_the_reader_is() -> None:
    yesterday = MONDAY_TEN - timedelta(days=1)

    assert when(MONDAY_TEN, MONDAY_TEN, "Europe/Madrid") == "10:00 today"
    assert when(yesterday, MONDAY_TEN, "Europe/Lisbon") == "09:00 yesterday"
    assert full(MONDAY_TEN, "Europe/Madrid") == "Monday 23 November 2026, 10:00 CET"
