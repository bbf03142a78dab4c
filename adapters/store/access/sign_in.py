"""Who is signed in, and who may sign in by which mailed link.

Tokens leave this module once, on their way to a mail or a cookie; only hashes are kept.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.live import SESSION_ENDED
from domain.people import Role
from models import METADATA

_users = METADATA.tables["users"]
_links = METADATA.tables["sign_in_links"]
_sessions = METADATA.tables["sessions"]

LINK_LASTS = timedelta(minutes=15)
SESSION_LASTS = timedelta(days=30)
LINKS_AT_ONCE = 5  # unexpired ones per person: nobody's mailbox can be flooded


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a session."""

    handle: str
    name: str
    role: Role


def hashed(token: str) -> str:
    """Tokens have 256 random bits: a plain hash cannot be guessed backwards."""
    return hashlib.sha256(token.encode()).hexdigest()


async def issue_link(
    connection: AsyncConnection,
    handle: str,
    now: datetime,
    lasts: timedelta = LINK_LASTS,
) -> str:
    """A new single-use token for `handle`; its address is `/sign-in/<token>`."""
    token = secrets.token_urlsafe(32)
    await connection.execute(
        insert(_links).values(
            token_hash=hashed(token), handle=handle, expires_at=now + lasts
        )
    )
    return token


async def has_enough_links(
    connection: AsyncConnection, handle: str, now: datetime
) -> bool:
    """Whether so many mailed links are unexpired that one more would be a nuisance."""
    unexpired = await connection.scalar(
        select(func.count())
        .select_from(_links)
        .where(_links.c.handle == handle, _links.c.expires_at > now)
    )
    return (unexpired or 0) >= LINKS_AT_ONCE


async def link_is_good(connection: AsyncConnection, token: str, now: datetime) -> bool:
    """Looking does not use it up: mail scanners open links, people press buttons."""
    found = await connection.scalar(select(_links.c.handle).where(*_usable(token, now)))
    return found is not None


async def use_link(
    connection: AsyncConnection, token: str, now: datetime
) -> str | None:
    """The handle it signs in, once; None when it is unknown, used or expired."""
    handle: str | None = await connection.scalar(
        update(_links)
        .where(*_usable(token, now))
        .values(used_at=now)
        .returning(_links.c.handle)
    )
    return handle


def _usable(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        _links.c.token_hash == hashed(token),
        _links.c.used_at.is_(None),
        _links.c.expires_at > now,
    )


async def open_session(connection: AsyncConnection, handle: str, now: datetime) -> str:
    """A new session's token. Sessions and links past their time are forgotten here."""
    await connection.execute(delete(_sessions).where(_sessions.c.expires_at < now))
    await connection.execute(delete(_links).where(_links.c.expires_at < now))
    token = secrets.token_urlsafe(32)
    await connection.execute(
        insert(_sessions).values(
            token_hash=hashed(token), handle=handle, expires_at=now + SESSION_LASTS
        )
    )
    return token


async def find_session(
    connection: AsyncConnection, token: str, now: datetime
) -> SignedIn | None:
    """The person behind a session token; None when it ended or they have left."""
    found = await connection.execute(
        select(_users.c.handle, _users.c.name, _users.c.role)
        .join(_sessions, _sessions.c.handle == _users.c.handle)
        .where(
            _sessions.c.token_hash == hashed(token),
            _sessions.c.expires_at > now,
            _users.c.departed_at.is_(None),
        )
    )
    row = found.one_or_none()
    return None if row is None else SignedIn(row.handle, row.name, Role(row.role))


async def close_session(connection: AsyncConnection, token: str) -> None:
    """End it, also for pages that are open and told of changes (`adapters.live`)."""
    ended = hashed(token)
    await connection.execute(delete(_sessions).where(_sessions.c.token_hash == ended))
    await connection.execute(select(func.pg_notify(SESSION_ENDED, ended)))


async def find_person_by_address(
    connection: AsyncConnection, address: str
) -> tuple[str, str, str] | None:
    """Handle, name and address of a person who may sign in."""
    found = await connection.execute(
        select(_users.c.handle, _users.c.name, _users.c.email).where(
            func.lower(_users.c.email) == address.strip().lower(),
            _users.c.departed_at.is_(None),
        )
    )
    row = found.one_or_none()
    return None if row is None else (row.handle, row.name, row.email)


async def find_address(connection: AsyncConnection, handle: str) -> str:
    """Where somebody who is signed in gets mail."""
    found = await connection.execute(
        select(_users.c.email).where(_users.c.handle == handle)
    )
    return str(found.scalar_one())
