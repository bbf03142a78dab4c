"""Look at a team: who has how much to do, who is paused, what is stuck or soon will be."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.desk import Scope
from models import METADATA

_leads = METADATA.tables["leads"]
_users = METADATA.tables["users"]

_SHOWN = 50  # leads of one list
SOON = timedelta(hours=1)  # until a clock breaks

# `since` is when the person's own day began: a daily cap counts from there.
_PEOPLE = text(
    """
    SELECT u.handle, u.name, u.paused AND coalesce(u.paused_until > :now, true) AS paused,
           u.paused_until, u.paused_because, o.open_leads, o.running, o.late,
           (SELECT count(*) FROM assignments a
            WHERE a.owner = u.handle AND a.started_at >= d.since) AS today
    FROM unnest(CAST(:handles AS text[]), CAST(:since AS timestamptz[]))
           AS d (handle, since)
    JOIN users u ON u.handle = d.handle AND u.departed_at IS NULL
    CROSS JOIN LATERAL (
      SELECT count(*) AS open_leads, count(l.due_at) AS running,
             count(*) FILTER (WHERE l.due_at < :now) AS late
      FROM leads l WHERE l.owner = u.handle AND l.closed_at IS NULL AND NOT l.imported
    ) AS o
    """
)


async def list_people(
    connection: AsyncConnection, day_began: Mapping[str, datetime], now: datetime
) -> dict[str, Row[Any]]:
    """Of these people by handle: leads that are open, have a clock, are late, or new today.

    Who has left is not there.
    """
    given = {"handles": list(day_began), "since": list(day_began.values()), "now": now}
    found = await connection.execute(_PEOPLE, given)
    return {row.handle: row for row in found}


async def list_stuck(
    connection: AsyncConnection, scope: Scope, now: datetime
) -> Sequence[Row[Any]]:
    """Open leads that missed a deadline or wait past one, the longest due first."""
    found = await connection.execute(
        select(_leads)
        .where(
            scope.condition(),
            _leads.c.closed_at.is_(None),
            or_(_leads.c.due_at < now, _leads.c.breaches > 0),
        )
        .order_by(_leads.c.due_at, _leads.c.id)
        .limit(_SHOWN)
    )
    return found.all()


async def list_about_to_break(
    connection: AsyncConnection, scope: Scope, now: datetime
) -> Sequence[Row[Any]]:
    """Open leads without a missed deadline whose clock ends within the hour."""
    found = await connection.execute(
        select(_leads)
        .where(
            scope.condition(),
            _leads.c.closed_at.is_(None),
            _leads.c.breaches == 0,
            _leads.c.due_at.between(now, now + SOON),
        )
        .order_by(_leads.c.due_at, _leads.c.id)
        .limit(_SHOWN)
    )
    return found.all()


async def open_leads_of(
    connection: AsyncConnection, handle: str, *, limit: int
) -> Sequence[Row[Any]]:
    """What somebody holds, the first due first. Imported leads are history."""
    found = await connection.execute(
        select(_leads)
        .where(_is_held_by(handle))
        .order_by(_leads.c.due_at.nulls_last(), _leads.c.id)
        .limit(limit)
    )
    return found.all()


async def count_open_leads_of(connection: AsyncConnection, handle: str) -> int:
    counted = select(func.count()).select_from(_leads).where(_is_held_by(handle))
    return await connection.scalar(counted) or 0


def _is_held_by(handle: str) -> ColumnElement[bool]:
    return and_(
        _leads.c.owner == handle,
        _leads.c.closed_at.is_(None),
        _leads.c.imported.is_(False),
    )


async def set_paused(
    connection: AsyncConnection,
    handle: str,
    *,
    paused: bool,
    until: datetime | None = None,
    because: str | None = None,
) -> None:
    """No new leads until then, or until resumed; resumed when not `paused`."""
    await connection.execute(
        update(_users)
        .where(_users.c.handle == handle)
        .values(paused=paused, paused_until=until, paused_because=because)
    )
