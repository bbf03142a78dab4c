"""Which leads go on in one: itself, and those that were merged into it."""

from uuid import UUID

from sqlalchemy import ColumnElement, any_, func, or_, select

from models import METADATA

_leads = METADATA.tables["leads"]

# Read once, before the rows that it is compared with.
WITH_MERGED = (
    "ARRAY(SELECT id FROM leads WHERE id = :lead_id OR merged_into = :lead_id)"
)


def of_whole_lead(column: ColumnElement[UUID], lead_id: UUID) -> ColumnElement[bool]:
    """Whether a row is of the lead, or of one that was merged into it."""
    ids = select(_leads.c.id).where(
        or_(_leads.c.id == lead_id, _leads.c.merged_into == lead_id)
    )
    return column == any_(func.array(ids.scalar_subquery()))
