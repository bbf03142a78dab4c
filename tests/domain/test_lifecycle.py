"""What a person may do with a lead, and the sentence that says why not."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.lifecycle import (
    RULES,
    ActionKind,
    Asked,
    Outcome,
    Refusal,
    Standing,
    Status,
    refusal,
)

AT = datetime(2026, 11, 23, 9, 4, tzinfo=UTC)
ANA = Asked("ana")
BEN = Asked("ben")
ASSIGNED = Standing(Status.ASSIGNED, "ana")
ACCEPTED = Standing(Status.ACCEPTED, "ana", "ana", AT)
CONTACTED = Standing(Status.CONTACTED, "ana", "ana", AT)
TAKEN_OVER = Standing(Status.TAKEN_OVER, "mara")
REVIEW = Standing(Status.IN_REVIEW)
NURTURING = Standing(Status.NURTURING)
QUALIFYING = Standing(Status.QUALIFYING)
CLOSED = Standing(Status.CLOSED)


@pytest.mark.parametrize(
    ("standing", "kind", "asked"),
    [
        (ASSIGNED, ActionKind.ACCEPT, ANA),
        (ASSIGNED, ActionKind.DECLINE, ANA),
        (ACCEPTED, ActionKind.DECLINE, ANA),
        (ASSIGNED, ActionKind.CONTACTED, ANA),
        (ACCEPTED, ActionKind.CONTACTED, ANA),
        (CONTACTED, ActionKind.CONTACTED, ANA),
        (TAKEN_OVER, ActionKind.CONTACTED, Asked("mara")),
        *((s, ActionKind.TAKEOVER, BEN) for s in (ASSIGNED, REVIEW, NURTURING)),
        (TAKEN_OVER, ActionKind.TAKEOVER, BEN),
        (QUALIFYING, ActionKind.TAKEOVER, BEN),
        (TAKEN_OVER, ActionKind.RELEASE, Asked("mara")),
        (ASSIGNED, ActionKind.REASSIGN, Asked("mara", to="ben")),
        (TAKEN_OVER, ActionKind.REASSIGN, Asked("mara", to="mara")),
        (REVIEW, ActionKind.RESOLVE, Asked("mara")),
        (NURTURING, ActionKind.CORRECT, ANA),
        (NURTURING, ActionKind.NOTE, ANA),
        (NURTURING, ActionKind.CLOSE, Asked("ana", outcome=Outcome.LOST)),
        (CLOSED, ActionKind.REOPEN, ANA),
    ],
)
def test_is_allowed(standing: Standing, kind: ActionKind, asked: Asked) -> None:
    assert refusal(standing, kind, asked) is None


@pytest.mark.parametrize(
    ("standing", "kind", "asked", "why"),
    [
        (ACCEPTED, ActionKind.ACCEPT, BEN, "Already accepted by Ana at 10:04."),
        (TAKEN_OVER, ActionKind.ACCEPT, ANA, "Mara has taken this lead over."),
        (REVIEW, ActionKind.ACCEPT, ANA, "This lead waits for nobody to accept it."),
        (
            ASSIGNED,
            ActionKind.ACCEPT,
            BEN,
            "This lead is with Ana. Take it over to work on it.",
        ),
        (
            REVIEW,
            ActionKind.DECLINE,
            ANA,
            "This lead has no owner who could do that.",
        ),
        (
            NURTURING,
            ActionKind.CONTACTED,
            ANA,
            "This lead has no owner who could do that.",
        ),
        (
            TAKEN_OVER,
            ActionKind.TAKEOVER,
            Asked("mara"),
            "You have taken this lead over already.",
        ),
        (ASSIGNED, ActionKind.RELEASE, ANA, "Nobody has taken this lead over."),
        (ASSIGNED, ActionKind.REASSIGN, ANA, "Say to whom the lead should go."),
        (
            ASSIGNED,
            ActionKind.REASSIGN,
            Asked("mara", to="ana"),
            "Ana has this lead already.",
        ),
        (ASSIGNED, ActionKind.RESOLVE, ANA, "This lead does not wait for a review."),
        (ASSIGNED, ActionKind.CLOSE, ANA, "Say how it ended."),
        (ASSIGNED, ActionKind.REOPEN, ANA, "This lead is open."),
        *(
            (CLOSED, kind, ANA, "This lead is closed. Reopen it first.")
            for kind in ActionKind
            if kind is not ActionKind.REOPEN
        ),
    ],
)
def test_is_refused_with_a_sentence(
    standing: Standing, kind: ActionKind, asked: Asked, why: str
) -> None:
    no = refusal(standing, kind, asked)

    assert no is not None
    assert no.sentence(str.title, ZoneInfo("Europe/Madrid")) == why


def test_without_a_zone_the_time_says_that_it_is_utc() -> None:
    no = refusal(ACCEPTED, ActionKind.ACCEPT, BEN)

    assert no is not None
    assert no.sentence() == "Already accepted by ana at 09:04 UTC."


def test_a_refusal_about_nobody_can_be_said() -> None:
    assert Refusal("x", "With {who}.").sentence() == "With nobody."


def test_every_input_has_a_rule() -> None:
    assert set(RULES) == set(ActionKind)
