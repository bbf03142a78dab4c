"""Who is on leave, from when to when, and who stands in."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from models import METADATA

_leaves = METADATA.tables["leaves"]
_users = METADATA.tables["users"]


@dataclass(frozen=True, slots=True)
class NewLeave:
    """A stretch of being away. The days are in the person's own zone."""

    id: UUID
    handle: str
    starts_at: datetime
    ends_at: datetime
    first_day: date
    last_day: date
    stand_in: str | None
    note: str | None
    created_by: str
    created_at: datetime


async def leaves_between(
    connection: AsyncConnection,
    handles: Collection[str] | None,
    start: datetime,
    end: datetime | None,
) -> Sequence[Row[Any]]:
    """Every leave that touches the stretch, of these people or (None) of everybody.

    Without an `end` the stretch is all that comes.
    """
    wanted = select(_leaves).where(
        _leaves.c.cancelled_at.is_(None),
        _leaves.c.ends_at > start,
    )
    if end is not None:
        wanted = wanted.where(_leaves.c.starts_at < end)
    if handles is not None:
        wanted = wanted.where(_leaves.c.handle.in_(handles))
    order = (_leaves.c.starts_at, _leaves.c.id)
    return (await connection.execute(wanted.order_by(*order))).all()


async def leaves_that_were(
    connection: AsyncConnection,
    handles: Collection[str],
    start: datetime,
    end: datetime,
) -> Sequence[Row[Any]]:
    """The same of what is past: a leave counted until it was cancelled (`back_at`)."""
    back_at = _leaves.c.cancelled_at
    found = await connection.execute(
        select(_leaves, back_at.label("back_at"))
        .where(
            _leaves.c.handle.in_(handles),
            _leaves.c.starts_at < end,
            func.least(_leaves.c.ends_at, back_at) > start,
            func.coalesce(back_at > _leaves.c.starts_at, True),
        )
        .order_by(_leaves.c.starts_at, _leaves.c.id)
    )
    return found.all()


async def lock_leaves(
    connection: AsyncConnection, handles: Collection[str], new: NewLeave
) -> Sequence[Row[Any]]:
    """What these people have in the same stretch, settled until the transaction ends."""
    # Of everybody at once and in one order: two people may stand in for each other.
    await connection.execute(
        select(_users.c.handle)
        .where(_users.c.handle.in_(handles))
        .order_by(_users.c.handle)
        .with_for_update(key_share=True)
    )
    return await leaves_between(connection, handles, new.starts_at, new.ends_at)


async def stands_in_for(
    connection: AsyncConnection, away: Row[Any]
) -> Sequence[Row[Any]]:
    """Leaves of others that count on whoever is on this leave, while they are."""
    found = await connection.execute(
        select(_leaves).where(
            _leaves.c.cancelled_at.is_(None),
            _leaves.c.stand_in == away.handle,
            _leaves.c.ends_at > away.starts_at,
            _leaves.c.starts_at < away.ends_at,
        )
    )
    return found.all()


_DUE_DURING = text(
    """
    SELECT a.id, (SELECT count(*) FROM leads l
                  WHERE l.owner = a.handle AND l.closed_at IS NULL AND NOT l.imported
                    AND l.clock IN ('accept', 'contact', 'next_touch')
                    AND l.due_at >= a.starts_at AND l.due_at < a.ends_at) AS due
    FROM leaves a WHERE a.id = ANY(CAST(:ids AS uuid[]))
    """
)


async def count_due_during(
    connection: AsyncConnection, leaves: Sequence[Row[Any]]
) -> dict[UUID, int]:
    """By leave, how many open leads of whoever is away have a promise due meanwhile."""
    ids = [leave.id for leave in leaves]
    found = await connection.execute(_DUE_DURING, {"ids": ids})
    return {row.id: row.due for row in found}


async def add_leave(connection: AsyncConnection, new: NewLeave) -> None:
    await connection.execute(insert(_leaves).values(**asdict(new)))


async def cancel_leave(
    connection: AsyncConnection, handle: str, leave_id: UUID, now: datetime
) -> Row[Any] | None:
    """It counts no more; the row, or None when there is none that still counts."""
    found = await connection.execute(
        update(_leaves)
        .where(
            _leaves.c.id == leave_id,
            _leaves.c.handle == handle,
            _leaves.c.cancelled_at.is_(None),
            _leaves.c.ends_at > now,
        )
        .values(cancelled_at=now)
        .returning(_leaves)
    )
    row: Row[Any] | None = found.one_or_none()
    return row
