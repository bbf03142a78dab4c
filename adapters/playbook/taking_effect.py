"""Let people in and out when a version's time comes, while no one publishes anything."""

import asyncio
import logging
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database import is_away
from adapters.playbook.published import Playbooks, let_people_in

LOG = logging.getLogger(__name__)

# Decisions read the version in force by themselves; sign-ins wait for this at most.
LOOKS_EVERY = timedelta(milliseconds=500)


async def keep_in_effect(engine: AsyncEngine) -> None:
    """Look again and again until cancelled. Runs beside every worker."""
    playbooks = Playbooks()
    while True:
        try:
            async with engine.begin() as connection:
                await let_people_in(connection, playbooks)
        except Exception as error:  # the next look may find the database again
            if not is_away(error):
                LOG.exception("a version could not be brought into effect")
        await asyncio.sleep(LOOKS_EVERY.total_seconds())
