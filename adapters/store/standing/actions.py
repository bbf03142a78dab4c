"""Keep what a person asked for, with the words that Temporal must not see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.desk import OWNER_BEFORE
from domain.auditing.origins import Origin
from domain.lifecycle import ActionKind, Status
from models import METADATA

_leads = METADATA.tables["leads"]
_users = METADATA.tables["users"]
_actions = METADATA.tables["human_actions"]


@dataclass(frozen=True, slots=True)
class LeadAtHand:
    """As much of a lead's row as an action needs."""

    id: UUID
    status: Status
    owner: str | None
    owner_before: str | None  # the last one before, of those who had it
    received_at: datetime
    closed: bool
    revision: int
    merged_into: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskedAction:
    id: UUID
    lead_id: UUID
    kind: ActionKind
    by: str
    reason: str | None
    details: Mapping[str, Any]  # {"fields": {...}} of a correction, {"value": ...}
    origin: Origin = Origin.UNKNOWN
    via: str | None = None  # the key's id


async def find_lead_at_hand(
    connection: AsyncConnection, lead_id: UUID
) -> LeadAtHand | None:
    found = await connection.execute(
        select(
            _leads.c.status,
            _leads.c.owner,
            OWNER_BEFORE,
            _leads.c.received_at,
            _leads.c.closed_at,
            _leads.c.revision,
            _leads.c.merged_into,
        ).where(_leads.c.id == lead_id)
    )
    row = found.one_or_none()
    if row is None:
        return None
    return LeadAtHand(
        lead_id,
        Status(row.status),
        row.owner,
        row.owner_before,
        row.received_at,
        row.closed_at is not None,
        row.revision,
        row.merged_into,
    )


async def known_people(
    connection: AsyncConnection, handles: frozenset[str]
) -> frozenset[str]:
    """Those of `handles` that belong to somebody who works here."""
    found = await connection.scalars(
        select(_users.c.handle).where(
            _users.c.handle.in_(handles), _users.c.departed_at.is_(None)
        )
    )
    return frozenset(found)


async def keep_action(
    connection: AsyncConnection, asked: AskedAction, now: datetime
) -> None:
    """Write it down as asked for, once. The workflow's own record marks it as applied."""
    await connection.execute(
        insert(_actions)
        .values(
            id=asked.id,
            lead_id=asked.lead_id,
            kind=asked.kind.value,
            by=asked.by,
            reason=asked.reason,
            details=dict(asked.details),
            asked_at=now,
            origin=asked.origin.value,
            via=asked.via,
        )
        .on_conflict_do_nothing(index_elements=[_actions.c.id])
    )


async def unapplied(
    connection: AsyncConnection, ids: Sequence[UUID]
) -> list[AskedAction]:
    """Those of `ids` that no workflow has recorded yet, in their order."""
    return await _those(connection, ids, _actions.c.applied_at.is_(None))


async def applied(
    connection: AsyncConnection, ids: Sequence[UUID]
) -> list[AskedAction]:
    """Those of `ids` that a workflow has recorded, in their order."""
    return await _those(connection, ids, _actions.c.applied_at.is_not(None))


async def _those(
    connection: AsyncConnection, ids: Sequence[UUID], which: ColumnElement[bool]
) -> list[AskedAction]:
    found = await connection.execute(
        select(_actions).where(_actions.c.id.in_(ids), which)
    )
    rows = {row.id: row for row in found}
    return [
        AskedAction(
            row.id, row.lead_id, ActionKind(row.kind), row.by, row.reason, row.details
        )
        for row in (rows[one] for one in ids if one in rows)
    ]


async def drop_action(connection: AsyncConnection, action_id: UUID) -> None:
    """Forget one that was refused: it will never be applied."""
    await connection.execute(
        delete(_actions).where(
            _actions.c.id == action_id, _actions.c.applied_at.is_(None)
        )
    )
