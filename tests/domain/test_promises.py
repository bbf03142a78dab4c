from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.promises.plans import (
    NEXT_TOUCH_DEADLINE,
    REVIEW_DEADLINE,
    Nurture,
    PlannedStep,
    Promise,
    clock_of,
    respond_by,
)
from domain.promises.sla import ClockKind, NoticeChannel, StepAction
from domain.working_time.working_hours import Span
from tests.domain.cast import HIGH, MEDIUM, NOW, OFFICE_CALENDAR

SIX_IN_THE_EVENING = NOW + timedelta(hours=8)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def plan(clock) -> list[tuple[timedelta, StepAction]]:
    return [(step.at - clock.started_at, step.action) for step in clock.steps]


def test_a_lead_that_nobody_accepts_runs_through_its_plan() -> None:
    clock = clock_of(ClockKind.ACCEPT, HIGH.accept, OFFICE_CALENDAR, started_at=NOW)

    assert (clock.kind, clock.round_number) == (ClockKind.ACCEPT, 1)
    assert clock.due_at == NOW + minutes(15)
    assert plan(clock) == [
        (minutes(7.5), StepAction.REMIND_OWNER),
        (minutes(15), StepAction.REASSIGN),
        (minutes(15), StepAction.TELL_MANAGER),
        (minutes(15), StepAction.SEND_BRIDGE),
    ]


def test_the_plan_of_an_evening_lead_starts_in_the_morning() -> None:
    clock = clock_of(
        ClockKind.ACCEPT,
        HIGH.accept,
        OFFICE_CALENDAR,
        started_at=SIX_IN_THE_EVENING,
        round_number=2,
    )

    nine = NOW + timedelta(hours=23)
    assert clock.started_at == SIX_IN_THE_EVENING
    assert clock.due_at == nine + minutes(15)
    assert clock.steps[0].at == nine + minutes(7.5)
    assert clock.round_number == 2


def test_the_second_clock_runs_from_accepted_to_contacted() -> None:
    clock = clock_of(ClockKind.CONTACT, MEDIUM.contact, OFFICE_CALENDAR, started_at=NOW)

    assert clock.kind is ClockKind.CONTACT
    assert clock.due_at == NOW + timedelta(days=1)
    assert [action for _, action in plan(clock)] == [
        StepAction.REMIND_OWNER,
        StepAction.TELL_MANAGER,
        StepAction.SEND_BRIDGE,
    ]


def test_steps_run_in_the_order_of_their_instants() -> None:
    follow_up = PlannedStep(Span(days=2), StepAction.SEND_FOLLOW_UP, "story")
    early = PlannedStep(0.25, StepAction.REMIND_OWNER, channel=NoticeChannel.SLACK)
    promise = Promise(
        HIGH.accept_within, HIGH.contact_within, contact_steps=(follow_up, early)
    )

    clock = clock_of(
        ClockKind.CONTACT, promise.contact, OFFICE_CALENDAR, started_at=NOW
    )

    assert [step.template for step in clock.steps] == ["", "story"]
    assert [step.channel for step in clock.steps] == ["slack", "mail"]
    assert clock.steps[1].at == NOW + timedelta(days=2)


def test_review_and_next_touch_have_clocks_of_their_own() -> None:
    review = clock_of(
        ClockKind.REVIEW, REVIEW_DEADLINE, OFFICE_CALENDAR, started_at=NOW
    )
    touch = clock_of(
        ClockKind.NEXT_TOUCH, NEXT_TOUCH_DEADLINE, OFFICE_CALENDAR, started_at=NOW
    )

    assert review.kind is ClockKind.REVIEW
    assert plan(review) == [
        (timedelta(hours=2), StepAction.REMIND_REVIEWERS),
        (timedelta(hours=4), StepAction.TELL_MANAGER),
    ]
    assert touch.kind is ClockKind.NEXT_TOUCH
    assert touch.due_at == NOW + timedelta(days=3)


def test_nurture_sends_dated_messages_and_then_closes() -> None:
    nurture = Nurture(
        Span(days=10),
        (PlannedStep(Span(days=1), StepAction.SEND_FOLLOW_UP, "guide"),),
    )

    clock = clock_of(
        ClockKind.NURTURE, nurture.deadline, OFFICE_CALENDAR, started_at=NOW
    )

    assert clock.kind is ClockKind.NURTURE
    assert plan(clock) == [
        (timedelta(days=1), StepAction.SEND_FOLLOW_UP),
        (timedelta(days=14), StepAction.CLOSE),  # ten working days, two weekends
    ]


def test_nurture_by_default_closes_after_a_while() -> None:
    clock = clock_of(
        ClockKind.NURTURE, Nurture().deadline, OFFICE_CALENDAR, started_at=NOW
    )

    assert [step.action for step in clock.steps] == [StepAction.CLOSE]
    assert clock.due_at == clock.steps[0].at


@pytest.mark.parametrize(
    ("received_at", "expected"),
    [
        (NOW, NOW + minutes(75)),
        (SIX_IN_THE_EVENING, NOW + timedelta(hours=23) + minutes(75)),
        (NOW + timedelta(hours=7, minutes=30), NOW + timedelta(hours=23, minutes=45)),
    ],
)
def test_the_prospect_is_promised_an_instant_that_can_be_kept(
    received_at, expected
) -> None:
    by = respond_by(HIGH, received_at=received_at, calendar=OFFICE_CALENDAR)

    assert by == expected


@given(
    st.integers(0, 20_000),
    st.lists(st.tuples(st.floats(0, 2), st.sampled_from(StepAction)), max_size=6),
    st.integers(1, 3_000),
)
def test_every_plan_is_in_order_and_never_before_its_start(after, steps, within):
    planned = tuple(PlannedStep(share, action) for share, action in steps)
    promise = Promise(Span(minutes(within)), Span(days=1), accept_steps=planned)
    started = NOW + minutes(after)

    clock = clock_of(
        ClockKind.ACCEPT, promise.accept, OFFICE_CALENDAR, started_at=started
    )

    assert all(a.at <= b.at for a, b in pairwise(clock.steps))
    assert all(step.at >= started for step in clock.steps)
    assert clock.due_at > started
