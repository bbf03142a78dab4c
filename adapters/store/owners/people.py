"""Who works here, according to the published playbook."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.access.sign_in import LINK_LASTS, hashed
from domain.people import Person
from models import METADATA

_users = METADATA.tables["users"]
_links = METADATA.tables["sign_in_links"]


async def write_people(
    connection: AsyncConnection, people: Sequence[Person], now: datetime
) -> None:
    """Make the table say what the playbook says; who is not in it has departed.

    Being paused or away is nobody's business but the person's: it stays.
    """
    await _free_addresses(connection, people)
    here = [person.handle for person in people]
    await connection.execute(
        update(_users)
        .where(_users.c.handle.not_in(here), _users.c.departed_at.is_(None))
        .values(departed_at=now)
    )
    if people:
        await _upsert(connection, people)


async def _upsert(connection: AsyncConnection, people: Sequence[Person]) -> None:
    rows = [
        {
            "handle": person.handle,
            "name": person.name,
            "email": person.email,
            "role": person.role.value,
            "paused": False,
            "departed_at": None,
        }
        for person in people
    ]
    new = upsert(_users).values(rows)
    changed = {
        name: new.excluded[name] for name in ("name", "email", "role", "departed_at")
    }
    await connection.execute(
        new.on_conflict_do_update(index_elements=["handle"], set_=changed)
    )


async def _free_addresses(
    connection: AsyncConnection, people: Sequence[Person]
) -> None:
    """An address may move from one handle to another; it is never two people's."""
    holder = {person.email.lower(): person.handle for person in people}
    found = await connection.execute(select(_users.c.handle, _users.c.email))
    for handle, email in found.all():
        if holder.get(email.lower(), handle) != handle:
            await connection.execute(
                update(_users)
                .where(_users.c.handle == handle)
                .values(email=f"{handle}@moved.invalid")
            )


@dataclass(frozen=True, slots=True)
class UserShown:
    """A person with how they are now: "", paused, away or departed."""

    handle: str
    name: str
    email: str
    role: str
    state: str
    open_leads: int


_LIST = text(
    """
    SELECT u.handle, u.name, u.email, u.role,
      CASE WHEN u.departed_at IS NOT NULL THEN 'departed'
           WHEN u.paused AND coalesce(u.paused_until > :now, true) THEN 'paused'
           WHEN EXISTS (
             SELECT FROM leaves v WHERE v.handle = u.handle AND v.cancelled_at IS NULL
               AND v.starts_at <= :now AND v.ends_at > :now) THEN 'away'
           ELSE '' END AS state,
      (SELECT count(*) FROM assignments a
       WHERE a.owner = u.handle AND a.ended_at IS NULL) AS open_leads
    FROM users u ORDER BY u.departed_at IS NOT NULL, u.handle
    """
)


async def list_users(connection: AsyncConnection, now: datetime) -> list[UserShown]:
    """Everybody; who has departed comes last."""
    return [UserShown(*row) for row in await connection.execute(_LIST, {"now": now})]


async def works_here(connection: AsyncConnection, handle: str) -> bool:
    found = select(_users.c.handle).where(
        _users.c.handle == handle, _users.c.departed_at.is_(None)
    )
    return await connection.scalar(found) is not None


async def replace_long_link(
    connection: AsyncConnection, handle: str, *, now: datetime, lasts: timedelta
) -> str:
    """A single-use sign-in token that outlives mailed ones; there is one at a time."""
    await connection.execute(
        delete(_links).where(
            _links.c.handle == handle,
            _links.c.used_at.is_(None),
            _links.c.expires_at > now + LINK_LASTS,
        )
    )
    token = secrets.token_urlsafe(32)
    await connection.execute(
        insert(_links).values(
            token_hash=hashed(token), handle=handle, expires_at=now + lasts
        )
    )
    return token
