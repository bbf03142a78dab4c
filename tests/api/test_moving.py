"""A lead is closed at the moment its person raises the hand again: nothing is lost."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest_asyncio
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from adapters import clock
from adapters.store.raised_hands.intake import Raised, Stored, store_submission
from adapters.store.raised_hands.moving import move_to_new_lead
from adapters.temporal.relay import Relay
from models import METADATA
from tests.api.conftest import Site, becomes, dana
from tests.api.thin_world import LEADS, SUBMISSIONS, ThinWorld

REVIEWS = METADATA.tables["reviews"]
ASSIGNMENTS = METADATA.tables["assignments"]


@pytest_asyncio.fixture
async def lead(site: Site, world: ThinWorld) -> tuple[str, str]:
    """Dana's address, and her lead."""
    body = dana()
    return body["email"], await site.lead(body)


async def store(engine: AsyncEngine, email: str, **ago: float) -> Stored:
    """What a web process did before it was killed, or before Temporal went away."""
    raised = Raised(
        submission_id=uuid4(),
        lead_id=uuid4(),
        person_key=email,
        payload={"email": email, "channel": "form"},
        received_at=clock.now() - timedelta(**ago),
    )
    autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
    async with autocommit.connect() as connection:
        stored = await store_submission(connection, raised)
    assert stored is not None
    return stored


async def lead_of(engine: AsyncEngine, submission_id: UUID):
    async with engine.connect() as connection:
        found = await connection.execute(
            select(LEADS, SUBMISSIONS.c.decision_id, SUBMISSIONS.c.merged)
            .join(SUBMISSIONS, SUBMISSIONS.c.lead_id == LEADS.c.id)
            .where(SUBMISSIONS.c.id == submission_id)
        )
        return found.one()


async def set_lead(engine: AsyncEngine, lead_id: str, **values) -> None:
    async with engine.begin() as connection:
        await connection.execute(
            update(LEADS).where(LEADS.c.id == UUID(lead_id)).values(**values)
        )


async def counted(engine: AsyncEngine, submission_id: UUID) -> bool:
    return (await lead_of(engine, submission_id)).decision_id is not None


async def test_what_a_dead_process_left_is_relayed(
    world: ThinWorld, engine: AsyncEngine, temporal: Client
) -> None:
    stored = await store(engine, f"{uuid4().hex}@x.example", seconds=5)
    relay = Relay(engine, temporal)

    async def relayed_and_counted() -> bool:
        await relay.relay()
        row = await lead_of(engine, stored.submission_id)
        return str(row.status) == "assigned"

    assert await becomes(relayed_and_counted)
    assert await counted(engine, stored.submission_id)


async def test_what_is_still_in_a_request_is_left_to_it(
    engine: AsyncEngine, temporal: Client
) -> None:
    stored = await store(engine, f"{uuid4().hex}@x.example")

    await Relay(engine, temporal).relay()

    assert not await relayed(engine, stored)


async def relayed(engine: AsyncEngine, stored: Stored) -> bool:
    async with engine.connect() as connection:
        at = await connection.scalar(
            select(SUBMISSIONS.c.relayed_at).where(
                SUBMISSIONS.c.id == stored.submission_id
            )
        )
    return at is not None


async def test_several_relays_share_the_work(
    world: ThinWorld, engine: AsyncEngine, temporal: Client
) -> None:
    stored = [
        await store(engine, f"{uuid4().hex}@x.example", seconds=5) for _ in range(6)
    ]

    relays = [Relay(engine, temporal) for _ in range(3)]

    async def all_counted() -> bool:
        await asyncio.gather(*(relay.relay() for relay in relays))
        return all([await counted(engine, one.submission_id) for one in stored])

    assert await becomes(all_counted)
    assert len(world.turns) == len(set(world.turns))


async def test_history_is_never_relayed(engine: AsyncEngine, temporal: Client) -> None:
    stored = await store(engine, f"{uuid4().hex}@x.example", seconds=5)
    await set_lead(engine, str(stored.lead_id), imported=True)

    await Relay(engine, temporal).relay()

    assert not await relayed(engine, stored)


async def test_a_hand_raised_while_the_lead_closes_gets_a_new_lead(
    site: Site, lead: tuple[str, str], engine: AsyncEngine, temporal: Client
) -> None:
    email, old = lead
    stored = await store(engine, email, seconds=5)  # merged: the row was still open
    await site.act(old, "close", by="mara", outcome="lost")
    relay = Relay(engine, temporal)

    async def handed_over() -> bool:
        await relay.relay()
        row = await lead_of(engine, stored.submission_id)
        return str(row.status) == "assigned"

    assert stored.merged
    assert await becomes(handed_over)
    moved = await lead_of(engine, stored.submission_id)
    assert str(moved.id) != old
    assert moved.decision_id is not None


