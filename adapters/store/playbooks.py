"""Which playbook is published, and which ones were before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from models import METADATA

_playbooks = METADATA.tables["playbooks"]

# Two people who publish at once get two versions, in the order of this lock.
_PUBLISHING = text("SELECT pg_advisory_xact_lock(hashtext('publish a playbook'))")


async def newest_version(connection: AsyncConnection) -> int | None:
    """None before the first one is published."""
    found: int | None = await connection.scalar(select(func.max(_playbooks.c.version)))
    return found


async def find_document(connection: AsyncConnection, version: int) -> str | None:
    """The YAML of a version."""
    found: str | None = await connection.scalar(
        select(_playbooks.c.document).where(_playbooks.c.version == version)
    )
    return found


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """A version as it was published."""

    version: int
    author: str
    comment: str
    published_at: datetime
    document: str


async def find_published(
    connection: AsyncConnection, version: int | None
) -> PublishedDocument | None:
    """That version, or the newest; None when there is no such one."""
    wanted = select(
        *(_playbooks.c[name] for name in PublishedDocument.__slots__)
    ).order_by(_playbooks.c.version.desc())
    if version is not None:
        wanted = wanted.where(_playbooks.c.version == version)
    row = (await connection.execute(wanted.limit(1))).one_or_none()
    return None if row is None else PublishedDocument(*row)


async def append_version(
    connection: AsyncConnection,
    document: str,
    *,
    author: str,
    comment: str,
    now: datetime,
) -> int:
    """Keep a document as the next version, from 1 on."""
    await connection.execute(_PUBLISHING)
    version = (await newest_version(connection) or 0) + 1
    await connection.execute(
        insert(_playbooks).values(
            version=version,
            document=document,
            author=author,
            comment=comment,
            published_at=now,
        )
    )
    return version
