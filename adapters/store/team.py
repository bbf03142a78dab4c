"""Look at a team: who has how much to do, who is away, what is stuck."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.desk import Scope
from models import METADATA

_leads = METADATA.tables["leads"]
_users = METADATA.tables["users"]

_STUCK_SHOWN = 50


async def list_people(
    connection: AsyncConnection, scope: Scope, now: datetime
) -> Sequence[Row[Any]]:
    """People of the scope, with `open_leads` and how many of them are `late`."""
    is_theirs = and_(_leads.c.owner == _users.c.handle, _leads.c.closed_at.is_(None))
    within = true() if scope.owners is None else _users.c.handle.in_(scope.owners)
    found = await connection.execute(
        select(
            _users,
            func.count(_leads.c.id).label("open_leads"),
            func.count(_leads.c.id).filter(_leads.c.due_at < now).label("late"),
        )
        .outerjoin(_leads, is_theirs)
        .where(_users.c.departed_at.is_(None), within)
        .group_by(_users.c.handle)
        .order_by(_users.c.name)
    )
    return found.all()


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
        .limit(_STUCK_SHOWN)
    )
    return found.all()


async def set_paused(
    connection: AsyncConnection,
    handle: str,
    *,
    paused: bool,
    until: datetime | None = None,
    because: str | None = None,
) -> None:
    """No new leads until resumed, or until then; resumed when not `paused`."""
    await connection.execute(
        update(_users)
        .where(_users.c.handle == handle)
        .values(paused=paused, paused_until=until, paused_because=because)
    )
