"""A clock that stood still goes on with the working time that was left."""

from datetime import UTC, datetime, time, timedelta

from domain.promises.resuming import resumed
from domain.promises.sla import Clock, ClockKind, Paused, Step, StepAction
from domain.working_time.business_time import working_time_between
from domain.working_time.working_hours import Calendar, WorkingHours

NINE_TO_FIVE = WorkingHours({day: ((time(9), time(17)),) for day in range(5)})
CALENDAR = Calendar(NINE_TO_FIVE, "UTC")
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(days: int, hour: float) -> datetime:
    return MONDAY + timedelta(days=days, hours=hour)


# Monday 10:00, four working hours: reminded at 12:00, due at 14:00.
CLOCK = Clock(
    ClockKind.CONTACT,
    at(0, 10),
    at(0, 14),
    (
        Step(at(0, 12), StepAction.REMIND_OWNER),
        Step(at(0, 14), StepAction.TELL_MANAGER),
    ),
)


def test_each_step_keeps_its_distance_in_working_time() -> None:
    paused = Paused(CLOCK, steps_done=0, at=at(0, 11))

    clock = resumed(paused, at(2, 16), CALENDAR)

    # Wednesday 16:00: one hour is left to the reminder (17:00), three to the end.
    assert [step.at for step in clock.steps] == [at(2, 17), at(3, 11)]
    assert clock.due_at == at(3, 11)
    assert working_time_between(at(2, 16), clock.due_at, CALENDAR) == 3 * HOUR


def test_a_step_that_had_run_does_not_run_again() -> None:
    paused = Paused(CLOCK, steps_done=1, at=at(0, 13))

    clock = resumed(paused, at(7, 9), CALENDAR)

    assert [step.action for step in clock.steps] == [StepAction.TELL_MANAGER]
    assert clock.due_at == at(7, 10)


def test_what_was_due_already_is_due_now() -> None:
    paused = Paused(CLOCK, steps_done=2, at=at(0, 16))

    clock = resumed(paused, at(1, 20), CALENDAR)

    assert (clock.due_at, clock.steps) == (at(1, 20), ())
