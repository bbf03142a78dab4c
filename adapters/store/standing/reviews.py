"""Find the leads that wait for a person's decision."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.desk import Scope
from models import METADATA

_leads = METADATA.tables["leads"]
_reviews = METADATA.tables["reviews"]

SHOWN = 10  # on one page; what is decided makes room for the next


async def list_reviews(connection: AsyncConnection, scope: Scope) -> Sequence[Row[Any]]:
    """Leads with an open review, the first due first; of those due at once, the oldest.

    The lead's row has `review_code`, `review_because` and `opened_at` besides its own.
    """
    found = await connection.execute(
        _waiting().where(scope.condition()).limit(SHOWN + 1)
    )
    return found.all()


async def find_review(connection: AsyncConnection, lead_id: UUID) -> Row[Any] | None:
    """One of them; None when it does not wait for a decision any more."""
    found = await connection.execute(_waiting().where(_leads.c.id == lead_id))
    return found.one_or_none()


def _waiting() -> Any:
    return (
        select(
            _leads,
            _reviews.c.code.label("review_code"),
            _reviews.c.because.label("review_because"),
            _reviews.c.opened_at,
        )
        .join(_reviews, _reviews.c.lead_id == _leads.c.id)
        .where(_reviews.c.closed_at.is_(None))
        .order_by(_leads.c.due_at.nulls_last(), _reviews.c.opened_at, _leads.c.id)
    )
