"""Decisions, the fairness ledger, and what enrichment found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import instant, json_list, json_object, maybe_instant, maybe_json


class Decision(SQLModel, table=True):
    """One pass of enrich, score, band, route, with everything that explains it."""

    __tablename__ = "decisions"
    __table_args__ = (Index("decisions_of_lead", "lead_id", "decided_at"),)

    id: UUID = Field(primary_key=True)
    lead_id: UUID = Field(foreign_key="leads.id")
    playbook_version: int = Field(foreign_key="playbooks.version")
    evidence: dict[str, Any] = json_object()
    points: int = 0
    fit: int = 0
    intent: int = 0
    urgency: int = 0
    reasons: list[dict[str, Any]] = json_list()  # rule, part, points, because
    band: str | None = None
    band_because: str | None = None
    review_code: str | None = None
    suggested_band: str | None = None  # by its points alone: what a reviewer is offered
    routing: dict[str, Any] | None = (
        maybe_json()
    )  # row, passed_over, eligible, excluded, picked
    partial: bool = False
    decided_at: datetime = instant()


class Turn(SQLModel, table=True):
    """The ledger of one pool, see domain.routing.fairness. Locked while somebody is picked."""

    __tablename__ = "turns"

    pool: str = Field(primary_key=True)
    rep: str = Field(primary_key=True)
    taken: int = 0
    last_at: datetime | None = maybe_instant()
    owed: float | None = None  # leads behind the ideal; None: from before it was kept


class EnrichmentAnswer(SQLModel, table=True):
    """What one provider knew of one domain, and since when: the cache of the waterfall."""

    __tablename__ = "enrichment_answers"

    domain: str = Field(primary_key=True)
    provider: str = Field(primary_key=True)
    facts: dict[str, Any] = (
        json_object()
    )  # field -> {"value", "source"}; {} = knows nothing
    fetched_at: datetime = instant()


class Company(SQLModel, table=True):
    """A company that the business already knows, by its domain."""

    __tablename__ = "companies"

    domain: str = Field(primary_key=True)
    facts: dict[str, Any] = json_object()  # field -> value
    updated_at: datetime = instant()
