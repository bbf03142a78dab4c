"""Keys: only their hashes are kept, and a revoked one stops within seconds."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.store.access.keys import (
    Key,
    KeyKind,
    find_key,
    issue_key,
    keep_key,
    key_hash,
    revoke_key,
)
from api.known_keys import REVOKED_WITHIN, KnownKeys
from domain.errors import UnauthorizedError
from models import METADATA

KEYS = METADATA.tables["api_keys"]


async def issued(engine: AsyncEngine, kind: KeyKind) -> tuple[str, Key]:
    async with engine.begin() as connection:
        key = await issue_key(connection, kind, "Website", clock.now())
        found = await find_key(connection, key_hash(key))
    assert found is not None
    return key, found


async def revoke(engine: AsyncEngine, key: Key) -> bool:
    async with engine.begin() as connection:
        return await revoke_key(connection, key.id, clock.now())


async def test_the_database_cannot_give_a_key_away(engine: AsyncEngine) -> None:
    key, found = await issued(engine, KeyKind.SECRET)

    async with engine.connect() as connection:
        row = (
            await connection.execute(select(KEYS).where(KEYS.c.id == found.id))
        ).one()

    assert key.startswith("sk_")
    assert found.is_secret
    assert key not in str(row)
    assert row.hint == f"{key[:7]}…"


async def test_a_key_made_elsewhere_is_of_the_kind_it_says(engine: AsyncEngine) -> None:
    for prefix, kind in (("pk_", KeyKind.SITE), ("sk_", KeyKind.SECRET)):
        key = prefix + uuid4().hex
        async with engine.begin() as connection:
            await keep_key(connection, key, "Elsewhere", clock.now())
            found = await find_key(connection, key_hash(key))
        assert found is not None
        assert found.kind is kind


async def test_a_revoked_key_stops_within_seconds(engine: AsyncEngine) -> None:
    known = KnownKeys(engine)
    key, found = await issued(engine, KeyKind.SITE)
    with time_machine.travel(clock.now(), tick=False) as time:
        await known.find(key)

        assert await revoke(engine, found)
        assert not await revoke(engine, found)

        assert (await known.find(key)).id == found.id
        time.shift(REVOKED_WITHIN + timedelta(milliseconds=1))
        with pytest.raises(UnauthorizedError):
            await known.find(key)


async def test_a_known_key_costs_no_query(engine: AsyncEngine) -> None:
    known = KnownKeys(engine)
    key, found = await issued(engine, KeyKind.SITE)
    await known.find(key)
    async with engine.begin() as connection:
        await connection.execute(KEYS.delete().where(KEYS.c.id == found.id))

    assert (await known.find(key)).id == found.id


async def test_guesses_do_not_fill_the_memory(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.known_keys._REMEMBERED", 3)
    known = KnownKeys(engine)

    for _ in range(8):
        with pytest.raises(UnauthorizedError):
            await known.find(f"pk_{uuid4().hex}")

    assert len(known._known) == 3
