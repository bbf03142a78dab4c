"""What routing a lead begins with: the lead itself, and what an earlier try settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.statements import Statement
from adapters.store.deciding.decisions import EVIDENCE
from adapters.store.playbook.playbooks import CURRENT_VERSION
from adapters.store.standing.deeds import SAY, Deed
from domain.errors import NotFoundError
from domain.evidence import Evidence


@dataclass(frozen=True, slots=True)
class LeadToRoute:
    """A lead, locked until the transaction ends, and who has it."""

    revision: int
    open_assignment: UUID | None
    open_review: UUID | None
    owner: str | None  # of the open assignment, as the next one
    turn_of: str | None  # the pool whose turn it took
    respond_by: datetime | None  # what the prospect was told
    playbook_version: int  # the one in force
    evidence_json: str
    decided_by: int  # the version that scored it
    is_routed: bool  # that decision looked for an owner before

    def evidence(self) -> Evidence:
        return EVIDENCE.validate_json(self.evidence_json)


# After waiting for the lock the lead's own row is new, and what stands beside it is as old
# as the statement. Whoever changes that also raises `revision`: look at it first.
_LEAD = Statement(
    f"""
    SELECT {SAY}, l.revision, l.respond_by, a.owner, a.turn_of,
           a.id AS open_assignment, r.id AS open_review,
           d.evidence::text AS evidence, d.playbook_version AS decided_by,
           d.routing IS NOT NULL AS is_routed,
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
    connection: AsyncConnection, lead_id: UUID, decision_id: UUID, deed: Deed
) -> LeadToRoute:
    """NotFoundError when the lead was never decided that way.

    `deed` is whose it is when the lead changes in this transaction.
    """
    row = await _LEAD.first(
        connection, lead_id=lead_id, decision_id=decision_id, deed=deed.json()
    )
    if row is None:
        raise NotFoundError(f"Lead {lead_id} has no decision {decision_id}.")
    return LeadToRoute(
        row.revision,
        row.open_assignment,
        row.open_review,
        row.owner,
        row.turn_of,
        row.respond_by,
        row.version,
        row.evidence,
        row.decided_by,
        row.is_routed,
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
