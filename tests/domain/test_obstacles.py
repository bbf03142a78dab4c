"""What stood in the way of a promise, in a sentence each."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.explaining.obstacles import (
    HoursChanged,
    NoNewLeads,
    NotInSlack,
    Obstacle,
    OnLeave,
    StoodStill,
    TooMuch,
    in_the_way,
)

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
ANA = "Ana Ortiz"
STOOD_STILL = (
    "Ana Ortiz let it wait from 09:00 until 10:00; the clock stood still meanwhile."
)


@pytest.mark.parametrize(
    ("obstacle", "said"),
    [
        (
            OnLeave(ANA, "on Tue 24 November"),
            "Ana Ortiz was on leave on Tue 24 November.",
        ),
        (
            OnLeave(ANA, "on Tue 24 November", TEN),
            "Ana Ortiz was on leave on Tue 24 November, and came back at 10:00.",
        ),
        (NoNewLeads(ANA, NINE), "Ana Ortiz was paused since 09:00."),
        (
            NoNewLeads(ANA, NINE, TEN, "at the fair", "Mara Conti"),
            "Ana Ortiz was paused by Mara Conti from 09:00 to 10:00: at the fair.",
        ),
        (StoodStill(ANA, NINE, TEN), STOOD_STILL),
        (HoursChanged(NINE), "The hours changed at 09:00, and moved the promise."),
        (
            HoursChanged(NINE, TEN),
            (
                "The hours changed at 09:00, and moved the promise; it was due at 10:00 "
                "before."
            ),
        ),
        (TooMuch(ANA, 31, 30), "Ana Ortiz had 31 open leads then, of at most 30."),
        (
            NotInSlack("Slack is not set up"),
            "A notice went by mail instead of in Slack: Slack is not set up.",
        ),
    ],
)
def test_it_is_said_in_a_sentence(obstacle: Obstacle, said: str) -> None:
    assert in_the_way(obstacle, lambda at: f"{at:%H:%M}") == said
