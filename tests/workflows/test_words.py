"""What managers read in Temporal."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError

from domain.lifecycle import Outcome, Status
from domain.promises.sla import Clock, ClockKind, Step, StepAction
from domain.qualifying.bands import Band
from workflows.assigning import _decided
from workflows.case import Case
from workflows.promises import RUN
from workflows.state import Inbox, LeadState
from workflows.visibility import THEN, WAITS, details, waits_for

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
LEAD = LeadState(uuid4(), NINE)


def clock(kind: ClockKind, *steps: StepAction) -> Clock:
    return Clock(
        kind,
        NINE,
        NINE + timedelta(hours=1),
        tuple(Step(NINE + timedelta(minutes=30), action) for action in steps),
        utc_offset=timedelta(hours=1),
    )


@pytest.mark.parametrize(
    ("lead", "sentence"),
    [
        (LEAD, "Being qualified."),
        (
            LeadState(
                LEAD.lead_id,
                NINE,
                Status.ASSIGNED,
                owner="ana",
                clock=clock(ClockKind.ACCEPT, StepAction.REASSIGN),
            ),
            "ana accepts by Mon 23 Nov 11:00; at Mon 23 Nov 10:30 somebody else gets it.",
        ),
        (
            LeadState(
                LEAD.lead_id,
                NINE,
                Status.CONTACTED,
                owner="ben",
                clock=clock(ClockKind.NEXT_TOUCH),
            ),
            "ben comes back to the prospect by Mon 23 Nov 11:00.",
        ),
        (
            LeadState(
                LEAD.lead_id,
                NINE,
                Status.NURTURING,
                clock=clock(ClockKind.NURTURE, StepAction.CLOSE),
            ),
            (
                "No rep: messages until Mon 23 Nov 11:00; "
                "at Mon 23 Nov 10:30 the lead is closed."
            ),
        ),
        (
            LeadState(LEAD.lead_id, NINE, Status.TAKEN_OVER, owner="mara"),
            "mara has taken it over; automation is silent.",
        ),
        (
            LeadState(LEAD.lead_id, NINE, Status.CLOSED, outcome=Outcome.WON),
            "Closed: won.",
        ),
    ],
)
def test_a_lead_says_what_it_waits_for(lead: LeadState, sentence: str) -> None:
    assert waits_for(lead) == sentence


def test_the_details_name_who_was_passed_over() -> None:
    lead = LeadState(
        LEAD.lead_id, NINE, band=Band.HIGH, points=80, barred={"ana": "slipped"}
    )

    assert "* Band: high\n* Score: 80\n* Passed over: ana (slipped)" in details(lead)


def test_every_clock_and_every_step_has_words_and_a_way_to_run() -> None:
    assert set(WAITS) == set(ClockKind)
    assert set(THEN) == set(StepAction) == set(RUN)


def test_a_lead_is_not_routed_before_it_is_decided() -> None:
    with pytest.raises(ApplicationError):
        _decided(LEAD)


def test_a_lead_without_a_clock_cannot_wait() -> None:
    with pytest.raises(ApplicationError):
        _ = Case(LEAD, Inbox()).clock
