"""Which promises were broken in a stretch of time, and what is on record around them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.desk import Scope
from models import METADATA

_leads = METADATA.tables["leads"]
_breaches = METADATA.tables["breaches"]
_assignments = METADATA.tables["assignments"]
_messages = METADATA.tables["messages"]
_actions = METADATA.tables["human_actions"]
_timeline = METADATA.tables["timeline"]

# What a clock sends, and the steps that change where a lead stands.
_NOTICES = ("assigned", "reminder", "queued", "review", "breach", "bridge")
_STEPS = ("assigned", "queued", "put_in_review", "clock_started_again")


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
    by = _columns(_breaches, "promise", "owner", "queue", "row")
    query: Select[Any] = (
        select(*by)
        .add_columns(func.count().label("broken"))
        .join(_leads, _leads.c.id == _breaches.c.lead_id)
        .where(scope.condition(), within.condition())
        .group_by(*by)
    )
    found: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return found


@dataclass(frozen=True, slots=True)
class OnRecord:
    """Of some leads, each list in the order of time."""

    notices: Sequence[Row[Any]]
    actions: Sequence[Row[Any]]  # of people, applied
    steps: Sequence[Row[Any]]  # of automation; `owner` is who got it by one
    assignments: Sequence[Row[Any]]  # ended ones, with why
    noticed: Sequence[Row[Any]]  # when each of their promises was seen to be broken

    def of(self, lead_id: UUID) -> "OnRecord":
        def theirs(rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
            return [row for row in rows if row.lead_id == lead_id]

        return OnRecord(
            theirs(self.notices),
            theirs(self.actions),
            theirs(self.steps),
            theirs(self.assignments),
            theirs(self.noticed),
        )


async def read_record(
    connection: AsyncConnection, lead_ids: Collection[UUID], since: datetime
) -> OnRecord:
    """What was written down about these leads since then."""
    notices = select(
        *_columns(_messages, "lead_id", "kind", "to_name", "to_address"),
        *_columns(_messages, "created_at", "sent_at"),
    ).where(_messages.c.kind.in_(_NOTICES), _messages.c.created_at >= since)
    actions = select(*_columns(_actions, "lead_id", "kind", "by", "applied_at")).where(
        _actions.c.applied_at >= since
    )
    given = and_(
        _assignments.c.lead_id == _timeline.c.lead_id,
        _assignments.c.started_at == _timeline.c.at,
    )
    steps = (
        select(*_columns(_timeline, "lead_id", "kind", "at"), _assignments.c.owner)
        .outerjoin(_assignments, given)
        .where(
            _timeline.c.kind.in_(_STEPS),
            _timeline.c.actor == "handraise",
            _timeline.c.at >= since,
        )
    )
    ended = select(
        *_columns(_assignments, "lead_id", "owner", "ended_at", "ended_because")
    ).where(_assignments.c.ended_at.is_not(None))
    noticed = select(*_columns(_breaches, "lead_id", "key", "noticed_at"))
    return OnRecord(
        await _of(connection, notices, _messages.c, "created_at", lead_ids),
        await _of(connection, actions, _actions.c, "applied_at", lead_ids),
        await _of(connection, steps, _timeline.c, "at", lead_ids),
        await _of(connection, ended, _assignments.c, "ended_at", lead_ids),
        await _of(connection, noticed, _breaches.c, "noticed_at", lead_ids),
    )


def _columns(table: Any, *names: str) -> list[Any]:
    return [table.c[name] for name in names]


async def _of(
    connection: AsyncConnection,
    query: Any,
    columns: Any,
    at: str,
    lead_ids: Collection[UUID],
) -> Sequence[Row[Any]]:
    query = query.where(columns.lead_id.in_(lead_ids)).order_by(columns[at])
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
