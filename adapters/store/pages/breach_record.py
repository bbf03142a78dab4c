"""What is on record around promises that were broken."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from models import METADATA

_breaches = METADATA.tables["breaches"]
_assignments = METADATA.tables["assignments"]
_messages = METADATA.tables["messages"]
_actions = METADATA.tables["human_actions"]
_timeline = METADATA.tables["timeline"]
_audit = METADATA.tables["audit"]

# What a clock sends, the steps that change where a lead stands, and what happens to a clock
# that runs or to a notice of it.
_NOTICES = ("assigned", "reminder", "queued", "review", "breach", "bridge")
_STEPS = ("assigned", "queued", "put_in_review", "clock_started_again")
_MEANWHILE = ("snoozed", "resumed", "replanned", "by_mail")
# The trail's clock is the database's, the timeline's that of the workflow.
_CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class OnRecord:
    """Of some leads, each list in the order of time."""

    notices: Sequence[Row[Any]]
    actions: Sequence[Row[Any]]  # of people, applied
    steps: Sequence[Row[Any]]  # of automation; `owner` is who got it by one
    assignments: Sequence[Row[Any]]  # ended ones, with why
    noticed: Sequence[Row[Any]]  # when each of their promises was seen to be broken
    meanwhile: Sequence[Row[Any]]  # snoozes, other hours (`due_before`), mail for Slack

    def of(self, lead_id: UUID) -> "OnRecord":
        def theirs(rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
            return [row for row in rows if row.lead_id == lead_id]

        return OnRecord(*(theirs(getattr(self, one.name)) for one in fields(self)))


async def read_record(
    connection: AsyncConnection, lead_ids: Collection[UUID], since: datetime
) -> OnRecord:
    """What was written down about these leads since then."""
    notices = select(
        *_columns(_messages, "lead_id", "key", "kind", "channel", "to_name"),
        *_columns(_messages, "to_address", "created_at", "sent_at"),
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
        await _of(connection, _meanwhile(since), _timeline.c, "at", lead_ids),
    )


def _meanwhile(since: datetime) -> Any:
    """`due_before` only where the audit trail knows it: ISO 8601, as its columns are told."""
    before = (
        select(_audit.c.changed["due_at"][0].astext)
        .where(
            _audit.c.lead_id == _timeline.c.lead_id,
            _audit.c.kind == "replanned",
            _audit.c.at > _timeline.c.at - _CLOCKS_DIFFER,
        )
        .order_by(_audit.c.at, _audit.c.id)
        .limit(1)
        .scalar_subquery()
    )
    known = _columns(_timeline, "lead_id", "key", "kind", "at", "actor", "sentence")
    return select(*known, before.label("due_before")).where(
        _timeline.c.kind.in_(_MEANWHILE), _timeline.c.at >= since
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
