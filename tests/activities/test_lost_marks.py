"""A mail is out, and what says so cannot be written down."""

import pytest
from sqlalchemy import text
from temporalio.exceptions import ApplicationError

from tests.activities.test_notices import HOT, to_owner
from tests.activities.world import World
from workflows.ports import Notice, RouteRequest

REFUSE_MARKS = text(
    "ALTER TABLE messages ADD CONSTRAINT no_marks CHECK (sent_at IS NULL)"
)
CLOSE = text("UPDATE leads SET status = 'closed' WHERE id = :id")
TAKE_MARKS = text("ALTER TABLE messages DROP CONSTRAINT no_marks")


async def refuse_marks_of(world: World, notice: Notice) -> None:
    """Tell the owner while marks are refused: the mail is out, nothing says so."""
    async with world.engine.begin() as connection:
        await connection.execute(REFUSE_MARKS)
    try:
        with pytest.raises(ApplicationError):
            await world.run(world.notices.notify_owner, notice)
    finally:
        async with world.engine.begin() as connection:
            await connection.execute(TAKE_MARKS)


async def close(world: World, request: RouteRequest) -> None:
    async with world.engine.begin() as connection:
        await connection.execute(CLOSE, {"id": request.lead_id})


async def test_the_next_try_writes_it_down_and_sends_nothing(world: World) -> None:
    request, _ = await world.assign(**HOT)
    await refuse_marks_of(world, to_owner(request))

    await world.run(world.notices.notify_owner, to_owner(request))

    assert len(world.mailer.sent) == 1
    assert (await world.one("messages"))["sent_at"] == world.now


async def test_nobody_is_told_that_it_was_not_sent_when_that_is_not_known(
    world: World,
) -> None:
    request, _ = await world.assign(**HOT)
    await refuse_marks_of(world, to_owner(request))
    await close(world, request)

    await world.run(world.notices.notify_owner, to_owner(request))

    sentence = "A mail was on its way and is not sent again: the lead is closed."
    assert (await world.one("timeline", kind="not_sent"))["sentence"] == sentence


async def test_nobody_is_told_that_it_was_not_sent_when_it_was(world: World) -> None:
    request, _ = await world.assign(**HOT)
    await world.run(world.notices.notify_owner, to_owner(request))
    await close(world, request)

    await world.run(world.notices.notify_owner, to_owner(request))

    assert await world.all("timeline", kind="not_sent") == []