async def test_the_request_itself_moves_it_when_it_still_waits(
    site: Site, lead: tuple[str, str], engine: AsyncEngine
) -> None:
    email, old = lead
    await site.act(old, "close", by="mara", outcome="lost")
    # As if the post had read the row a moment before it was closed.
    await set_lead(engine, old, closed_at=None)

    response = await site.submit({"email": email})

    assert response.status_code == 201, response.text
    assert response.json()["lead_id"] != old
    assert response.json()["band"] == "high"
    assert (await site.read(old))["status"] == "closed"


async def test_a_terminated_workflow_strands_nobody(
    site: Site, lead: tuple[str, str], engine: AsyncEngine, temporal: Client
) -> None:
    email, old = lead
    async with engine.begin() as connection:
        await connection.execute(
            REVIEWS.insert().values(
                id=uuid4(),
                lead_id=UUID(old),
                code="x",
                because="y",
                opened_at=clock.now(),
            )
        )
        await connection.execute(
            ASSIGNMENTS.insert().values(
                id=uuid4(),
                lead_id=UUID(old),
                owner="ana",
                because="z",
                started_at=clock.now(),
            )
        )
    await temporal.get_workflow_handle(f"lead-{old}").terminate()

    response = await site.submit({"email": email})

    assert response.status_code == 201
    assert response.json()["lead_id"] != old
    async with engine.connect() as connection:
        for table, end in ((REVIEWS, "closed_at"), (ASSIGNMENTS, "ended_at")):
            ended = await connection.scalar(
                select(table.c[end]).where(table.c.lead_id == UUID(old))
            )
            assert ended is not None


async def test_a_signal_that_a_closing_workflow_never_read_is_brought_back(
    site: Site, lead: tuple[str, str], engine: AsyncEngine, temporal: Client
) -> None:
    email, old = lead
    stored = await store(engine, email, minutes=2)
    async with engine.begin() as connection:
        await connection.execute(
            update(SUBMISSIONS)
            .where(SUBMISSIONS.c.id == stored.submission_id)
            .values(relayed_at=clock.now() - timedelta(minutes=1))
        )
    await site.act(old, "close", by="mara", outcome="lost")
    relay = Relay(engine, temporal)

    await relay.bring_back()
    await relay.relay()

    assert await becomes(lambda: counted(engine, stored.submission_id))
    assert str((await lead_of(engine, stored.submission_id)).id) != old


class TestMovingTwice:
    async def test_changes_nothing(
        self, site: Site, lead: tuple[str, str], engine: AsyncEngine
    ) -> None:
        email, old = lead
        stored = await store(engine, email)
        await site.act(old, "close", by="mara", outcome="lost")

        async with engine.begin() as connection:
            first = await move_to_new_lead(
                connection, stored.submission_id, clock.now()
            )
        await set_lead(engine, str(first.lead_id), status="assigned")
        async with engine.begin() as connection:
            await connection.execute(
                update(SUBMISSIONS)
                .where(SUBMISSIONS.c.id == stored.submission_id)
                .values(decision_id=uuid4())
            )
            second = await move_to_new_lead(
                connection, stored.submission_id, clock.now()
            )

        assert second.lead_id == first.lead_id

    async def test_the_newer_lead_of_the_person_takes_it(
        self, site: Site, lead: tuple[str, str], engine: AsyncEngine
    ) -> None:
        email, old = lead
        stored = await store(engine, email)
        await site.act(old, "close", by="mara", outcome="lost")
        newer = await site.lead({"email": email})

        async with engine.begin() as connection:
            moved = await move_to_new_lead(
                connection, stored.submission_id, clock.now()
            )

        assert (str(moved.lead_id), moved.merged) == (newer, True)


async def test_imported_history_comes_to_life_with_a_new_hand(
    site: Site, world: ThinWorld, engine: AsyncEngine
) -> None:
    stored = await store(engine, f"{uuid4().hex}@x.example", days=300)
    await set_lead(engine, str(stored.lead_id), imported=True)
    row = await lead_of(engine, stored.submission_id)

    response = await site.submit({"email": row.email})

    assert response.status_code == 200
    now = await lead_of(engine, stored.submission_id)
    assert not now.imported
    assert clock.now() - now.received_at < timedelta(minutes=1)
