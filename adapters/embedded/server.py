"""How a server that comes as a package is run while somebody needs it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from adapters.embedded.processes import Command, RunningProcess


@dataclass(slots=True)
class EmbeddedServer(ABC):
    """A server as a child process; `async with` runs it. `up` keeps the command alive itself."""

    _running: RunningProcess | None = field(default=None, kw_only=True)

    @abstractmethod
    async def prepare(self) -> None:
        """Make what the command needs to start."""

    @abstractmethod
    def command(self) -> Command: ...

    @abstractmethod
    async def wait_until_ready(self) -> None:
        """Raises UnavailableError when it does not become ready."""

    async def start(self) -> None:
        """Prepare, run and wait."""
        await self.prepare()
        self._running = await RunningProcess.start(self.command())
        await self.wait_until_ready()

    async def stop(self) -> None:
        if self._running is not None:
            await self._running.stop()
            self._running = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()
