"""The playbook's versions, the people, their leave, keys and sign-ins, and the outbox."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, text
from sqlmodel import Field, SQLModel

from models.columns import instant, maybe_instant, maybe_json

_NOW = text("now()")


class PublishedPlaybook(SQLModel, table=True):
    """One published version. Never changed, by a trigger, but for being cancelled in time."""

    __tablename__ = "playbooks"

    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    document: str  # the YAML
    author: str
    comment: str
    published_at: datetime = instant()
    effective_at: datetime = Field(
        sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": _NOW}
    )
    based_on: int | None = None  # the version that its author began with
    cancelled_at: datetime | None = maybe_instant()  # before it took effect
    cancelled_by: str | None = None
    people_let_in_at: datetime | None = maybe_instant()


class User(SQLModel, table=True):
    """A person of the business: may sign in, may own leads."""

    __tablename__ = "users"
    __table_args__ = (Index("users_by_email", text("lower(email)"), unique=True),)

    handle: str = Field(primary_key=True)
    name: str
    email: str
    role: str  # domain.people.Role
    paused: bool = False
    # Written by releases before `leaves` only; the next migration may drop them.
    away_from: datetime | None = maybe_instant()
    away_until: datetime | None = maybe_instant()
    departed_at: datetime | None = maybe_instant()
    paused_until: datetime | None = maybe_instant()  # None: until resumed
    paused_because: str | None = None


class Leave(SQLModel, table=True):
    """Somebody is away from the first day to the end of the last, in their own zone.

    The instants decide; the days are what was entered. A cancelled one counts no more.
    """

    __tablename__ = "leaves"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="leave_ends_after_it_starts"),
        Index("leaves_of_person", "handle", "ends_at"),
    )

    id: UUID = Field(primary_key=True)
    handle: str = Field(foreign_key="users.handle")
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    first_day: date
    last_day: date
    stand_in: str | None = Field(default=None, foreign_key="users.handle")
    note: str | None = None
    created_by: str
    created_at: datetime = instant()
    cancelled_at: datetime | None = maybe_instant()


class Pause(SQLModel, table=True):
    """Somebody got no new leads from then until an instant, or until resumed.

    `users` says how it is now; this is what it was, for whoever asks why.
    """

    __tablename__ = "pauses"
    __table_args__ = (Index("pauses_of_person", "handle", "starts_at"),)

    id: UUID = Field(primary_key=True)
    handle: str = Field(foreign_key="users.handle")
    starts_at: datetime = instant()
    until: datetime | None = maybe_instant()  # as it was entered; None: until resumed
    because: str | None = None
    paused_by: str | None = None  # a handle; None: from before this was kept
    ended_at: datetime | None = maybe_instant()  # resumed, or paused anew
    ended_by: str | None = None


class ApiKey(SQLModel, table=True):
    """A site or secret key; only its hash is kept."""

    __tablename__ = "api_keys"
    __table_args__ = (Index("api_keys_by_hash", "key_hash", unique=True),)

    id: UUID = Field(primary_key=True)
    kind: str  # "site" or "secret"
    hint: str  # "pk_ab12…", for people to tell keys apart
    key_hash: str
    name: str
    created_at: datetime = instant()
    revoked_at: datetime | None = maybe_instant()


class SignInLink(SQLModel, table=True):
    """A mailed link that signs a person in once."""

    __tablename__ = "sign_in_links"

    token_hash: str = Field(primary_key=True)
    handle: str = Field(foreign_key="users.handle")
    expires_at: datetime = instant()
    used_at: datetime | None = maybe_instant()


class Session(SQLModel, table=True):
    """A signed-in browser."""

    __tablename__ = "sessions"

    token_hash: str = Field(primary_key=True)
    handle: str = Field(foreign_key="users.handle")
    expires_at: datetime = instant()


class Unsubscribed(SQLModel, table=True):
    """A person who wants no follow-up by mail. What they asked for still gets answered."""

    __tablename__ = "unsubscribed"

    person_key: str = Field(primary_key=True)  # as of leads
    at: datetime = instant()


class Undeliverable(SQLModel, table=True):
    """An address that mail came back from for good."""

    __tablename__ = "undeliverable"

    address: str = Field(primary_key=True)  # in small letters
    at: datetime = instant()
    status: str  # RFC 3463, "5.1.1"
    said: str  # by the mail server; "" when it said nothing


class IncomingMail(SQLModel, table=True):
    """A mail that came in, once."""

    __tablename__ = "incoming_mails"
    __table_args__ = (
        Index("incoming_mails_of_lead", "lead_id"),
        Index(
            "incoming_mails_untold",
            "received_at",
            postgresql_where=text("told_at IS NULL"),
        ),
    )

    message_id: str = Field(primary_key=True)  # hashed
    kind: str  # adapters.incoming.receiving.Kind
    lead_id: UUID | None = Field(default=None, foreign_key="leads.id")
    sender: str
    words: str  # without what it quotes
    received_at: datetime = instant()
    told_at: datetime | None = maybe_instant()  # when the lead's owner heard of it


class Message(SQLModel, table=True):
    """One mail or Slack message: written once by its key, sent once, read at /outbox."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("messages_once", "key", unique=True),
        Index("messages_of_lead", "lead_id", "created_at"),
        Index("messages_by_created", "created_at", "id"),
        Index("messages_by_digest", "digest"),
    )

    id: UUID = Field(primary_key=True)
    key: str  # e.g. "<assignment id>/assigned"
    digest: str | None = None  # of the key: adapters.mail.digest_of
    lead_id: UUID | None = Field(default=None, foreign_key="leads.id")
    kind: str  # the folder under adapters/messages
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    calendar: str | None = None  # a task for the reader's calendar, as a file
    created_at: datetime = instant()
    sent_at: datetime | None = maybe_instant()
    clicked_at: datetime | None = maybe_instant()  # when its reader first followed it
    channel: str = Field(  # domain.promises.sla.NoticeChannel
        default="mail", sa_column_kwargs={"server_default": "mail"}
    )
    blocks: list[Any] | None = maybe_json()  # as Slack is sent them
