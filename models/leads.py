"""Leads, what they submitted, and what people did with them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from models.columns import instant, json_list, json_object, maybe_instant, maybe_json

_DUE = "COALESCE(due_at, '9999-01-01 00:00:00+00'::timestamp with time zone)"


class Lead(SQLModel, table=True):
    """A person at a company who asked for something. The read model of its workflow."""

    __tablename__ = "leads"
    __table_args__ = (
        # One open lead per person: what makes a second hand-raise a merge.
        Index(
            "one_open_lead_per_person",
            "person_key",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "leads_by_owner",
            "owner",
            "due_at",
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("leads_by_status", "status", "due_at"),
        # The lists of the inbox in their order, and its search: adapters.store.pages.inbox.
        Index(
            "open_leads_in_order",
            text(_DUE),
            "id",
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "open_leads_of_owner_in_order",
            "owner",
            text(_DUE),
            "id",
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "closed_leads_in_order",
            "closed_at",
            "id",
            postgresql_where=text("closed_at IS NOT NULL"),
        ),
        Index(
            "leads_by_words",
            text("lead_words(name, company, email)"),
            postgresql_using="gin",
        ),
        # How many of somebody's leads were won, and who had the last of a person or company.
        Index(
            "closed_leads_by_owner",
            "owner",
            "closed_at",
            postgresql_where=text("closed_at IS NOT NULL"),
        ),
        Index(
            "owned_leads_by_person",
            "person_key",
            postgresql_where=text("owner IS NOT NULL"),
        ),
        Index(
            "owned_leads_by_domain",
            text("split_part(person_key, '@', 2)"),
            postgresql_where=text("owner IS NOT NULL"),
        ),
        Index("leads_by_received", "received_at", "id"),
        Index(
            "leads_merged_into",
            "merged_into",
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        # A hand-raise from the address of a merged lead belongs to the one it went into.
        Index(
            "merged_leads_by_person",
            "person_key",
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        # Where to look for leads that may be the same person's: adapters.store.matching.likeness.
        Index(
            "open_leads_by_phone",
            text(r"right(regexp_replace(phone, '\D', '', 'g'), 7)"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "open_leads_by_domain",
            text("split_part(email, '@', 2)"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "leads_to_replan",
            "replan_since",
            postgresql_where=text("replan_since IS NOT NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    person_key: str  # the mailbox (domain.matching.mailboxes)
    email: str
    name: str | None = None
    company: str | None = None
    job_title: str | None = None
    phone: str | None = None
    country: str | None = None
    employees: int | None = None
    industry: str | None = None
    product: str | None = None
    message: str | None = None
    language: str | None = None
    channel: str
    fields: dict[str, Any] = json_object()
    received_at: datetime = instant()

    status: str = "qualifying"  # domain.lifecycle.Status
    band: str | None = None
    points: int | None = None
    owner: str | None = None  # a handle
    queue: str | None = None  # the team that it is open to, while nobody has it
    because: str | None = None  # why this owner, in words
    clock: str | None = None  # domain.promises.sla.ClockKind of the running clock
    due_at: datetime | None = maybe_instant()  # when that clock breaks
    at_risk_at: datetime | None = maybe_instant()  # from when on it is about to
    plan: dict[str, Any] | None = maybe_json()  # the domain.promises.sla.Clock itself
    respond_by: datetime | None = maybe_instant()  # what the prospect was told
    breaches: int = 0
    partial: bool = False
    accepted_at: datetime | None = maybe_instant()
    contacted_at: datetime | None = maybe_instant()
    closed_at: datetime | None = maybe_instant()
    outcome: str | None = None
    value: float | None = None
    # Hours or leave changed then, and the workflow is to count its clock again.
    replan_since: datetime | None = maybe_instant()
    revision: int = 0  # of the workflow's state that this row shows; never goes back
    imported: bool = False  # history: no workflow, no clock, no messages
    # The lead that goes on in its place. Never one that is merged itself.
    merged_into: UUID | None = Field(default=None, foreign_key="leads.id")


class Merge(SQLModel, table=True):
    """One lead absorbed by another, or a hand-raise split off; kept when it is undone."""

    __tablename__ = "merges"
    __table_args__ = (
        Index(
            "one_standing_merge_per_lead",
            "absorbed",
            unique=True,
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index("merges_of_survivor", "survivor", "merged_at"),
        Index(
            "merges_to_settle",
            "changed_at",
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    absorbed: UUID = Field(foreign_key="leads.id")
    survivor: UUID = Field(foreign_key="leads.id")
    by: str
    merged_at: datetime = instant()
    # What the survivor's row took over: column -> [its own value, the one taken over].
    filled: dict[str, Any] = json_object()
    undone_by: str | None = None
    undone_at: datetime | None = maybe_instant()
    changed_at: datetime = instant()  # merged or undone
    steps: list[str] = json_list()  # human actions that the workflows must be told
    settled_at: datetime | None = maybe_instant()  # when they all had been


class Submission(SQLModel, table=True):
    """One hand-raise, kept raw."""

    __tablename__ = "submissions"
    __table_args__ = (
        Index(
            "one_submission_per_idempotency_key",
            "key_id",
            "idempotency_key",
            unique=True,
            postgresql_where=text("idempotency_key IS NOT NULL"),
        ),
        Index("submissions_of_lead", "lead_id", "received_at"),
        # What the relay looks for: on disk, but neither counted nor handed to Temporal.
        Index(
            "submissions_waiting",
            "received_at",
            postgresql_where=text("decision_id IS NULL AND relayed_at IS NULL"),
        ),
        # Handed over and not counted yet; for seconds, unless the lead closed meanwhile.
        Index(
            "submissions_handed_over",
            "relayed_at",
            postgresql_where=text("decision_id IS NULL AND relayed_at IS NOT NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    lead_id: UUID = Field(foreign_key="leads.id")
    key_id: UUID | None = Field(default=None, foreign_key="api_keys.id")
    idempotency_key: str | None = None
    body_hash: str | None = None
    payload: dict[str, Any] = json_object()
    locale: str | None = None
    received_at: datetime = instant()
    merged: bool = False
    decision_id: UUID | None = None  # the first decision that counted it
    relayed_at: datetime | None = maybe_instant()
    answer: dict[str, Any] | None = (
        maybe_json()
    )  # what was answered, for its idempotency key


class HumanAction(SQLModel, table=True):
    """What a person asked for, with the words that must not reach Temporal."""

    __tablename__ = "human_actions"
    __table_args__ = (Index("actions_of_lead", "lead_id", "asked_at"),)

    id: UUID = Field(primary_key=True)
    lead_id: UUID = Field(foreign_key="leads.id")
    kind: str  # domain.lifecycle.ActionKind
    by: str
    reason: str | None = None
    details: dict[str, Any] = json_object()  # corrected fields, value of the deal
    asked_at: datetime = instant()
    applied_at: datetime | None = maybe_instant()
    # domain.auditing.origins.Origin; "unknown" from before it was kept
    origin: str = Field(sa_column_kwargs={"server_default": "unknown"})
    via: str | None = None  # the key's id


class Assignment(SQLModel, table=True):
    """Lead to owner, from when to when, and why it ended."""

    __tablename__ = "assignments"
    __table_args__ = (
        Index(
            "one_open_assignment_per_lead",
            "lead_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "open_assignments_by_owner",
            "owner",
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("assignments_by_owner", "owner", "started_at"),  # for a daily cap
        Index("assignments_of_lead", "lead_id", "started_at"),
    )

    id: UUID = Field(primary_key=True)
    lead_id: UUID = Field(foreign_key="leads.id")
    owner: str
    because: str
    started_at: datetime = instant()
    ended_at: datetime | None = maybe_instant()
    ended_because: str | None = None
    turn_of: str | None = None  # the pool whose turn it took, if any


class Review(SQLModel, table=True):
    """A lead that waited for a person's decision."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index(
            "one_open_review_per_lead",
            "lead_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    lead_id: UUID = Field(foreign_key="leads.id")
    code: str
    because: str
    opened_at: datetime = instant()
    closed_at: datetime | None = maybe_instant()
    closed_by: str | None = None
    resolution: str | None = None


