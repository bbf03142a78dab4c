"""What of a merge, or of taking one back, the workflows have not been told yet."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.standing.actions import AskedAction, unapplied
from models import METADATA

_merges = METADATA.tables["merges"]


async def steps_left(
    connection: AsyncConnection, merge_id: UUID
) -> Sequence[AskedAction]:
    """What the workflows have not been told of it yet, in order."""
    steps = await connection.scalar(
        select(_merges.c.steps).where(_merges.c.id == merge_id)
    )
    return await unapplied(connection, [UUID(step) for step in steps or ()])


async def mark_settled(
    connection: AsyncConnection, merge_id: UUID, now: datetime
) -> None:
    await connection.execute(
        update(_merges).where(_merges.c.id == merge_id).values(settled_at=now)
    )


async def unsettled_merges(
    connection: AsyncConnection, *, before: datetime, limit: int
) -> list[UUID]:
    """Made or undone before that instant, the oldest first."""
    found = await connection.scalars(
        select(_merges.c.id)
        .where(_merges.c.settled_at.is_(None), _merges.c.changed_at < before)
        .order_by(_merges.c.changed_at)
        .limit(limit)
    )
    return list(found)
