"""What a one-tap link meets: the lead as it stands, and whoever the link was sent to."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from models import METADATA

_leads = METADATA.tables["leads"]
_users = METADATA.tables["users"]
_assignments = METADATA.tables["assignments"]


async def find_tapped(
    connection: AsyncConnection, lead_id: UUID, handle: str
) -> Row[Any] | None:
    """The lead's row, its open `assignment_id`, and the name (`person`) and `role` of the handle.

    None when there is no such lead, or nobody of this handle works here any more.
    """
    found = await connection.execute(
        select(
            _leads,
            _assignments.c.id.label("assignment_id"),
            _users.c.role,
            _users.c.name.label("person"),
        )
        .select_from(_leads)
        .join(_users, and_(_users.c.handle == handle, _users.c.departed_at.is_(None)))
        .outerjoin(
            _assignments,
            and_(
                _assignments.c.lead_id == _leads.c.id, _assignments.c.ended_at.is_(None)
            ),
        )
        .where(_leads.c.id == lead_id)
    )
    return found.one_or_none()
