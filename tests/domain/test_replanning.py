"""Hours change while a promise runs: what is left of it stays as long as it was."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.promises.plans import ACCEPT_STEPS, Deadline, clock_of
from domain.promises.replanning import replanned, whose_hours_changed
from domain.promises.sla import ClockKind
from domain.working_time.business_time import working_time_between
from domain.working_time.working_hours import Calendar, Span, WorkingHours
from tests.domain.cast import ANA, BEN, MADRID, OFFICE_CALENDAR, playbook

TUESDAY_NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
EARLY = WorkingHours({day: ((time(8), time(12)),) for day in range(5)})
MORNINGS = Calendar(EARLY, MADRID)
FOUR_HOURS = clock_of(
    ClockKind.ACCEPT,
    Deadline(Span(timedelta(hours=4)), ACCEPT_STEPS),
    OFFICE_CALENDAR,
    started_at=TUESDAY_NOON,
)


@given(st.timedeltas(timedelta(0), timedelta(days=3)))
def test_the_same_hours_change_nothing(later: timedelta) -> None:
    now = TUESDAY_NOON + later

    assert replanned(FOUR_HOURS, now, OFFICE_CALENDAR, OFFICE_CALENDAR) == FOUR_HOURS


def test_what_is_left_is_as_long_in_the_new_hours() -> None:
    now = TUESDAY_NOON + timedelta(hours=1)

    new = replanned(FOUR_HOURS, now, OFFICE_CALENDAR, MORNINGS)

    assert new.due_at == datetime(2026, 11, 25, 10, tzinfo=UTC)  # 3 h from 08:00 there
    assert working_time_between(now, new.due_at, MORNINGS) == timedelta(hours=3)
    assert [step.at for step in new.steps] == sorted(step.at for step in new.steps)


def test_what_has_come_stays_where_it_was() -> None:
    now = TUESDAY_NOON + timedelta(hours=3)

    new = replanned(FOUR_HOURS, now, OFFICE_CALENDAR, MORNINGS)

    assert new.steps[0] == FOUR_HOURS.steps[0]  # the reminder after two hours
    assert new.due_at > FOUR_HOURS.due_at


def test_a_broken_promise_is_not_mended() -> None:
    now = FOUR_HOURS.due_at + timedelta(hours=1)

    assert replanned(FOUR_HOURS, now, OFFICE_CALENDAR, MORNINGS) == FOUR_HOURS


def test_only_whose_hours_are_others_is_asked_again() -> None:
    before = playbook(people=(ANA, BEN), teams=())
    after = replace(before, people=(replace(ANA, hours=EARLY), BEN))

    assert whose_hours_changed(before, before) == frozenset()
    assert whose_hours_changed(before, after) == {"ana"}


def test_hours_of_the_business_are_everybodys_and_its_own() -> None:
    before = playbook(people=(ANA, BEN), teams=())

    changed = whose_hours_changed(before, replace(before, hours=EARLY))

    assert changed == {"ana", "ben", None}


def test_who_has_left_is_asked_for_too() -> None:
    before = playbook(people=(ANA, BEN), teams=())

    assert whose_hours_changed(before, replace(before, people=(ANA,))) == {"ben"}
