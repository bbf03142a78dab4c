"""Start the parts of one Handraise so that they wait for each other, not in a row."""

import http.client
from collections.abc import Callable
from contextlib import AsyncExitStack, closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from adapters.embedded.home import Home
from adapters.embedded.keeping import KeptAlive
from adapters.embedded.parts import Parts
from adapters.embedded.processes import Command
from adapters.embedded.waiting import becomes_true
from domain.errors import UnavailableError

_READY_WITHIN = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Start:
    """One start. `running` gets what stops each part; unwinding it stops in order.

    Our own processes spend seconds importing. They do it while the servers start, and
    then wait for a file: the API for `servers_are_up`, whereupon it prepares database
    and Temporal; the worker for `prepared`, which says that this is done.
    """

    home: Home
    parts: Parts
    running: AsyncExitStack
    say: Callable[[str], None]

    async def all(self) -> None:
        """Return when `/readyz` says so. Raise `UnavailableError` when it never will."""
        postgres = await self._postgres()
        temporal = await self._temporal()
        worker, api = self._keep(self.parts.worker), self._keep(self.parts.api)
        await self._servers_ready(postgres, temporal)
        self.home.servers_are_up.touch()
        await worker.until(api.until(self._answers()))

    def _keep(self, command: Command) -> KeptAlive:
        kept = KeptAlive(command, self.say)
        self.running.push_async_callback(kept.stop)
        kept.start()
        return kept

    async def _postgres(self) -> KeptAlive | None:
        if self.parts.postgres is None:
            return None
        await self.parts.postgres.prepare()
        return self._keep(self.parts.postgres.command())

    async def _temporal(self) -> KeptAlive | None:
        if self.parts.temporal is None:
            return None
        await self.parts.temporal.prepare()
        self.home.temporal_config.write_text(
            f'[profile.default]\naddress = "{self.parts.temporal.address}"\n', "utf-8"
        )
        return self._keep(self.parts.temporal.command())

    async def _servers_ready(
        self, postgres: KeptAlive | None, temporal: KeptAlive | None
    ) -> None:
        if postgres is not None and self.parts.postgres is not None:
            await postgres.until(self.parts.postgres.wait_until_ready())
            await self.parts.postgres.create_database()
        if temporal is not None and self.parts.temporal is not None:
            await temporal.until(self.parts.temporal.wait_until_ready())

    async def _answers(self) -> None:
        if not await becomes_true(self._is_ready, _READY_WITHIN):
            raise UnavailableError(
                "Handraise did not get ready. The logs of its parts are in "
                f"{self.home.log('api').parent}."
            )

    def _is_ready(self) -> bool:
        server = http.client.HTTPConnection("127.0.0.1", self.parts.api_port, timeout=1)
        with closing(server), suppress(OSError, http.client.HTTPException):
            server.request("GET", "/readyz")
            return server.getresponse().status == HTTPStatus.OK
        return False
