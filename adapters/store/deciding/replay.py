"""Read what past leads were decided by."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.statements import Statement

_AT_ONCE = 250  # leads; their evidence is a few kilobytes each


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """A lead and the evidence of its last decision, as JSON."""

    lead_id: UUID
    label: str  # its name, or company, or address: as people know it
    decided_at: datetime
    evidence: str


# By the index on (received_at, id), and of each lead one row by that on decisions.
_OLDEST = Statement(
    """
    SELECT received_at, id FROM leads
    ORDER BY received_at DESC, id DESC OFFSET :newer LIMIT 1
    """
)
_NEXT = Statement(
    """
    SELECT l.id, l.received_at, d.decided_at, d.evidence::text AS evidence,
           coalesce(nullif(l.name, ''), nullif(l.company, ''), l.email) AS label
    FROM leads l LEFT JOIN LATERAL (
      SELECT decided_at, evidence FROM decisions
      WHERE lead_id = l.id AND band IS NOT NULL
      ORDER BY decided_at DESC LIMIT 1
    ) d ON true
    WHERE (l.received_at, l.id) > (:received_at, :id)
    ORDER BY l.received_at, l.id LIMIT :count
    """
)
_COUNT = Statement("SELECT count(*) AS leads FROM leads")
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC), UUID(int=0)


async def count_leads(connection: AsyncConnection) -> int:
    row = await _COUNT.first(connection)
    return int(row.leads)


async def evidence_of_newest(
    connection: AsyncConnection, leads: int
) -> AsyncIterator[Sequence[StoredEvidence]]:
    """Of the last `leads` leads, oldest first, some hundreds at a time.

    Those that were never decided are left out.
    """
    before = await _OLDEST.first(connection, newer=leads)
    at, lead_id = _BEFORE_ALL if before is None else before
    while rows := await _NEXT.all(
        connection, received_at=at, id=lead_id, count=_AT_ONCE
    ):
        yield [
            StoredEvidence(row.id, row.label, row.decided_at, row.evidence)
            for row in rows
            if row.evidence is not None
        ]
        at, lead_id = rows[-1].received_at, rows[-1].id
