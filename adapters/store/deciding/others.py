"""Which other leads of the same person or company somebody has, or had."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.statements import Statement
from domain.routing.sticky import OtherLead

# Of each kind the open ones, then the newest; a company may have had thousands.
_ENOUGH = 20
_OTHERS = Statement(
    f"""
    (SELECT o.owner, true AS of_person, o.received_at, o.closed_at
     FROM leads l JOIN leads o ON o.person_key = l.person_key AND o.id <> l.id
     WHERE l.id = :lead_id AND o.owner IS NOT NULL AND o.merged_into IS NULL
       AND o.outcome IS DISTINCT FROM 'spam'
     ORDER BY o.closed_at IS NULL DESC, o.received_at DESC LIMIT {_ENOUGH})
    UNION ALL
    (SELECT o.owner, false, o.received_at, o.closed_at FROM leads o
     WHERE split_part(o.person_key, '@', 2) = ANY(:domains) AND o.id <> :lead_id
       AND o.owner IS NOT NULL AND o.merged_into IS NULL
       AND o.outcome IS DISTINCT FROM 'spam'
     ORDER BY o.closed_at IS NULL DESC, o.received_at DESC LIMIT {_ENOUGH})
    """  # noqa: S608  a number of our own
)


async def find_other_leads(
    connection: AsyncConnection, lead_id: UUID, domains: Sequence[str]
) -> list[OtherLead]:
    """Of the person, and of companies with these domains; what was spam is not counted."""
    rows = await _OTHERS.all(connection, lead_id=lead_id, domains=list(domains))
    return [
        OtherLead(row.owner, row.of_person, row.received_at, row.closed_at)
        for row in rows
    ]
