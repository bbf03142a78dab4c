"""Read a lead's audit trail back, and hold it against what it tells of."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

# What an entry says nothing of: ids, and what follows from the clock and the playbook.
DERIVED = {"id", "revision", "at_risk_at", "plan", "replan_since"}


async def trail_of(engine: AsyncEngine, lead_id: UUID | str) -> list[Any]:
    """Its entries, the oldest first."""
    query = text("SELECT * FROM audit WHERE lead_id = :id ORDER BY at, id")
    async with engine.connect() as connection:
        return list(await connection.execute(query, {"id": UUID(str(lead_id))}))


async def row_of(engine: AsyncEngine, lead_id: UUID | str) -> dict[str, Any]:
    """The lead's row in the words of JSON, as entries are."""
    query = text("SELECT to_jsonb(leads) FROM leads WHERE id = :id")
    async with engine.begin() as connection:
        await connection.execute(text("SET LOCAL timezone = 'UTC'"))
        row: dict[str, Any] = await connection.scalar(query, {"id": UUID(str(lead_id))})
    return {name: value for name, value in row.items() if name not in DERIVED}


async def assert_whole(engine: AsyncEngine, lead_id: UUID | str) -> None:
    """No gap: each entry goes on from the one before it, and the last one is how it stands."""
    told: dict[str, Any] = {}
    for entry in await trail_of(engine, lead_id):
        for name, (before, after) in (entry.changed | (entry.personal or {})).items():
            assert told.get(name, before) == before, (entry.kind, name)
            told[name] = after
    row = await row_of(engine, lead_id)
    assert {name: row[name] for name in told} == told
    impersonal = {"status", "band", "owner", "due_at", "breaches", "closed_at"}
    assert {name: told.get(name) for name in impersonal} == {
        name: row[name] for name in impersonal
    }
