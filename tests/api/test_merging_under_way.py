"""Hands go up while people merge their leads and take it back: each is decided once."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from adapters import clock
from adapters.temporal.relay import Relay
from models import METADATA
from tests.api.conftest import Site, becomes, dana
from tests.api.test_merging import raise_hand
from tests.api.thin_world import LEADS, SUBMISSIONS, ThinWorld

MERGES = METADATA.tables["merges"]
ROUNDS = 2


async def back_and_forth(site: Site, one: str, other: str) -> None:
    for _ in range(ROUNDS):
        await site.act(one, "merge", by="mara", **{"with": other})
        await site.act(other, "unmerge", by="mara")


async def keep_asking(site: Site, bodies: list[dict[str, Any]]) -> list[int]:
    statuses = []
    for _ in range(2 * ROUNDS):
        answers = await asyncio.gather(*(site.submit(body) for body in bodies))
        statuses += [answer.status_code for answer in answers]
    return statuses


async def test_no_hand_raise_is_lost_or_left_undecided(
    site: Site, world: ThinWorld, engine: AsyncEngine, temporal: Client
) -> None:
    bodies = [dana(), dana()]
    one, other = [await raise_hand(site, **body) for body in bodies]
    relay = Relay(engine, temporal)

    statuses, _ = await asyncio.gather(
        keep_asking(site, bodies), back_and_forth(site, one, other)
    )

    async def all_told_and_decided() -> bool:
        async with engine.begin() as connection:
            long_ago = clock.now() - timedelta(minutes=1)
            await connection.execute(update(MERGES).values(changed_at=long_ago))
        await relay.settle_merges()
        await relay.relay()
        await relay.bring_back()
        return not await undecided(engine, bodies) and not await untold(engine)

    assert set(statuses) <= {200, 201, 202}
    assert await becomes(all_told_and_decided)
    rows = await leads_of(engine, bodies)
    assert all(row.merged_into is None or row.closed_at is not None for row in rows)
    assert await strays(engine, bodies) == []


async def undecided(engine: AsyncEngine, bodies: list[dict[str, Any]]) -> list[UUID]:
    async with engine.connect() as connection:
        found = await connection.scalars(
            select(SUBMISSIONS.c.id).where(
                SUBMISSIONS.c.payload["email"].astext.in_(
                    [body["email"] for body in bodies]
                ),
                SUBMISSIONS.c.decision_id.is_(None),
            )
        )
        return list(found)


async def untold(engine: AsyncEngine) -> list[UUID]:
    async with engine.connect() as connection:
        found = await connection.scalars(
            select(MERGES.c.id).where(MERGES.c.settled_at.is_(None))
        )
        return list(found)


async def leads_of(engine: AsyncEngine, bodies: list[dict[str, Any]]) -> list[Any]:
    keys = [body["email"] for body in bodies]
    async with engine.connect() as connection:
        found = await connection.execute(
            select(LEADS).where(LEADS.c.person_key.in_(keys))
        )
        return list(found.all())


async def strays(engine: AsyncEngine, bodies: list[dict[str, Any]]) -> list[str]:
    """Addresses whose hand-raise stands with a lead that is not theirs, nor merged."""
    rows = {row.id: row for row in await leads_of(engine, bodies)}
    async with engine.connect() as connection:
        found = await connection.execute(
            select(SUBMISSIONS.c.payload, SUBMISSIONS.c.lead_id).where(
                SUBMISSIONS.c.lead_id.in_(list(rows))
            )
        )
        merged = any(row.merged_into is not None for row in rows.values())
        return [
            payload["email"]
            for payload, lead_id in found
            if rows[lead_id].person_key != payload["email"] and not merged
        ]
