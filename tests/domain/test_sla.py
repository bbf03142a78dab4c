"""Which step of a promise is due."""

from datetime import UTC, datetime, timedelta

from domain.promises.sla import (
    Clock,
    ClockKind,
    Due,
    Exhausted,
    Step,
    StepAction,
    Wait,
    next_step,
)

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
HALF, TEN = NINE + timedelta(minutes=30), NINE + timedelta(hours=1)
REMIND = Step(HALF, StepAction.REMIND_OWNER)
REASSIGN = Step(TEN, StepAction.REASSIGN)
TELL = Step(TEN, StepAction.TELL_MANAGER)
CLOCK = Clock(ClockKind.ACCEPT, NINE, TEN, (REMIND, REASSIGN, TELL))


def test_waits_for_the_first_step() -> None:
    assert next_step(CLOCK, steps_done=0, now=NINE) == Wait(HALF)


def test_a_step_is_due_at_its_instant_and_not_before() -> None:
    assert next_step(CLOCK, steps_done=0, now=HALF) == Due((REMIND,))
    assert next_step(CLOCK, steps_done=1, now=HALF) == Wait(TEN)


def test_steps_of_one_instant_are_due_together_in_plan_order() -> None:
    assert next_step(CLOCK, steps_done=1, now=TEN) == Due((REASSIGN, TELL))


def test_what_was_missed_while_away_is_due_in_order() -> None:
    late = TEN + timedelta(days=3)

    assert next_step(CLOCK, steps_done=0, now=late) == Due((REMIND, REASSIGN, TELL))


def test_a_promise_without_steps_left_still_ends_at_its_instant() -> None:
    clock = Clock(ClockKind.NEXT_TOUCH, NINE, TEN, (REMIND,))

    assert next_step(clock, steps_done=1, now=HALF) == Wait(TEN)
    assert next_step(clock, steps_done=1, now=TEN) == Exhausted()
