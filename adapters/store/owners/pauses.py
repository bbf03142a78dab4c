"""Who gets no new leads for now, and who got none when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from models import METADATA

_users = METADATA.tables["users"]
_pauses = METADATA.tables["pauses"]


@dataclass(frozen=True, slots=True)
class NewPause:
    """`until` None: until somebody resumes them."""

    until: datetime | None
    because: str | None


async def pause(
    connection: AsyncConnection, handle: str, new: NewPause, *, by: str, now: datetime
) -> None:
    """From now on, in place of another pause that may run."""
    await _set(connection, handle, paused=True, until=new.until, because=new.because)
    await _end(connection, handle, by, now)
    await connection.execute(
        insert(_pauses).values(
            id=uuid4(),
            handle=handle,
            starts_at=now,
            until=new.until,
            because=new.because,
            paused_by=by,
        )
    )


async def resume(
    connection: AsyncConnection, handle: str, *, by: str, now: datetime
) -> None:
    await _set(connection, handle, paused=False)
    await _end(connection, handle, by, now)


async def _set(
    connection: AsyncConnection,
    handle: str,
    *,
    paused: bool,
    until: datetime | None = None,
    because: str | None = None,
) -> None:
    """The row of the person first: of two at once, the second waits here."""
    await connection.execute(
        update(_users)
        .where(_users.c.handle == handle)
        .values(paused=paused, paused_until=until, paused_because=because)
    )


async def _end(
    connection: AsyncConnection, handle: str, by: str, now: datetime
) -> None:
    """What had run out by itself keeps its own end."""
    runs = func.coalesce(_pauses.c.until > now, True)
    await connection.execute(
        update(_pauses)
        .where(_pauses.c.handle == handle, _pauses.c.ended_at.is_(None), runs)
        .values(ended_at=now, ended_by=by)
    )


async def pauses_between(
    connection: AsyncConnection,
    handles: Collection[str],
    start: datetime,
    end: datetime,
) -> Sequence[Row[Any]]:
    """Every pause of these people that touches the stretch; `over_at` None: it runs on."""
    over_at = func.least(_pauses.c.until, _pauses.c.ended_at)  # of those that are there
    found = await connection.execute(
        select(_pauses, over_at.label("over_at"))
        .where(
            _pauses.c.handle.in_(handles),
            _pauses.c.starts_at < end,
            func.coalesce(over_at > start, True),
        )
        .order_by(_pauses.c.starts_at, _pauses.c.id)
    )
    return found.all()
