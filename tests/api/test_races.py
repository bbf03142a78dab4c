"""Two things happen to one person at the same moment."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

import api.leads.intake
from adapters import clock
from adapters.store.raised_hands.intake import Raised, store_submission
from adapters.store.raised_hands.intake_statement import AT_FIRST
from domain.errors import LeadClosedError
from models import METADATA
from tests.api.conftest import Keys, Site, becomes, dana
from tests.api.thin_world import DECISIONS, LEADS, SUBMISSIONS, ThinWorld

KEYS = METADATA.tables["api_keys"]
WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@asynccontextmanager
async def opening_a_lead(
    engine: AsyncEngine, email: str
) -> AsyncIterator[tuple[UUID, AsyncConnection]]:
    """Another process has written the person's lead and not committed it yet."""
    lead_id = uuid4()
    async with engine.connect() as connection:
        await connection.execute(
            insert(LEADS).values(
                **AT_FIRST,
                id=lead_id,
                person_key=email,
                email=email,
                channel="form",
                fields={},
                received_at=clock.now(),
            )
        )
        yield lead_id, connection


async def waits_for_a_lock(engine: AsyncEngine) -> bool:
    async with engine.connect() as connection:
        return bool(await connection.scalar(WAITS))


def raised(email: str, **more: Any) -> Raised:
    return Raised(
        submission_id=uuid4(),
        lead_id=uuid4(),
        person_key=email,
        payload={"email": email, "channel": "form"},
        received_at=clock.now(),
        **more,
    )


async def test_who_comes_second_finds_the_lead_of_the_first(
    engine: AsyncEngine,
) -> None:
    email = f"{uuid4().hex}@x.example"
    autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
    async with (
        opening_a_lead(engine, email) as (lead_id, first),
        autocommit.connect() as second,
    ):
        storing = asyncio.create_task(store_submission(second, raised(email)))
        assert await becomes(lambda: waits_for_a_lock(engine))

        await first.commit()

        stored = await storing
    assert stored is not None
    assert (stored.lead_id, stored.merged) == (lead_id, True)


async def test_who_asks_again_while_the_decision_is_written_waits_for_it(
    engine: AsyncEngine, keys: Keys
) -> None:
    email, key = f"{uuid4().hex}@x.example", uuid4().hex
    autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
    async with autocommit.connect() as again, engine.connect() as worker:
        key_id = await again.scalar(select(KEYS.c.id).limit(1))
        asked = raised(email, key_id=key_id, idempotency_key=key, body_hash="x")
        stored = await store_submission(again, asked)
        assert stored is not None
        await worker.execute(
            update(SUBMISSIONS)
            .where(SUBMISSIONS.c.id == stored.submission_id)
            .values(relayed_at=clock.now())
        )
        repeated = replace(asked, submission_id=uuid4())
        storing = asyncio.create_task(store_submission(again, repeated))
        assert await becomes(lambda: waits_for_a_lock(engine))

        await worker.execute(
            insert(DECISIONS).values(
                id=uuid4(),
                lead_id=stored.lead_id,
                playbook_version=1,
                evidence={},
                points=20,
                fit=20,
                intent=0,
                urgency=0,
                reasons=[],
                partial=False,
                decided_at=clock.now(),
            )
        )
        await worker.commit()

        assert await storing is None


async def test_what_cannot_be_stored_is_not_tried_for_ever(engine: AsyncEngine) -> None:
    autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
    unknown_key = raised(f"{uuid4().hex}@x.example", key_id=uuid4())

    async with autocommit.connect() as connection:
        with pytest.raises(IntegrityError):
            await store_submission(connection, unknown_key)


async def test_a_hand_that_moves_meets_the_next_lead_being_opened(
    site: Site, world: ThinWorld, engine: AsyncEngine
) -> None:
    body = dana()
    old = await site.lead(body)
    autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
    async with autocommit.connect() as connection:
        stored = await store_submission(connection, raised(body["email"]))
    assert stored is not None
    await site.act(old, "close", by="mara", outcome="lost")
    async with opening_a_lead(engine, body["email"]) as (lead_id, first):
        moving = asyncio.create_task(
            api.leads.intake._move(site.app.state.parts, stored)
        )
        assert await becomes(lambda: waits_for_a_lock(engine))

        await first.commit()

        moved = await moving
    assert (moved.lead_id, moved.merged) == (lead_id, True)


@pytest.fixture
def always_closing(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Whatever lead is asked, its workflow has just ended."""
    asked = 0

    async def closed(*_: object) -> None:
        nonlocal asked
        asked += 1
        raise LeadClosedError

    monkeypatch.setattr(api.leads.intake, "ask_for_decision", closed)
    return lambda: asked


async def test_a_lead_that_closes_again_and_again_is_left_to_the_relay(
    site: Site, world: ThinWorld, always_closing: Callable[[], int]
) -> None:
    response = await site.submit(dana())

    assert response.status_code == 202
    assert always_closing() == 2


async def test_also_when_nobody_waits(
    site: Site, world: ThinWorld, always_closing: Callable[[], int]
) -> None:
    response = await site.submit(dana(), Prefer="respond-async")

    async def was_asked() -> bool:
        return always_closing() == 1

    assert response.status_code == 202
    assert await becomes(was_asked)
