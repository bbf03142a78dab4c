"""Write a lead's standing down: who has it, who reviews it, what happened."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy import cast, insert, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.playbook.playbooks import CURRENT_VERSION
from domain.errors import NotFoundError
from models import METADATA

_leads = METADATA.tables["leads"]
_breaches = METADATA.tables["breaches"]


@dataclass(frozen=True, slots=True)
class LeadToChange:
    """A lead, locked until the transaction ends, with what a change may need."""

    revision: int
    received_at: datetime
    respond_by: datetime | None
    accepted_at: datetime | None
    open_assignment: UUID | None
    open_review: UUID | None
    playbook_version: int
    partial: bool | None  # of the decision named, as the next two
    band_because: str
    review_code: str | None
    routing: Mapping[str, Any]
    reason: str | None  # of the human action named, as the next one
    details: Mapping[str, Any]


# After waiting for the lock the lead's own row is new, and what stands beside it is as old
# as the statement. Whoever changes that also raises `revision`: look at it first.
_LEAD = text(
    f"""
    SELECT l.revision, l.received_at, l.respond_by, l.accepted_at,
           a.id AS open_assignment, r.id AS open_review,
           d.partial, d.band_because, d.review_code, d.routing::text AS routing,
           h.reason, h.details::text AS details,
           {CURRENT_VERSION} AS version
    FROM leads l
    LEFT JOIN assignments a ON a.lead_id = l.id AND a.ended_at IS NULL
    LEFT JOIN reviews r ON r.lead_id = l.id AND r.closed_at IS NULL
    LEFT JOIN decisions d ON d.id = :decision_id AND d.lead_id = l.id
    LEFT JOIN human_actions h ON h.id = :action_id AND h.lead_id = l.id
    WHERE l.id = :lead_id
    FOR UPDATE OF l
    """  # noqa: S608  of our own words
)


async def lock_lead_to_change(
    connection: AsyncConnection,
    lead_id: UUID,
    decision_id: UUID | None,
    action_id: UUID | None,
) -> LeadToChange:
    """NotFoundError when there is no such lead."""
    ids = {"lead_id": lead_id, "decision_id": decision_id, "action_id": action_id}
    row = (await connection.execute(_LEAD, ids)).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no lead {lead_id}.")
    return LeadToChange(
        revision=row.revision,
        received_at=row.received_at,
        respond_by=row.respond_by,
        accepted_at=row.accepted_at,
        open_assignment=row.open_assignment,
        open_review=row.open_review,
        playbook_version=row.version,
        partial=row.partial,
        band_because=row.band_because or "",
        review_code=row.review_code,
        routing=from_json(row.routing or "{}"),
        reason=row.reason,
        details=from_json(row.details or "{}"),
    )


_END_ASSIGNMENT = text(
    "UPDATE assignments SET ended_at = :at, ended_because = :because WHERE id = :id"
)


async def end_assignment(
    connection: AsyncConnection, assignment_id: UUID, because: str, at: datetime
) -> None:
    values = {"id": assignment_id, "because": because, "at": at}
    await connection.execute(_END_ASSIGNMENT, values)


_OPEN_ASSIGNMENT = text(
    """
    INSERT INTO assignments (id, lead_id, owner, because, started_at)
    VALUES (:id, :lead_id, :owner, :because, :at)
    """
)


@dataclass(frozen=True, slots=True)
class NewAssignment:
    id: UUID
    lead_id: UUID
    owner: str
    because: str
    at: datetime


async def open_assignment(connection: AsyncConnection, new: NewAssignment) -> None:
    """The lead's earlier assignment has ended: it has one at most."""
    await connection.execute(_OPEN_ASSIGNMENT, asdict(new))


_CLOSE_REVIEW = text(
    """
    UPDATE reviews SET closed_at = :at, closed_by = :by, resolution = :resolution
    WHERE id = :id
    """
)


async def close_review(
    connection: AsyncConnection,
    review_id: UUID,
    *,
    by: str,
    resolution: str,
    at: datetime,
) -> None:
    values = {"id": review_id, "by": by, "resolution": resolution, "at": at}
    await connection.execute(_CLOSE_REVIEW, values)


_OPEN_REVIEW = text(
    """
    INSERT INTO reviews (id, lead_id, code, because, opened_at)
    VALUES (:id, :lead_id, :code, :because, :at)
    """
)


@dataclass(frozen=True, slots=True)
class NewReview:
    id: UUID
    lead_id: UUID
    code: str
    because: str
    at: datetime


async def open_review(connection: AsyncConnection, new: NewReview) -> None:
    """The lead's earlier review is closed: it has one at most."""
    await connection.execute(_OPEN_REVIEW, asdict(new))


async def write_lead(
    connection: AsyncConnection, lead_id: UUID, columns: Mapping[str, Any]
) -> None:
    """Columns by name. `fields` adds to the site's own fields, the rest replaces."""
    values = dict(columns)
    if "fields" in values:
        values["fields"] = _leads.c.fields.concat(cast(values["fields"], JSONB))
    await connection.execute(
        update(_leads).where(_leads.c.id == lead_id).values(**values)
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. The same key is written once."""

    key: str
    lead_id: UUID
    at: datetime
    actor: str
    kind: str
    sentence: str
    action_id: UUID | None = None  # the human action that this line tells of


_ENTRY = text(
    """
    WITH applied AS (
      UPDATE human_actions SET applied_at = :at
      WHERE id = :action_id AND applied_at IS NULL
    )
    INSERT INTO timeline (key, lead_id, at, actor, kind, sentence)
    VALUES (:key, :lead_id, :at, :actor, :kind, :sentence)
    ON CONFLICT (key) DO NOTHING
    """
)


async def write_entry(connection: AsyncConnection, entry: Entry) -> None:
    """Tell what happened, and mark the human action behind it as applied."""
    await connection.execute(_ENTRY, asdict(entry))


@dataclass(frozen=True, slots=True)
class NewBreach:
    """A promise that was broken; the columns of `breaches`."""

    key: str
    lead_id: UUID
    promise: str
    owner: str | None
    queue: str | None
    row: str | None
    started_at: datetime
    due_at: datetime
    noticed_at: datetime


async def write_breach(connection: AsyncConnection, new: NewBreach) -> None:
    await connection.execute(insert(_breaches).values(**asdict(new)))
