"""Wait until something outside this process is so, by looking."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

_LOOK_EVERY = timedelta(milliseconds=20)


async def becomes_true(condition: Callable[[], bool], within: timedelta) -> bool:
    """Look 50 times a second; False when it was not so in time.

    Nothing tells us when a foreign process or port changes.
    """
    try:
        async with asyncio.timeout(within.total_seconds()):
            while not condition():  # noqa: ASYNC110 - no event to wait for
                await asyncio.sleep(_LOOK_EVERY.total_seconds())
    except TimeoutError:
        return False
    return True
