"""Give a lead to somebody, or keep why nobody got it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.statements import Statement
from adapters.store.owners.pools import WRITE_TURNS, Changes, columns_of


@dataclass(frozen=True, slots=True)
class NewOwner:
    """A lead's next standing: with an owner, and the clock of accepting it."""

    lead_id: UUID
    decision_id: UUID
    assignment_id: UUID
    revision: int
    band: str
    points: int
    owner: str
    because: str
    routing: Mapping[str, Any]
    clock: str
    due_at: datetime
    respond_by: datetime | None
    breaches: int
    action_id: UUID | None
    actor: str
    sentence: str
    now: datetime
    plan: str  # adapters.store.standing.plans, as JSON
    at_risk_at: datetime | None
    row: str
    late_since: datetime | None  # from when the promise counts that nobody could keep
    late_due_at: datetime | None  # when it was due
    turn_of: str | None = None  # the pool whose turn it took
    turns: Changes = field(default_factory=dict)  # what changes in the ledgers


_ASSIGN = Statement(
    f"""
    WITH assigned AS (
      INSERT INTO assignments (id, lead_id, owner, because, started_at, turn_of)
      VALUES (:assignment_id, :lead_id, :owner, :because, :now, :turn_of)
    ), counted AS (
{WRITE_TURNS}    ), explained AS (
      UPDATE decisions SET routing = CAST(:routing AS jsonb) WHERE id = :decision_id
      RETURNING partial
    ), applied AS (
      UPDATE human_actions SET applied_at = :now
      WHERE id = :action_id AND applied_at IS NULL
    ), told AS (
      INSERT INTO timeline (key, lead_id, at, actor, kind, sentence)
      VALUES (:key, :lead_id, :now, :actor, 'assigned', :sentence)
      ON CONFLICT (key) DO NOTHING
    ), broken AS (
      INSERT INTO breaches (key, lead_id, promise, row, started_at, due_at, noticed_at)
      SELECT :key, :lead_id, CAST(:clock AS varchar), CAST(:row AS varchar),
             CAST(:late_since AS timestamptz), :late_due_at, :now
      WHERE CAST(:late_due_at AS timestamptz) IS NOT NULL
    )
    UPDATE leads SET
      status = 'assigned', band = :band, points = :points, owner = :owner, queue = NULL,
      because = :because, clock = :clock, due_at = :due_at,
      plan = CAST(:plan AS jsonb), at_risk_at = :at_risk_at,
      respond_by = :respond_by, breaches = :breaches, revision = :revision,
      accepted_at = NULL, partial = COALESCE((SELECT partial FROM explained), partial)
    WHERE id = :lead_id
    """  # noqa: S608  of our own words
)


async def assign_lead(connection: AsyncConnection, new: NewOwner) -> None:
    """All of it in one statement. Earlier assignments and reviews have ended."""
    values = {name: getattr(new, name) for name in NewOwner.__slots__}
    values["routing"] = to_json(new.routing).decode()
    values["key"] = f"{new.lead_id}/{new.revision}"
    values |= columns_of(values.pop("turns"))
    await _ASSIGN.all(connection, **values)


_EXPLAIN = Statement(
    """
    WITH told AS (
      INSERT INTO timeline (key, lead_id, at, actor, kind, sentence)
      VALUES (:key, :lead_id, :now, 'handraise', 'unroutable', :sentence)
      ON CONFLICT (key) DO NOTHING
    )
    UPDATE decisions SET routing = CAST(:routing AS jsonb) WHERE id = :decision_id
    """
)


_EXPLAIN_OFFER = Statement(
    "UPDATE decisions SET routing = CAST(:routing AS jsonb) WHERE id = :decision_id"
)


async def explain_offer(
    connection: AsyncConnection, decision_id: UUID, routing: Mapping[str, Any]
) -> None:
    """Keep why a whole team was asked."""
    values = {"decision_id": decision_id, "routing": to_json(routing).decode()}
    await _EXPLAIN_OFFER.all(connection, **values)


async def explain_nobody(
    connection: AsyncConnection,
    ids: tuple[UUID, UUID, UUID],
    routing: Mapping[str, Any],
    *,
    sentence: str,
    now: datetime,
) -> None:
    """Keep why nobody got it. `ids`: of the lead, the decision and the assignment."""
    lead_id, decision_id, assignment_id = ids
    await _EXPLAIN.all(
        connection,
        lead_id=lead_id,
        decision_id=decision_id,
        key=f"{assignment_id}/nobody",
        routing=to_json(routing).decode(),
        sentence=sentence,
        now=now,
    )
