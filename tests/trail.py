"""Read a lead's audit trail back, and hold it against what it tells of."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

# What an entry says nothing of: ids, and what follows from the clock and the playbook.
DERIVED = {"id", "revision", "at_risk_at", "plan", "replan_since"}


_TRAIL = text("SELECT * FROM audit WHERE lead_id = :id ORDER BY at, id")
_ROW = text("SELECT to_jsonb(leads) FROM leads WHERE id = :id")


async def trail_of(engine: AsyncEngine, lead_id: UUID | str) -> list[Any]:
    """Its entries, the oldest first."""
    async with engine.connect() as connection:
        return list(await connection.execute(_TRAIL, {"id": UUID(str(lead_id))}))


async def trail_and_row_of(
    engine: AsyncEngine, lead_id: UUID | str
) -> tuple[list[Any], dict[str, Any]]:
    """Both as of one instant: the product goes on meanwhile.

    The lead's row is in the words of JSON, as entries are.
    """
    key = {"id": UUID(str(lead_id))}
    snapshots = engine.execution_options(isolation_level="REPEATABLE READ")
    async with snapshots.begin() as connection:
        await connection.execute(text("SET LOCAL timezone = 'UTC'"))
        entries = list(await connection.execute(_TRAIL, key))
        row: dict[str, Any] = await connection.scalar(_ROW, key)
    return entries, {name: row[name] for name in row if name not in DERIVED}


async def assert_whole(engine: AsyncEngine, lead_id: UUID | str) -> None:
    """No gap: each entry goes on from the one before it, and the last one is how it stands."""
    told: dict[str, Any] = {}
    entries, row = await trail_and_row_of(engine, lead_id)
    for entry in entries:
        for name, (before, after) in (entry.changed | (entry.personal or {})).items():
            assert told.get(name, before) == before, (entry.kind, name)
            told[name] = after
    assert {name: row[name] for name in told} == told
    impersonal = {"status", "band", "owner", "due_at", "breaches", "closed_at"}
    assert {name: told.get(name) for name in impersonal} == {
        name: row[name] for name in impersonal
    }
