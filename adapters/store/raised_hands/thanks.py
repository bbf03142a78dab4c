"""Find what to tell a visitor who has just raised a hand."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from models import METADATA

_leads = METADATA.tables["leads"]
_submissions = METADATA.tables["submissions"]


async def find_raised_hand(connection: AsyncConnection, submission_id: UUID) -> Any:
    """A row with the `answer` given at once, if one was, and how the lead stands now.

    None for a hand that was never raised.
    """
    found = await connection.execute(
        select(
            _submissions.c.answer,
            _submissions.c.locale,
            _leads.c.language,
            _leads.c.received_at,
            _leads.c.band,
            _leads.c.owner,
            _leads.c.respond_by,
        )
        .join(_leads, _leads.c.id == _submissions.c.lead_id)
        .where(_submissions.c.id == submission_id)
    )
    row: Any = found.one_or_none()
    return row
