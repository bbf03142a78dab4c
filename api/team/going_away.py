"""Enter and cancel leave: the checks that need the database, and the row."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.store.owners.leaves import NewLeave, add_leave, cancel_leave, lock_leaves
from adapters.store.standing.replanning import wish_for_leave
from api.desk import Reader
from domain.errors import ConflictError, NotFoundError
from domain.working_time.leave import Leave, clash, today_in


async def enter_leave(engine: AsyncEngine, new: NewLeave, reader: Reader) -> None:
    """ConflictError, with a sentence, where it meets another leave."""
    people = {new.handle, new.stand_in or new.handle}
    async with engine.begin() as connection:
        others = await lock_leaves(connection, people, new)
        today = today_in(reader.playbook.calendar_of(new.handle).zone, reader.now)
        why = clash(_leave(new), map(_leave, others), today, reader.name_of)
        if why is not None:
            raise ConflictError(why)
        await add_leave(connection, new)
        await wish_for_leave(connection, new.handle, new.starts_at, reader.now)


async def take_back_leave(
    engine: AsyncEngine, handle: str, leave_id: UUID, reader: Reader
) -> None:
    async with engine.begin() as connection:
        if await cancel_leave(connection, handle, leave_id, reader.now) is None:
            raise NotFoundError("There is no such leave any more.")


def _leave(row: NewLeave | Row[Any]) -> Leave:
    return Leave(row.handle, row.first_day, row.last_day, row.stand_in)
