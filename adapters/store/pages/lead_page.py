"""What is kept about one lead, for the page that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.matching.merged import of_whole_lead
from models import METADATA

_LONGEST_LIST = 200  # of one kind on one page; the newest are kept


@dataclass(frozen=True, slots=True)
class LeadHistory:
    """Rows of one lead, the newest first; `decision` is the latest that chose a band."""

    timeline: Sequence[Row[Any]]
    submissions: Sequence[Row[Any]]
    messages: Sequence[Row[Any]]
    actions: Sequence[Row[Any]]
    decision: Row[Any] | None
    routing: Row[Any] | None  # the latest decision that looked for an owner
    review: Row[Any] | None


async def read_history(connection: AsyncConnection, lead_id: UUID) -> LeadHistory:
    decisions = await _newest(connection, "decisions", "decided_at", lead_id)
    reviews = await _newest(connection, "reviews", "opened_at", lead_id)
    # How it is decided now is its own; what happened is that of all that went into it.
    decisions = [row for row in decisions if row.lead_id == lead_id]
    return LeadHistory(
        timeline=await _newest(connection, "timeline", "at", lead_id),
        submissions=await _newest(connection, "submissions", "received_at", lead_id),
        messages=await _newest(connection, "messages", "created_at", lead_id),
        actions=await _newest(connection, "human_actions", "asked_at", lead_id),
        decision=next((row for row in decisions if row.band), None),
        routing=next((row for row in decisions if row.routing), None),
        review=next((row for row in reviews if row.closed_at is None), None),
    )


async def _newest(
    connection: AsyncConnection, table: str, by: str, lead_id: UUID
) -> Sequence[Row[Any]]:
    of: Table = METADATA.tables[table]
    found = await connection.execute(
        select(of)
        .where(of_whole_lead(of.c.lead_id, lead_id))
        .order_by(of.c[by].desc(), of.c.id.desc())
        .limit(_LONGEST_LIST)
    )
    return found.all()
