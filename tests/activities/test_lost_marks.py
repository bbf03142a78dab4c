"""A mail is out, and what says so cannot be written down."""

import pytest
from sqlalchemy import text
from temporalio.exceptions import ApplicationError

from tests.activities.test_notices import HOT, to_owner
from tests.activities.world import World

REFUSE_MARKS = text(
    "ALTER TABLE messages ADD CONSTRAINT no_marks CHECK (sent_at IS NULL)"
)
TAKE_MARKS = text("ALTER TABLE messages DROP CONSTRAINT no_marks")


async def test_the_next_try_writes_it_down_and_sends_nothing(world: World) -> None:
    request, _ = await world.assign(**HOT)
    async with world.engine.begin() as connection:
        await connection.execute(REFUSE_MARKS)
    try:
        with pytest.raises(ApplicationError):
            await world.run(world.notices.notify_owner, to_owner(request))
    finally:
        async with world.engine.begin() as connection:
            await connection.execute(TAKE_MARKS)

    await world.run(world.notices.notify_owner, to_owner(request))

    assert len(world.mailer.sent) == 1
    assert (await world.one("messages"))["sent_at"] == world.now
