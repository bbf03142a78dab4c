"""The audit trail: who did what to a lead, when, from where, before and after."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.columns import maybe_json


class AuditEntry(SQLModel, table=True):
    """One action on a lead. Written by triggers alone, and never changed.

    Without a foreign key: an entry outlives its lead.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("audit_of_lead", "lead_id", "at", "id"),
        Index("audit_by_time", "at", "id"),
    )

    id: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger,
        sa_column_args=[Identity(always=True)],
    )
    lead_id: UUID
    at: datetime = Field(
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": text("clock_timestamp()")},
    )
    actor: str  # a handle, "handraise", "prospect", or a role of the database
    origin: str  # domain.audit.Origin
    via: str | None = None  # the key's id, or the step of the plan
    kind: str  # what was done, e.g. "accepted"
    source_id: UUID | None = None  # the human action or the message behind it
    changed: dict[str, Any] = Field(  # column -> [before, after]
        default_factory=dict,
        sa_type=JSONB,
        sa_column_kwargs={"server_default": text("'{}'")},
    )
    personal: dict[str, Any] | None = maybe_json()  # the same, of what may be forgotten
