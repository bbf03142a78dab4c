"""Read a lead's audit trail back, and hold it against what it tells of."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

# What an entry says nothing of: ids, and what follows from the clock and the playbook.
DERIVED = {"id", "revision", "at_risk_at", "plan", "replan_since"}


_ENTRIES = text("SELECT * FROM audit WHERE lead_id = :id ORDER BY at, id")
_ROW = text("SELECT to_jsonb(leads) FROM leads WHERE id = :id")


async def trail_of(engine: AsyncEngine, lead_id: UUID | str) -> list[Any]:
    """Its entries, the oldest first."""
    async with engine.connect() as connection:
        return await _entries(connection, lead_id)


async def _entries(connection: AsyncConnection, lead_id: UUID | str) -> list[Any]:
    return list(await connection.execute(_ENTRIES, {"id": UUID(str(lead_id))}))


async def _row(connection: AsyncConnection, lead_id: UUID | str) -> dict[str, Any]:
    """The lead's row in the words of JSON, as entries are."""
    await connection.execute(text("SET LOCAL timezone = 'UTC'"))
    row: dict[str, Any] = await connection.scalar(_ROW, {"id": UUID(str(lead_id))})
    return {name: value for name, value in row.items() if name not in DERIVED}


async def assert_whole(engine: AsyncEngine, lead_id: UUID | str) -> None:
    """No gap: each entry goes on from the one before it, and the last one is how it stands."""
    told: dict[str, Any] = {}
    async with engine.connect() as connection:  # both of one moment: the lead lives on
        await connection.execution_options(isolation_level="REPEATABLE READ")
        entries = await _entries(connection, lead_id)
        row = await _row(connection, lead_id)
    for entry in entries:
        for name, (before, after) in (entry.changed | (entry.personal or {})).items():
            assert told.get(name, before) == before, (entry.kind, name)
            told[name] = after
    assert {name: row[name] for name in told} == told
    impersonal = {"status", "band", "owner", "due_at", "breaches", "closed_at"}
    assert {name: told.get(name) for name in impersonal} == {
        name: row[name] for name in impersonal
    }
