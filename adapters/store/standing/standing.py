"""Read a lead as it stands, with the decision that explains it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from models import METADATA

_leads = METADATA.tables["leads"]
_decisions = METADATA.tables["decisions"]


async def find_lead_row(connection: AsyncConnection, lead_id: UUID) -> Row[Any] | None:
    found = await connection.execute(select(_leads).where(_leads.c.id == lead_id))
    return found.one_or_none()


async def last_decision(connection: AsyncConnection, lead_id: UUID) -> Row[Any] | None:
    """The latest pass that came to a band, or sent the lead to review."""
    return (await last_decisions(connection, [lead_id])).get(lead_id)


async def last_decisions(
    connection: AsyncConnection, lead_ids: Collection[UUID]
) -> dict[UUID, Row[Any]]:
    """The same of several leads, by lead; those that were never decided are not there."""
    found = await connection.execute(
        select(_decisions)
        .ext(distinct_on(_decisions.c.lead_id))
        .where(_decisions.c.lead_id.in_(lead_ids), _decisions.c.band.is_not(None))
        .order_by(_decisions.c.lead_id, _decisions.c.decided_at.desc())
    )
    return {row.lead_id: row for row in found}


async def find_decision(
    connection: AsyncConnection, decision_id: UUID
) -> Row[Any] | None:
    found = await connection.execute(
        select(_decisions).where(_decisions.c.id == decision_id)
    )
    return found.one_or_none()
