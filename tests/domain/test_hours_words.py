from datetime import time

from domain.working_time.hours_words import hours_in_words
from domain.working_time.working_hours import WorkingHours

MORNING = (time(9), time(13))
AFTERNOON = (time(14), time(18))
NIGHT = (time(22), time(0))


def test_days_that_are_alike_are_said_once() -> None:
    hours = WorkingHours({day: ((time(8), time(16)),) for day in range(5)})

    assert hours_in_words(hours) == "Mon-Fri 08:00-16:00"


def test_several_windows_and_a_gap_in_the_week() -> None:
    hours = WorkingHours(
        {0: (MORNING, AFTERNOON), 1: (MORNING, AFTERNOON), 3: (MORNING,), 5: (NIGHT,)}
    )

    said = "Mon-Tue 09:00-13:00 and 14:00-18:00, Thu 09:00-13:00, Sat 22:00-24:00"
    assert hours_in_words(hours) == said
