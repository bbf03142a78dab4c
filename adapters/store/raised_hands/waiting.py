"""Find the hand-raises that are on disk and not with Temporal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.statements import Statement
from adapters.store.raised_hands.intake import Stored
from models import METADATA

# Every sweep looks at these again; what was imported years ago is none of them.
LOOKS_BACK = timedelta(days=1)

_leads = METADATA.tables["leads"]
_submissions = METADATA.tables["submissions"]
# Who decides on a hand-raise: its lead, or the one that goes on for it.
_deciding = _leads.alias("deciding")
_decides = _deciding.c.id == func.coalesce(_leads.c.merged_into, _leads.c.id)

_ANYBODY = Statement(
    """
    SELECT EXISTS (
      SELECT FROM submissions s JOIN leads l ON l.id = s.lead_id
      WHERE s.decision_id IS NULL AND s.relayed_at IS NULL
        AND s.received_at < :before AND NOT l.imported
    ) AS waits
    """
)


async def anybody_waits(connection: AsyncConnection, *, before: datetime) -> bool:
    """Whether `claim_waiting` would look in vain, found out for a tenth of its work."""
    return bool((await _ANYBODY.first(connection, before=before)).waits)


async def claim_waiting(
    connection: AsyncConnection, *, before: datetime, limit: int
) -> list[Stored]:
    """The oldest ones, received before that instant, that nobody else has claimed.

    They are yours until the transaction ends. A process that dies gives them back.
    """
    waiting = _submissions.c
    found = await connection.execute(
        select(
            waiting.id,
            _deciding.c.id.label("lead_id"),
            _deciding.c.received_at,
            waiting.merged,
        )
        .join(_leads, _leads.c.id == waiting.lead_id)
        .join(_deciding, _decides)
        .where(
            waiting.decision_id.is_(None),
            waiting.relayed_at.is_(None),
            waiting.received_at < before,
            ~_leads.c.imported,
        )
        .order_by(waiting.received_at)
        .limit(limit)
        .with_for_update(of=_submissions, skip_locked=True)
    )
    return [Stored(r.id, r.lead_id, r.received_at, r.merged) for r in found]


async def claim_left_behind(
    connection: AsyncConnection, *, before: datetime, limit: int
) -> list[Stored]:
    """Handed over before that instant, never counted, and the lead is closed since.

    A signal that arrives while a workflow is closing is in its history and read by nobody.
    """
    waiting = _submissions.c
    found = await connection.execute(
        select(waiting.id, waiting.lead_id, _leads.c.received_at, waiting.merged)
        .join(_leads, _leads.c.id == waiting.lead_id)
        .where(
            waiting.decision_id.is_(None),
            waiting.relayed_at.between(before - LOOKS_BACK, before),
            _leads.c.closed_at >= waiting.received_at,
            ~_leads.c.imported,
        )
        .limit(limit)
        .with_for_update(of=_submissions, skip_locked=True)
    )
    return [Stored(r.id, r.lead_id, r.received_at, r.merged) for r in found]


async def mark_relayed(
    connection: AsyncConnection, submissions: Sequence[UUID], now: datetime
) -> None:
    await connection.execute(
        update(_submissions)
        .where(_submissions.c.id.in_(submissions))
        .values(relayed_at=now)
    )


async def lock_undecided(
    connection: AsyncConnection, lead_id: UUID
) -> Sequence[datetime]:
    """When the hand-raises came that no decision of this lead has counted.

    Waits until no relay is handing one of them over.
    """
    waiting = _submissions.c
    found = await connection.scalars(
        select(waiting.received_at)
        .where(waiting.lead_id == lead_id, waiting.decision_id.is_(None))
        .with_for_update()
    )
    return found.all()
