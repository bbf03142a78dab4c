"""Find the leads that wait for a person's decision."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.desk import Scope
from models import METADATA

_leads = METADATA.tables["leads"]
_reviews = METADATA.tables["reviews"]
_decisions = METADATA.tables["decisions"]

_SHOWN = 50


async def list_reviews(
    connection: AsyncConnection, scope: Scope
) -> Sequence[tuple[Row[Any], Row[Any] | None]]:
    """Leads with an open review, the first due first, each with its last decision.

    The lead's row has `review_because` and `opened_at` besides its own columns.
    """
    found = await connection.execute(
        select(
            _leads,
            _reviews.c.because.label("review_because"),
            _reviews.c.opened_at,
        )
        .join(_reviews, _reviews.c.lead_id == _leads.c.id)
        .where(_reviews.c.closed_at.is_(None), scope.condition())
        .order_by(_leads.c.due_at.nulls_last(), _leads.c.id)
        .limit(_SHOWN)
    )
    leads = found.all()
    latest = await connection.execute(
        select(_decisions)
        .ext(distinct_on(_decisions.c.lead_id))
        .where(_decisions.c.lead_id.in_([lead.id for lead in leads]))
        .order_by(_decisions.c.lead_id, _decisions.c.decided_at.desc())
    )
    decisions = {decision.lead_id: decision for decision in latest}
    return [(lead, decisions.get(lead.id)) for lead in leads]
