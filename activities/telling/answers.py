"""Tell a lead's owner what came by mail: an answer, or that mail does not arrive.

Runs beside every worker. What came in waits on disk until its owner was told, so that neither a
mail server that is away nor a process that dies loses it. Each is told once, by the outbox's key.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.telling.outbox import Addressed, Outbox
from adapters import clock
from adapters.database import is_away
from adapters.letters.stories import Story
from adapters.letters.taps import taps
from adapters.letters.to_people import who
from adapters.mail import MailError
from adapters.store.mail.incoming import claim_untold, mark_told
from domain.lifecycle import Status
from domain.people import Person
from domain.words import shown
from workflows.ports import Notice

LOG = logging.getLogger(__name__)

LOOKS_EVERY = timedelta(seconds=1)
AFTER_A_FAULT = timedelta(seconds=15)
_LETTERS = {"reply": "answered", "bounce": "bounced"}


class Answers:
    def __init__(self, engine: AsyncEngine, outbox: Outbox) -> None:
        self._engine = engine
        self._outbox = outbox

    async def run(self) -> None:
        """Tell until cancelled. Outages of either side are waited for."""
        while True:
            wait = LOOKS_EVERY
            try:
                while await self.tell_one():
                    pass
            except MailError:
                wait = AFTER_A_FAULT
            except Exception as error:  # what waits on disk needs us alive
                wait = AFTER_A_FAULT
                if not is_away(error):
                    LOG.exception("telling of answers stumbled and goes on")
            await asyncio.sleep(wait.total_seconds())

    async def tell_one(self) -> bool:
        """The oldest; whether there was one. MailError when it could not be handed over."""
        async with self._engine.begin() as connection:
            came = await claim_untold(connection)
            if came is None:
                return False
            await self._tell(came)
            await mark_told(connection, came.message_id, clock.now())
        return True

    async def _tell(self, came: Row[Any]) -> None:
        """Nobody is told of a lead that nobody has: its review or its queue is seen."""
        notice = Notice(came.lead_id, f"{came.message_id}/{came.kind}")
        story = await self._outbox.story(notice)
        lead, playbook = story.occasion.lead, story.playbook
        is_owned = lead.owner and playbook.has_person(lead.owner)
        if lead.status == Status.CLOSED or not is_owned:
            return
        person = playbook.person(lead.owner)
        values = _values(story, person, came)
        kind = _LETTERS[came.kind]
        to = Addressed(notice.key, kind, person.name, person.email, values)
        try:
            await self._outbox.send(came.lead_id, to)
        except MailError as error:
            if not error.permanent:
                raise
            LOG.warning("%s was not told of a mail: %s", person.handle, error)


def _values(story: Story, person: Person, came: Row[Any]) -> Mapping[str, Any]:
    lead = story.occasion.lead
    other = came.sender.lower() != lead.email.lower()
    return {
        "first_name": person.first_name,
        "who": who(lead),
        "words": came.words,
        "sender": came.sender if other else "",
        "address": lead.email,
        "phone": shown(lead.phone) if lead.phone else "",
        "taps": taps(story, person.handle),
        "link": story.link,
    }
