"""Which leads are to be looked at again, because hours, leave or people have changed.

The wish is on disk with the change that caused it; a relay brings it to the workflows.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from models import METADATA

_leads = METADATA.tables["leads"]
# A lead that somebody took over has no clock, and must not stay with who has left.
_HELD = _leads.c.clock.is_not(None) | (_leads.c.status == Status.TAKEN_OVER.value)
_OPEN = _leads.c.closed_at.is_(None) & _HELD


@dataclass(frozen=True, slots=True)
class Wish:
    """A lead whose clock is to be looked at, and since when."""

    lead_id: UUID
    since: datetime


async def wish_for_hours(
    connection: AsyncConnection, changed: Collection[str | None], now: datetime
) -> None:
    """For the clocks of these people; None stands for those that the business keeps."""
    owners = [handle for handle in changed if handle is not None]
    theirs: ColumnElement[bool] = _leads.c.owner.in_(owners)
    if None in changed:
        theirs = or_(theirs, _leads.c.owner.is_(None))
    await _wish(connection, theirs, now)


async def wish_for_leave(
    connection: AsyncConnection, handle: str, starts_at: datetime, now: datetime
) -> None:
    """For what this person would have to accept while on leave."""
    waits = (_leads.c.clock == ClockKind.ACCEPT.value) & (_leads.c.due_at > starts_at)
    await _wish(connection, (_leads.c.owner == handle) & waits, now)


async def _wish(
    connection: AsyncConnection, whose: ColumnElement[bool], now: datetime
) -> None:
    await connection.execute(
        update(_leads).where(_OPEN, whose).values(replan_since=now)
    )


async def find_wishes(connection: AsyncConnection, limit: int) -> Sequence[Wish]:
    """The oldest ones."""
    since = _leads.c.replan_since
    found = await connection.execute(
        select(_leads.c.id, since)
        .where(since.is_not(None))
        .order_by(since)
        .limit(limit)
    )
    return [Wish(*row) for row in found]


async def settle_wish(connection: AsyncConnection, wish: Wish) -> None:
    """Unless there is a newer one by now."""
    await connection.execute(
        update(_leads)
        .where(_leads.c.id == wish.lead_id, _leads.c.replan_since == wish.since)
        .values(replan_since=None)
    )