class ReviewLabel(SQLModel, table=True):
    """What a person made of a lead in review, to calibrate the rules by. Append-only.

    `band` is what they put it in, None where they said nothing of it; `owner` whom they
    named, or who took it over; `outcome` how it ended where they closed it.
    """

    __tablename__ = "review_labels"
    __table_args__ = (
        Index("labels_by_decision_time", "decided_at", "review_id"),
        Index("labels_of_lead", "lead_id", "decided_at"),
        Index("labels_by_code", "code", "decided_at"),
    )

    review_id: UUID = Field(primary_key=True, foreign_key="reviews.id")
    lead_id: UUID = Field(foreign_key="leads.id")
    decision_id: UUID | None = Field(default=None, foreign_key="decisions.id")
    code: str  # why it was in review
    suggested_band: str | None = None  # what they were offered
    points: int | None = None
    band: str | None = None
    owner: str | None = None
    outcome: str | None = None
    by: str
    opened_at: datetime = instant()
    decided_at: datetime = instant()
    changed: list[str] = json_list()  # fields corrected while it was in review


class Breach(SQLModel, table=True):
    """A promise that was not kept: by whom, and of which row of the routing table."""

    __tablename__ = "breaches"
    __table_args__ = (
        Index("breaches_by_due", "due_at"),
        Index("breaches_of_lead", "lead_id"),
    )

    key: str = Field(primary_key=True)  # as in the timeline
    lead_id: UUID = Field(foreign_key="leads.id")
    promise: str  # domain.promises.sla.ClockKind
    owner: str | None = None  # a handle; None: nobody had it
    queue: str | None = None  # the team that was asked
    row: str | None = None  # of the routing table; "" where a person gave it
    started_at: datetime = instant()
    due_at: datetime = instant()
    noticed_at: datetime = instant()  # later than `due_at` by as long as we were away


class TimelineEntry(SQLModel, table=True):
    """One thing that happened to a lead, in a sentence. Append-only."""

    __tablename__ = "timeline"
    __table_args__ = (
        Index("timeline_of_lead", "lead_id", "at"),
        Index("timeline_once", "key", unique=True),
        CheckConstraint("sentence <> ''", name="timeline_says_something"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str  # makes a retried activity write it once
    lead_id: UUID = Field(foreign_key="leads.id")
    at: datetime = instant()
    actor: str  # a handle, or "handraise"
    kind: str
    sentence: str
