"""Show which leads went into one, and which perhaps belong to the same person."""

from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.likeness import perhaps_same
from adapters.store.desk import Scope
from adapters.store.merged import absorbed_by
from api.lead_json import instant_text

_EVERYBODYS = Scope(None)


async def same_person_json(
    connection: AsyncConnection, row: Row[Any]
) -> dict[str, Any]:
    """`merged`: what this lead goes on for. `perhaps_same`: for a person to look at."""
    alike = await perhaps_same(connection, row, _EVERYBODYS)
    return {
        "merged": [_absorbed(one) for one in await absorbed_by(connection, row.id)],
        "perhaps_same": [
            _named(one.lead) | {"because": list(one.because)} for one in alike
        ],
    }


def _absorbed(row: Row[Any]) -> dict[str, Any]:
    return _named(row) | {
        "band": row.band,
        "points": row.points,
        "by": row.merged_by,
        "merged_at": instant_text(row.merged_at),
    }


def _named(row: Row[Any]) -> dict[str, Any]:
    return {
        "lead_id": str(row.id),
        "email": row.email,
        "name": row.name,
        "received_at": instant_text(row.received_at),
    }
