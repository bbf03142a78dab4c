"""What giving a lead back will do is said before one does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from adapters.playbook.file import read_playbook
from api.leads.giving_back import if_given_back
from domain.in_words.names import name_of
from domain.lifecycle import Status
from domain.promises.sla import Clock, ClockKind, snoozed
from tests.pages.conftest import SignIn
from tests.pages.world import EXAMPLE, World
from workflows.state import Interrupted, LeadState

# A Tuesday, ten in the morning in Madrid.
TEN = datetime(2026, 11, 24, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LATER = TEN + timedelta(hours=3)  # when somebody reads it
PLAYBOOK = read_playbook(EXAMPLE.read_text("utf-8"), EXAMPLE.name)
READER: Any = SimpleNamespace(
    playbook=PLAYBOOK,
    now=LATER,
    zone="Europe/Madrid",
    name_of=lambda handle: name_of(PLAYBOOK, handle),
)


def held(status: Status, kind: ClockKind | None, **more: Any) -> Interrupted:
    """Taken over at half past ten, half-way through a promise of an hour."""
    clock = None if kind is None else Clock(kind, TEN, TEN + 60 * MINUTE, ())
    lead = LeadState(UUID(int=1), TEN, status, owner="ana", clock=clock)
    return Interrupted(replace(lead, **more), TEN + 30 * MINUTE)


ASSIGNED = held(Status.ASSIGNED, ClockKind.ACCEPT)
AWAY = " If Ana Ortiz is away then, the rules find somebody else."


@pytest.mark.parametrize(
    ("stood", "says"),
    [
        (ASSIGNED, f"Ana Ortiz has it again, to accept it in 30 min.{AWAY}"),
        (
            held(Status.ACCEPTED, ClockKind.CONTACT),
            f"Ana Ortiz has it again, to speak to the prospect in 30 min.{AWAY}",
        ),
        (
            replace(ASSIGNED, contacted=True),
            "Ana Ortiz has it again, to come back to the prospect.",
        ),
        (
            held(Status.ASSIGNED, ClockKind.ACCEPT, broken=True),
            (
                "the rules find somebody else, because Ana Ortiz let it slip; the promise to "
                "accept it starts anew."
            ),
        ),
        (
            held(Status.ASSIGNED, ClockKind.ACCEPT, owner="zoe"),
            (
                "the rules find somebody else, because Zoe no longer works here; the promise "
                "to accept it starts anew."
            ),
        ),
        (
            held(Status.QUEUED, ClockKind.ACCEPT, owner=None, queue="iberia"),
            "team iberia is asked again, to accept it in 30 min.",
        ),
        (
            held(Status.IN_REVIEW, ClockKind.REVIEW, owner=None),
            "it waits for a decision again, to be decided in 30 min.",
        ),
        (
            held(Status.IN_REVIEW, ClockKind.REVIEW, owner=None, broken=True),
            "it waits for a decision again.",
        ),
        (
            held(Status.NURTURING, ClockKind.NURTURE, owner=None),
            "its dated messages go on where they stopped, and none comes twice.",
        ),
        (held(Status.QUALIFYING, None), "it is decided by what is known then."),
        (
            None,
            (
                "its plan goes on where it stood: with whom it was, and with the time that was "
                "left."
            ),
        ),
    ],
)
def test_it_is_said_with_whom_it_goes_on_and_with_how_much_time(
    stood: Interrupted | None, says: str
) -> None:
    assert if_given_back(stood, READER) == f"If it is given back, {says}"


def test_what_was_to_wait_is_said_to_wait_on() -> None:
    stood = held(Status.ACCEPTED, ClockKind.CONTACT)
    until = LATER + timedelta(days=1)
    waits = snoozed(until, now=TEN, utc_offset=timedelta(hours=1))
    waiting = replace(stood.before, clock=waits, paused=stood.paused)

    assert if_given_back(Interrupted(waiting, LATER), READER).startswith(
        "If it is given back, Ana Ortiz has it again and waits until 13:00 tomorrow."
    )


async def test_the_page_says_it_where_one_gives_back(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead(status="taken_over", clock=None, due_at=None)
    ana = await browse("ana")

    page = (await ana.get(f"/leads/{lead_id}")).text

    assert if_given_back(None, READER) in page
    assert "nothing happens by itself" in page
