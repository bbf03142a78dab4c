"""The playbook's versions, the people, their keys and sign-ins, and the outbox."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import instant, maybe_instant


class PublishedPlaybook(SQLModel, table=True):
    """One published version. Never changed."""

    __tablename__ = "playbooks"

    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    document: str  # the YAML
    author: str
    comment: str
    published_at: datetime = instant()


class User(SQLModel, table=True):
    """A person of the business: may sign in, may own leads."""

    __tablename__ = "users"
    __table_args__ = (Index("users_by_email", text("lower(email)"), unique=True),)

    handle: str = Field(primary_key=True)
    name: str
    email: str
    role: str  # domain.people.Role
    paused: bool = False
    away_from: datetime | None = maybe_instant()
    away_until: datetime | None = maybe_instant()
    departed_at: datetime | None = maybe_instant()


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


class Message(SQLModel, table=True):
    """One mail: written once by its key, sent once, readable at /outbox."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("messages_once", "key", unique=True),
        Index("messages_of_lead", "lead_id", "created_at"),
        Index("messages_by_created", "created_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    key: str  # e.g. "<assignment id>/assigned"
    lead_id: UUID | None = Field(default=None, foreign_key="leads.id")
    kind: str  # the folder under adapters/messages
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    created_at: datetime = instant()
    sent_at: datetime | None = maybe_instant()
