"""Which playbook and which lead a preview of messages is about."""

import asyncio
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from adapters.letters.links import Links
from adapters.letters.preview.stories import story_of_lead, story_of_sample
from adapters.letters.stories import Story
from adapters.playbook.file import read_playbook
from adapters.store.mail.messages import read_occasion
from adapters.store.pages.desk import find_lead
from adapters.store.playbook.drafts import find_draft
from api.dependencies import AllParts, Connection
from api.desk import Desk
from api.parts import Parts
from api.playbook.messages_page import DRAFT, Wanted
from domain.errors import ForbiddenError, NotFoundError, PlaybookError
from domain.people import Role
from domain.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Source:
    """The story to write; `problem` says why it is not the one that was asked for."""

    story: Story
    wanted: Wanted
    lead_id: UUID | None
    has_draft: bool
    problem: str = ""


async def _source(
    parts: AllParts,
    desk: Desk,
    connection: Connection,
    wanted: Annotated[Wanted, Depends()],
) -> Source:
    """Only a lead that the reader may see, and only their own draft."""
    if wanted.of == DRAFT and desk.role is not Role.OPERATOR:
        raise ForbiddenError("Drafts are for operators.")
    playbook = (await parts.playbook.newest()).playbook
    draft = None
    if desk.role is Role.OPERATOR:
        draft = await find_draft(connection, desk.handle)
    problem = ""
    if wanted.of == DRAFT:
        read = None if draft is None else await _readable(draft.text)
        problem = "" if read else _no_draft(has_draft=draft is not None)
        playbook = read or playbook
    lead_id = await _lead_id(connection, desk, wanted.lead)
    story = await _story(parts, connection, desk, playbook, lead_id)
    return Source(story, wanted, lead_id, draft is not None, problem)


MessagesSource = Annotated[Source, Depends(_source)]


async def _story(
    parts: Parts,
    connection: Connection,
    desk: Desk,
    playbook: Playbook,
    lead_id: UUID | None,
) -> Story:
    links = Links(parts.options.url)  # without a key: nothing in a preview acts
    if lead_id is None:
        return story_of_sample(playbook, links, desk.now)
    occasion = await read_occasion(connection, lead_id, None, None)
    return story_of_lead(occasion, playbook, links, desk.now)


async def _lead_id(connection: Connection, desk: Desk, asked: str) -> UUID | None:
    """None when none is asked for. NotFoundError when it is not the reader's to see."""
    asked = (
        asked.strip().rstrip("/").rpartition("/")[2]
    )  # an address of its page will do
    if not asked:
        return None
    try:
        lead_id = UUID(asked)
    except ValueError:
        lead_id = None
    if lead_id is None or await find_lead(connection, desk.scope, lead_id) is None:
        raise NotFoundError("There is no such lead, or it is not yours to see.")
    return lead_id


async def _readable(text: str) -> Playbook | None:
    try:
        return await asyncio.to_thread(read_playbook, text, "The draft")
    except PlaybookError:
        return None


def _no_draft(*, has_draft: bool) -> str:
    if has_draft:
        return "Your draft cannot be read just now: this is what is published."
    return "You have no draft: this is what is published."
