"""Read what past leads were decided by, the newest first."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.statements import Statement

_AT_ONCE = 1000  # leads; their evidence is a few kilobytes each


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """A lead and the evidence of its last decision, as JSON."""

    lead_id: UUID
    label: str  # its name, or company, or address: as people know it
    decided_at: datetime
    evidence: str


# By the index on (received_at, id), and of each lead one row by that on decisions.
_NEWEST = Statement(
    """
    SELECT l.id, l.received_at, d.decided_at, d.evidence::text AS evidence,
           coalesce(nullif(l.name, ''), nullif(l.company, ''), l.email) AS label
    FROM leads l CROSS JOIN LATERAL (
      SELECT decided_at, evidence FROM decisions
      WHERE lead_id = l.id AND band IS NOT NULL
      ORDER BY decided_at DESC LIMIT 1
    ) d
    WHERE (l.received_at, l.id) < (:received_at, :id)
    ORDER BY l.received_at DESC, l.id DESC LIMIT :count
    """
)
_COUNT = Statement("SELECT count(*) AS leads FROM leads")
_AFTER_ALL = datetime.max.replace(tzinfo=UTC), UUID(int=(1 << 128) - 1)


async def count_leads(connection: AsyncConnection) -> int:
    row = await _COUNT.first(connection)
    return int(row.leads)


async def newest_evidence(
    connection: AsyncConnection, limit: int
) -> AsyncIterator[Sequence[StoredEvidence]]:
    """The last `limit` leads that were decided, some hundreds at a time."""
    received_at, lead_id = _AFTER_ALL
    left = limit
    while left > 0:
        rows = await _NEWEST.all(
            connection, received_at=received_at, id=lead_id, count=min(left, _AT_ONCE)
        )
        if not rows:
            return
        yield [
            StoredEvidence(row.id, row.label, row.decided_at, row.evidence)
            for row in rows
        ]
        received_at, lead_id = rows[-1].received_at, rows[-1].id
        left -= len(rows)
