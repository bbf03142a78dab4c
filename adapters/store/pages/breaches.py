"""Which promises were broken in a stretch of time, and how much their owners had to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.desk import Scope
from models import METADATA

_leads = METADATA.tables["leads"]
_breaches = METADATA.tables["breaches"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """From an instant to another, the last one not included."""

    since: datetime
    until: datetime

    def condition(self) -> ColumnElement[bool]:
        due_at = _breaches.c.due_at
        return and_(due_at >= self.since, due_at < self.until)


async def list_breaches(
    connection: AsyncConnection, scope: Scope, within: Stretch, *, limit: int
) -> Sequence[Row[Any]]:
    """Leads' rows with the promise that was broken (columns "broken_..."), the latest first."""
    broken = [column.label(f"broken_{column.name}") for column in _breaches.c]
    query: Select[Any] = (
        select(_leads)
        .add_columns(*broken)
        .join(_breaches, _breaches.c.lead_id == _leads.c.id)
        .where(scope.condition(), within.condition())
        .order_by(_breaches.c.due_at.desc(), _breaches.c.key)
        .limit(limit)
    )
    found: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return found


async def count_breaches(
    connection: AsyncConnection, scope: Scope, within: Stretch
) -> Sequence[Row[Any]]:
    """How many were `broken`, by promise, owner, queue and row of the routing table."""
    names = ("promise", "owner", "queue", "row")
    by = [_breaches.c[name] for name in names]
    query: Select[Any] = (
        select(*by)
        .add_columns(func.count().label("broken"))
        .join(_leads, _leads.c.id == _breaches.c.lead_id)
        .where(scope.condition(), within.condition())
        .group_by(*by)
    )
    found: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return found


_HELD = text(
    """
    SELECT m.key, count(a.id) AS held
    FROM unnest(CAST(:keys AS text[]), CAST(:owners AS text[]),
                CAST(:instants AS timestamptz[])) AS m (key, owner, at)
    LEFT JOIN assignments a ON a.owner = m.owner AND a.started_at <= m.at
                           AND (a.ended_at IS NULL OR a.ended_at > m.at)
    GROUP BY m.key
    """
)


async def count_held(
    connection: AsyncConnection, moments: Mapping[str, tuple[str, datetime]]
) -> dict[str, int]:
    """How many open leads somebody (a handle) had at an instant, by the moment's key."""
    given = {
        "keys": list(moments),
        "owners": [owner for owner, _ in moments.values()],
        "instants": [at for _, at in moments.values()],
    }
    return {row.key: row.held for row in await connection.execute(_HELD, given)}
