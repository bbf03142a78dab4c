"""Which other leads of the same person or company somebody has, or had."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.statements import Statement
from domain.routing.sticky import OtherLead

# Of each person and of each domain the open ones, then the newest; a company may have had thousands.
_ENOUGH = 20
_COUNTS = """o.owner IS NOT NULL AND o.merged_into IS NULL
        AND o.outcome IS DISTINCT FROM 'spam'"""
_OTHERS = Statement(
    f"""
    SELECT k.lead_id, o.* FROM unnest(CAST(:lead_ids AS uuid[])) AS k (lead_id)
    JOIN leads l ON l.id = k.lead_id
    CROSS JOIN LATERAL (
      SELECT o.owner, true AS of_person, o.received_at, o.closed_at FROM leads o
      WHERE o.person_key = l.person_key AND o.id <> l.id AND {_COUNTS}
      ORDER BY o.closed_at IS NULL DESC, o.received_at DESC LIMIT {_ENOUGH}) AS o
    UNION ALL
    SELECT k.lead_id, o.*
    FROM unnest(CAST(:of_domain AS uuid[]), CAST(:domains AS text[]))
           AS k (lead_id, domain)
    CROSS JOIN LATERAL (
      SELECT o.owner, false, o.received_at, o.closed_at FROM leads o
      WHERE split_part(o.person_key, '@', 2) = k.domain AND o.id <> k.lead_id
        AND {_COUNTS}
      ORDER BY o.closed_at IS NULL DESC, o.received_at DESC LIMIT {_ENOUGH}) AS o
    """  # noqa: S608  of our own words
)


async def find_other_leads(
    connection: AsyncConnection, domains: Mapping[UUID, Sequence[str]]
) -> dict[UUID, list[OtherLead]]:
    """Of each lead's person, and of companies with its domains; spam is not counted."""
    pairs = [(lead_id, one) for lead_id, of in domains.items() for one in of]
    rows = await _OTHERS.all(
        connection,
        lead_ids=list(domains),
        of_domain=[lead_id for lead_id, _ in pairs],
        domains=[domain for _, domain in pairs],
    )
    found: dict[UUID, list[OtherLead]] = {lead_id: [] for lead_id in domains}
    for row in rows:
        other = OtherLead(row.owner, row.of_person, row.received_at, row.closed_at)
        found[row.lead_id].append(other)
    return found
