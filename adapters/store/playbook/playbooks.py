"""Which playbook is in force, and which ones were before or will be."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from models import METADATA

_playbooks = METADATA.tables["playbooks"]

# What a decision made now goes by: of the versions whose time has come, the last one
# published. The database's clock alone decides, so all processes change over together.
CURRENT_VERSION = (
    "(SELECT max(version) FROM playbooks"
    " WHERE effective_at <= statement_timestamp() AND cancelled_at IS NULL)"
)
# Two people who publish at once get two versions, in the order of this lock.
_PUBLISHING = text("SELECT pg_advisory_xact_lock(hashtext('publish a playbook'))")


class VersionState(StrEnum):
    SCHEDULED = "scheduled"
    CURRENT = "current"
    PAST = "past"
    CANCELLED = "cancelled"  # before it took effect


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """One published version without its document. `based_on` None: nobody said."""

    version: int
    author: str
    comment: str
    published_at: datetime
    effective_at: datetime
    based_on: int | None
    cancelled_at: datetime | None
    cancelled_by: str | None
    state: VersionState


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """A version as it was published."""

    version: int
    author: str
    comment: str
    published_at: datetime
    document: str
    effective_at: datetime


async def current_version(connection: AsyncConnection) -> int | None:
    """The one in force; None before the first one is."""
    found: int | None = await connection.scalar(text(f"SELECT {CURRENT_VERSION}"))
    return found


async def last_version(connection: AsyncConnection) -> int | None:
    """The last one published and not cancelled, also when its time is still to come."""
    found: int | None = await connection.scalar(
        select(func.max(_playbooks.c.version)).where(
            _playbooks.c.cancelled_at.is_(None)
        )
    )
    return found


async def find_document(connection: AsyncConnection, version: int) -> str | None:
    """The YAML of a version."""
    found: str | None = await connection.scalar(
        select(_playbooks.c.document).where(_playbooks.c.version == version)
    )
    return found


async def find_published(
    connection: AsyncConnection, version: int | None
) -> PublishedDocument | None:
    """That version, or the one in force; None when there is no such one."""
    columns = [_playbooks.c[one.name] for one in fields(PublishedDocument)]
    wanted = select(*columns).where(
        _playbooks.c.version == (text(CURRENT_VERSION) if version is None else version)
    )
    row = (await connection.execute(wanted)).one_or_none()
    return None if row is None else PublishedDocument(*row)


async def list_versions(connection: AsyncConnection) -> tuple[ListedVersion, ...]:
    """Every version there ever was, the newest first."""
    found = await connection.execute(_listed().order_by(_playbooks.c.version.desc()))
    return tuple(_version_of(row) for row in found.mappings())


async def find_version(
    connection: AsyncConnection, version: int
) -> ListedVersion | None:
    found = await connection.execute(_listed().where(_playbooks.c.version == version))
    row = found.mappings().one_or_none()
    return None if row is None else _version_of(row)


def _version_of(row: RowMapping) -> ListedVersion:
    return ListedVersion(**{**row, "state": VersionState(row["state"])})


def _listed() -> Select[Any]:
    names = [one.name for one in fields(ListedVersion)]
    state = f"""
      CASE WHEN cancelled_at IS NOT NULL THEN 'cancelled'
           WHEN effective_at > statement_timestamp() THEN 'scheduled'
           WHEN version = {CURRENT_VERSION} THEN 'current'
           ELSE 'past' END AS state
    """
    return select(*(_playbooks.c[name] for name in names[:-1]), text(state))


async def publish_in_turn(connection: AsyncConnection) -> None:
    """Wait until nobody else publishes; until the transaction ends nobody else does."""
    await connection.execute(_PUBLISHING)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What is to be kept. `effective_at` None: at once, by the database's clock."""

    document: str
    author: str
    comment: str
    based_on: int | None
    effective_at: datetime | None
    published_at: datetime


async def append_version(connection: AsyncConnection, new: NewVersion) -> int:
    """Keep a document as the next version, from 1 on, and cancel what it forestalls.

    The caller holds `publish_in_turn`.
    """
    newest = await connection.scalar(select(func.max(_playbooks.c.version)))
    at = func.now() if new.effective_at is None else new.effective_at
    await cancel_scheduled(connection, new.author, new.published_at, since=at)
    version = (newest or 0) + 1
    await connection.execute(
        insert(_playbooks).values(
            version=version,
            document=new.document,
            author=new.author,
            comment=new.comment,
            published_at=new.published_at,
            effective_at=at,
            based_on=new.based_on,
        )
    )
    return version


async def cancel_scheduled(
    connection: AsyncConnection,
    by: str,
    now: datetime,
    *,
    since: datetime | ColumnElement[datetime] | None = None,
    version: int | None = None,
) -> tuple[int, ...]:
    """The versions that will not take effect after all, of those still to come.

    All of them, those planned for `since` or later, or that `version` alone.
    """
    planned = (
        update(_playbooks)
        .where(_playbooks.c.effective_at > func.statement_timestamp())
        .where(_playbooks.c.cancelled_at.is_(None))
        .values(cancelled_at=now, cancelled_by=by)
        .returning(_playbooks.c.version)
    )
    if since is not None:
        planned = planned.where(_playbooks.c.effective_at >= since)
    if version is not None:
        planned = planned.where(_playbooks.c.version == version)
    return tuple(await connection.scalars(planned))


async def not_let_in(connection: AsyncConnection) -> int | None:
    """The version in force, if its people were not let in yet."""
    found: int | None = await connection.scalar(
        select(_playbooks.c.version).where(
            _playbooks.c.version == text(CURRENT_VERSION),
            _playbooks.c.people_let_in_at.is_(None),
        )
    )
    return found


async def last_let_in(connection: AsyncConnection) -> int | None:
    """The version whose people and hours count so far."""
    found: int | None = await connection.scalar(
        select(func.max(_playbooks.c.version)).where(
            _playbooks.c.people_let_in_at.is_not(None)
        )
    )
    return found


async def mark_let_in(connection: AsyncConnection, version: int, now: datetime) -> None:
    await connection.execute(
        update(_playbooks)
        .where(_playbooks.c.version == version)
        .values(people_let_in_at=now)
    )
