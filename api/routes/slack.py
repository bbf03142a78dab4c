"""What somebody pressed under a message in Slack."""

import asyncio
from datetime import timedelta

from fastapi import APIRouter, Request, Response

from api.dependencies import AllParts, Now
from api.slack.pressing import take_press
from domain.errors import NotFoundError

router = APIRouter(prefix="/slack", include_in_schema=False)

# Slack waits three seconds, then tells whoever pressed that it failed.
_ANSWER_WITHIN = timedelta(seconds=2)
_under_way: set[asyncio.Task[None]] = set()  # asyncio itself keeps no task alive


@router.post("/actions")
async def take_action(request: Request, parts: AllParts, now: Now) -> Response:
    """What came of it is told to Slack by another way; this only says "heard"."""
    door = parts.slack
    if door is None:
        raise NotFoundError("Slack is not set up here.")
    pressed = door.read(await request.body(), request.headers, now)
    if pressed is not None:
        task = asyncio.create_task(take_press(parts, door, pressed))
        _under_way.add(task)
        task.add_done_callback(_under_way.discard)
        await asyncio.wait({task}, timeout=_ANSWER_WITHIN.total_seconds())
    return Response()
