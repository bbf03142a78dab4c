"""Who has a lead, and whose turn it is to get it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.statements import Statement
from adapters.store.decisions import EVIDENCE
from adapters.store.playbooks import CURRENT_VERSION
from domain.availability import Availability
from domain.errors import NotFoundError
from domain.evidence import Evidence
from domain.fairness import Ledger, Turns


@dataclass(frozen=True, slots=True)
class LeadToRoute:
    """A lead, locked until the transaction ends, and who has it."""

    revision: int
    open_assignment: UUID | None
    open_review: UUID | None
    owner: str | None  # of the open assignment
    respond_by: datetime | None  # what the prospect was told
    playbook_version: int
    evidence_json: str

    def evidence(self) -> Evidence:
        return EVIDENCE.validate_json(self.evidence_json)


# After waiting for the lock the lead's own row is new, and what stands beside it is as old
# as the statement. Whoever changes that also raises `revision`: look at it first.
_LEAD = Statement(
    f"""
    SELECT l.revision, l.respond_by, a.owner,
           a.id AS open_assignment, r.id AS open_review,
           d.evidence::text AS evidence,
           {CURRENT_VERSION} AS version
    FROM leads l
    JOIN decisions d ON d.id = :decision_id AND d.lead_id = l.id
    LEFT JOIN assignments a ON a.lead_id = l.id AND a.ended_at IS NULL
    LEFT JOIN reviews r ON r.lead_id = l.id AND r.closed_at IS NULL
    WHERE l.id = :lead_id
    FOR UPDATE OF l
    """  # noqa: S608  of our own words
)


async def lock_lead_to_route(
    connection: AsyncConnection, lead_id: UUID, decision_id: UUID
) -> LeadToRoute:
    """NotFoundError when the lead was never decided that way."""
    row = await _LEAD.first(connection, lead_id=lead_id, decision_id=decision_id)
    if row is None:
        raise NotFoundError(f"Lead {lead_id} has no decision {decision_id}.")
    return LeadToRoute(
        row.revision,
        row.open_assignment,
        row.open_review,
        row.owner,
        row.respond_by,
        row.version,
        row.evidence,
    )


@dataclass(frozen=True, slots=True)
class AssignedBefore:
    """What an earlier try of the same routing settled."""

    owner: str
    started_at: datetime
    respond_by: datetime | None  # what the prospect was told
    routing: Mapping[str, Any]  # of its decision, perhaps of a later try


_ASSIGNED = Statement(
    """
    SELECT a.owner, a.started_at, l.respond_by, d.routing::text AS routing
    FROM assignments a
    JOIN leads l ON l.id = a.lead_id
    JOIN decisions d ON d.id = :decision_id
    WHERE a.id = :assignment_id
    """
)


async def find_assigned(
    connection: AsyncConnection, assignment_id: UUID, decision_id: UUID
) -> AssignedBefore | None:
    row = await _ASSIGNED.first(
        connection, assignment_id=assignment_id, decision_id=decision_id
    )
    if row is None:
        return None
    routing = from_json(row.routing or "{}")
    return AssignedBefore(row.owner, row.started_at, row.respond_by, routing)


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool, locked until the transaction ends. `departed`: not to be picked again."""

    availability: Mapping[str, Availability]
    ledger: Ledger
    departed: frozenset[str]


_LOCK_POOL = Statement("SELECT pg_advisory_xact_lock(hashtextextended(:pool, 0))")
# Open leads are counted as far as a capacity could matter, however many there are.
_COUNTED_UP_TO = 1_000
_POOL = Statement(
    f"""
    SELECT u.handle, u.departed_at IS NOT NULL AS departed,
           u.paused AND coalesce(u.paused_until > :now, true) AS paused,
           (SELECT max(v.ends_at) FROM leaves v
            WHERE v.handle = u.handle AND v.cancelled_at IS NULL
              AND v.starts_at <= :now AND v.ends_at > :now) AS away_until,
           t.rep IS NOT NULL AS known, t.taken, t.last_at,
           CASE WHEN u.handle = ANY(:limited) THEN (
             SELECT count(*) FROM (
               SELECT FROM assignments a
               WHERE a.owner = u.handle AND a.ended_at IS NULL LIMIT {_COUNTED_UP_TO}
             ) AS open) ELSE 0 END AS open_leads
    FROM users u LEFT JOIN turns t ON t.pool = :pool AND t.rep = u.handle
    WHERE u.handle = ANY(:members)
    """  # noqa: S608  a number of our own
)


async def lock_pool(
    connection: AsyncConnection,
    pool: str,
    *,
    members: Sequence[str],
    limited: Sequence[str],
    now: datetime,
) -> Pool:
    """The pool as the one before us left it. `limited`: members with a capacity."""
    await _LOCK_POOL.all(connection, pool=pool)
    # Not in the same statement: it would still see what was before the lock.
    rows = await _POOL.all(
        connection, pool=pool, members=list(members), limited=list(limited), now=now
    )
    return Pool(
        {
            row.handle: Availability(
                row.handle, row.away_until, row.paused, row.open_leads
            )
            for row in rows
        },
        Ledger(
            {row.handle: Turns(row.taken, row.last_at) for row in rows if row.known}
        ),
        frozenset(row.handle for row in rows if row.departed),
    )
