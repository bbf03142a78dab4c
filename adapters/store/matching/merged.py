"""Which leads go on in one: itself, and those that were merged into it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, any_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from models import METADATA

_leads = METADATA.tables["leads"]
_merges = METADATA.tables["merges"]

# Read once, before the rows that it is compared with.
WITH_MERGED = (
    "ARRAY(SELECT id FROM leads WHERE id = :lead_id OR merged_into = :lead_id)"
)

# The mailboxes of all these. A lead that was taken out of another by hand may have the key
# of its mailbox with a mark behind it (adapters.store.raised_hands.splitting): mails go there all the same.
MAILBOX = "regexp_replace(person_key, '#[0-9a-f-]{36}$', '')"
MAILBOXES = f"SELECT {MAILBOX} FROM leads WHERE id = :lead_id OR merged_into = :lead_id"  # noqa: S608


def of_whole_lead(column: ColumnElement[UUID], lead_id: UUID) -> ColumnElement[bool]:
    """Whether a row is of the lead, or of one that was merged into it."""
    ids = select(_leads.c.id).where(
        or_(_leads.c.id == lead_id, _leads.c.merged_into == lead_id)
    )
    return column == any_(func.array(ids.scalar_subquery()))


async def absorbed_by(connection: AsyncConnection, lead_id: UUID) -> Sequence[Row[Any]]:
    """The leads that went into this one, with who merged them, when, and into which.

    `direct`: into this very lead. Others came with a lead that was merged further, and leave
    with that one.
    """
    standing = and_(_merges.c.absorbed == _leads.c.id, _merges.c.undone_at.is_(None))
    found = await connection.execute(
        select(
            _leads,
            _merges.c.by.label("merged_by"),
            _merges.c.merged_at,
            (_merges.c.survivor == lead_id).label("direct"),
        )
        .join(_merges, standing)
        .where(_leads.c.merged_into == lead_id)
        .order_by(_merges.c.merged_at)
    )
    return found.all()
