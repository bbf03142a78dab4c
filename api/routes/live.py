"""The stream that keeps open pages up to date. How a page becomes live: static/live.js.

Each event's id is a mark (`adapters.live`): a browser that comes back with the last one it got
is told to read everything anew if there was anything since.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlalchemy.exc import SQLAlchemyError

from adapters.listener import Ending, Listener, News
from adapters.store.access.sign_in import SignedIn, hashed
from adapters.store.pages.desk import Scope
from api.dependencies import SESSION_COOKIE, AllParts, Person, find_person
from api.leads.visibility import scope_of
from api.parts import Parts
from domain.errors import HandraiseError

router = APIRouter(include_in_schema=False)

BEAT_EVERY = timedelta(seconds=10)  # proxies close what is silent for a minute
TOLD_EVERY = timedelta(milliseconds=200)  # at most; meanwhile changes gather
COME_BACK_AFTER = timedelta(seconds=1)
Mark = Annotated[str, Query(max_length=40)]


@router.get("/events", response_class=EventSourceResponse)
async def tell_changes(
    request: Request,
    person: Person,
    parts: AllParts,
    since: Mark = "",
    last_event_id: Annotated[str, Header(max_length=40)] = "",
) -> AsyncIterator[ServerSentEvent]:
    """Which leads changed that this person may see, until they sign out."""
    session = hashed(request.cookies[SESSION_COOKIE])
    retry = round(COME_BACK_AFTER.total_seconds() * 1000)
    with parts.live.listening(session, last_event_id or since) as listener:
        yield ServerSentEvent(comment="changes of leads", retry=retry)
        try:
            async for event in _events(request, parts, person, listener):
                yield event
        except (SQLAlchemyError, OSError, HandraiseError):
            return  # a part is away: the browser comes back, and is told what it missed


async def _events(
    request: Request, parts: Parts, person: SignedIn, listener: Listener
) -> AsyncIterator[ServerSentEvent]:
    while True:
        woken = await listener.wait(BEAT_EVERY)
        if listener.ending is Ending.SHUTDOWN:
            return
        found = await find_person(request, parts) if not woken else person
        if found is None or listener.ending is Ending.SIGNED_OUT:
            yield ServerSentEvent(event=Ending.SIGNED_OUT, data={})
            return
        person = found
        if not woken:
            yield ServerSentEvent(comment="still here")
            continue
        playbook = (await parts.playbook.current()).playbook
        scope = scope_of(person.handle, person.role, playbook)
        for event in _told(listener.take(parts.live.mark), scope):
            yield event
        await asyncio.sleep(TOLD_EVERY.total_seconds())


def _told(news: News, scope: Scope) -> Iterator[ServerSentEvent]:
    """Of each lead its id, and whose it was and is, as far as they may know."""
    if news.missed:
        yield ServerSentEvent(event="missed", data={}, id=news.mark)
    seen: list[dict[str, Any]] = [
        {
            "lead": change.lead_id,
            "owners": sorted(filter(scope.sees, change.owners), key=str),
        }
        for change in news.changed
        if any(map(scope.sees, change.owners))
    ]
    if seen:
        yield ServerSentEvent(event="leads", data=seen, id=news.mark)
