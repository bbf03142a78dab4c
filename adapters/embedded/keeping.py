"""Keep a program alive until it is told to stop."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from time import monotonic

from adapters.embedded.processes import Command, RunningProcess, last_lines
from domain.errors import UnavailableError

_FIRST_PAUSE = timedelta(milliseconds=100)
_LONGEST_PAUSE = timedelta(seconds=5)
_LIVED_LONG = timedelta(seconds=10)  # its next death is a new story
_HOPELESS_AFTER = 4  # deaths in a row, during the start of everything


class KeptAlive:
    """One command, started again whenever it ends, with growing pauses between."""

    def __init__(self, command: Command, say: Callable[[str], None]) -> None:
        self.command = command
        self._say = say
        self._stopping = asyncio.Event()
        self._hopeless = asyncio.Event()
        self._running: RunningProcess | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep(), name=self.command.name)

    async def stop(self) -> None:
        self._stopping.set()
        if self._running is not None:
            await self._running.stop()
        if self._task is not None:
            await self._task

    async def until(self, ready: Awaitable[object]) -> None:
        """Wait for it to be ready; raise `UnavailableError` if it keeps dying."""
        waiting = asyncio.ensure_future(ready)
        dying = asyncio.create_task(self._hopeless.wait())
        try:
            await asyncio.wait((waiting, dying), return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                raise UnavailableError(
                    f"{self.command.name} does not start. Its log, {self.command.log}, "
                    f"ends with:\n{last_lines(self.command.log)}"
                )
            await waiting
        finally:
            for task in (waiting, dying):
                task.cancel()

    async def _keep(self) -> None:
        pause, deaths = _FIRST_PAUSE, 0
        while not self._stopping.is_set():
            began = monotonic()
            status = await self._run_once()
            if self._stopping.is_set():
                return
            if monotonic() - began > _LIVED_LONG.total_seconds():
                pause, deaths = _FIRST_PAUSE, 0
            deaths += 1
            if deaths == _HOPELESS_AFTER:
                self._hopeless.set()
            self._say(
                f"{self.command.name} {_how_it_ended(status)}; starting it again."
            )
            await self._rest(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _run_once(self) -> int:
        self._running = await RunningProcess.start(self.command)
        if self._stopping.is_set():  # told while it was starting
            await self._running.stop()
        return await self._running.ended()

    async def _rest(self, pause: timedelta) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), pause.total_seconds())


def _how_it_ended(status: int) -> str:
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"
