from datetime import UTC, date, datetime

import pytest

from domain.working_time.leave import Leave, clash, days_in_words, wrong_with

TODAY = date(2026, 11, 24)
WEEK = Leave("ana", date(2026, 11, 30), date(2026, 12, 4), stand_in="ben")


def test_leave_is_whole_days_where_the_person_is() -> None:
    begins, ends = WEEK.instants("Europe/Madrid")

    assert begins == datetime(2026, 11, 29, 23, tzinfo=UTC)
    assert ends == datetime(2026, 12, 4, 23, tzinfo=UTC)


def test_a_day_on_which_the_clocks_change_is_a_whole_day_too() -> None:
    begins, ends = Leave("ana", date(2027, 3, 28), date(2027, 3, 28)).instants(
        "Europe/Madrid"
    )

    assert begins == datetime(2027, 3, 27, 23, tzinfo=UTC)
    assert ends == datetime(2027, 3, 28, 22, tzinfo=UTC)  # 23 hours


@pytest.mark.parametrize(
    ("leave", "why"),
    [
        (Leave("ana", date(2026, 12, 4), date(2026, 12, 3)), "before the first"),
        (Leave("ana", date(2026, 11, 20), date(2026, 11, 23)), "today or later"),
        (Leave("ana", date(2026, 12, 1), date(2028, 12, 1)), "more than two years"),
        (Leave("ana", date(2028, 12, 1), date(2028, 12, 2)), "more than two years"),
        (Leave("ana", TODAY, TODAY, stand_in="ana"), "themselves"),
    ],
)
def test_what_nobody_can_mean_is_refused_in_a_sentence(leave: Leave, why: str) -> None:
    assert why in (wrong_with(leave, TODAY) or "")


def test_somebody_ill_since_yesterday_may_say_so_today() -> None:
    assert wrong_with(Leave("ana", date(2026, 11, 23), TODAY), TODAY) is None


def test_the_same_days_twice_are_refused() -> None:
    other = Leave("ana", date(2026, 12, 4), date(2026, 12, 10))

    why = clash(WEEK, [other], TODAY, str.title)

    assert why == (
        "Ana is on leave from Fri 4 December to Thu 10 December already. "
        "Cancel that one first."
    )


def test_who_is_away_at_the_same_time_cannot_stand_in() -> None:
    other = Leave("ben", date(2026, 12, 4), date(2026, 12, 4))

    why = clash(WEEK, [other], TODAY, str.title)

    assert why is not None
    assert why.startswith("Ben is on leave on Fri 4 December, and cannot stand in")


def test_who_comes_back_the_day_before_can_stand_in() -> None:
    other = Leave("ben", date(2026, 11, 20), date(2026, 11, 29))

    assert clash(WEEK, [other], TODAY, str.title) is None


def test_leave_of_somebody_else_is_nobody_s_business() -> None:
    other = Leave("cleo", WEEK.first_day, WEEK.last_day)

    assert clash(WEEK, [other], TODAY, str.title) is None


def test_another_year_is_named() -> None:
    said = days_in_words(date(2026, 12, 28), date(2027, 1, 4), TODAY)

    assert said == "from Mon 28 December to Mon 4 January 2027"
