"""Keep for one open page what it was not told yet."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

MOST_UNTOLD = 200  # leads; whoever is behind by more reads everything anew


@dataclass(frozen=True, slots=True)
class LeadChanged:
    """A lead, and whose it was before and after; None: nobody's."""

    lead_id: str
    owners: frozenset[str | None]


@dataclass(frozen=True, slots=True)
class News:
    """What happened since one was told last. `mark` names the moment.

    `missed`: more than can be told.
    """

    mark: str
    changed: tuple[LeadChanged, ...] = ()
    missed: bool = False


class Ending(StrEnum):
    SIGNED_OUT = "signed-out"
    SHUTDOWN = "shutdown"


class Listener:
    """Somebody who is told: one open page. `session` is the hash of whose it is."""

    def __init__(self, session: str) -> None:
        self.session = session
        self.ending: Ending | None = None
        self._untold: dict[str, LeadChanged] = {}
        self._missed = False
        self._woken = asyncio.Event()

    async def wait(self, within: timedelta) -> bool:
        """Whether there is something to tell, or it is over; False after `within`."""
        return await happens(self._woken, within)

    def take(self, mark: str) -> News:
        """What was not told yet. It is told now."""
        news = News(mark, tuple(self._untold.values()), self._missed)
        self._untold, self._missed = {}, False
        self._woken.clear()
        return news

    def hear(self, change: LeadChanged) -> None:
        before = self._untold.get(change.lead_id)
        owners = change.owners | (before.owners if before else frozenset())
        self._untold[change.lead_id] = LeadChanged(change.lead_id, owners)
        if len(self._untold) > MOST_UNTOLD:
            self.miss()
        self._woken.set()

    def miss(self) -> None:
        self._untold, self._missed = {}, True
        self._woken.set()

    def end(self, ending: Ending) -> None:
        self.ending = self.ending or ending
        self._woken.set()


async def happens(event: asyncio.Event, within: timedelta) -> bool:
    """Whether it does `within` that time."""
    try:
        async with asyncio.timeout(within.total_seconds()):
            await event.wait()
    except TimeoutError:
        return False
    return True
