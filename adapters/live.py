"""Tell open pages which leads changed, milliseconds after the commit.

Triggers of the database say it: a lead's id and whose it was and is, nothing else. One
connection per process listens and everybody in the process is told. What may have been said
while that connection was lost counts as missed, and who missed something reads everything anew.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from pydantic_core import from_json
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.database import is_away
from adapters.listener import Ending, LeadChanged, Listener, happens

LOG = logging.getLogger(__name__)
LEAD_CHANGED = "lead_changed"  # the channel's name in the migration, too
SESSION_ENDED = "session_ended"
# A frozen server says nothing: it is asked now and then whether it still speaks.
LOOK_EVERY = timedelta(seconds=5)
_WAITS = tuple(timedelta(seconds=s) for s in (0.2, 0.5, 1, 2, 5))  # to connect again


class Live:
    """The changes that this process hears of, and who is told of them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._listeners: set[Listener] = set()
        self._run = uuid4().hex[:12]  # of hearing without a gap
        self._heard = 0  # changes in it

    @property
    def mark(self) -> str:
        """Names the moment. What is read after it was taken has everything until it."""
        return f"{self._run}.{self._heard}"

    @contextmanager
    def listening(self, session: str, since: str) -> Iterator[Listener]:
        """Be told, of everything since the mark `since`; "" is now."""
        listener = Listener(session)
        if since not in {"", self.mark}:
            listener.miss()
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def end(self) -> None:
        """Let everybody go, who would otherwise wait for ever."""
        for listener in self._listeners:
            listener.end(Ending.SHUTDOWN)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Hear changes meanwhile, whether the database is there already or not."""
        hearing = asyncio.create_task(self._keep_hearing())
        try:
            yield
        finally:
            self.end()
            hearing.cancel()
            await asyncio.wait({hearing})

    async def _keep_hearing(self) -> None:
        failures = 0
        while True:
            heard = self._run
            try:
                async with self._engine.connect() as connection:
                    await self._hear(connection)
            except Exception as error:
                if not is_away(error):
                    LOG.exception("cannot hear of changes")
            failures = 0 if heard != self._run else failures + 1
            await asyncio.sleep(_WAITS[min(failures, len(_WAITS) - 1)].total_seconds())

    async def _hear(self, connection: AsyncConnection) -> None:
        """Until the connection is lost, which raises or returns."""
        driver: Any = (await connection.get_raw_connection()).driver_connection
        lost = asyncio.Event()
        driver.add_termination_listener(lambda _: lost.set())
        try:
            await driver.add_listener(LEAD_CHANGED, self._lead_changed)
            await driver.add_listener(SESSION_ENDED, self._session_ended)
            self._begin_anew()
            while not await happens(lost, LOOK_EVERY):
                await driver.execute("SELECT 1")
        finally:
            driver.terminate()  # nobody else may get a connection that listens

    def _begin_anew(self) -> None:
        self._run, self._heard = uuid4().hex[:12], 0
        for listener in self._listeners:
            listener.miss()

    def _lead_changed(self, *said: Any) -> None:
        lead_id, *owners = from_json(said[-1])
        self._heard += 1
        change = LeadChanged(lead_id, frozenset(owners))
        for listener in self._listeners:
            listener.hear(change)

    def _session_ended(self, *said: Any) -> None:
        for listener in self._listeners:
            if listener.session == said[-1]:
                listener.end(Ending.SIGNED_OUT)
