"""Tell whether Temporal is there at the moment.

A server that is stopped, frozen or unreachable must not cost every request its whole
patience: once it was found away, requests are told so at once, and it is asked at most
once a second whether it is back.
"""

import asyncio
from datetime import timedelta

from temporalio.client import Client
from temporalio.service import RPCError

# A server under load may take a while; one that takes longer is no help to a request.
PROBE_WITHIN = timedelta(milliseconds=800)
# That is measured where the answer arrives. Here it may be seen late, when this process is
# busy itself, and a busy process must not conclude that the server is away.
_PROBE_GIVEN_UP = timedelta(seconds=3)
PROBE_EVERY = timedelta(seconds=1)
# A frozen server gives no error; asking now and then tells frozen from busy.
_TRUSTED_FOR = timedelta(milliseconds=300)


class Reachability:
    """What is known about one client's server; shared by everything in a process."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._away = False
        self._probe: asyncio.Task[bool] | None = None
        self._probed_at = float("-inf")  # seconds of the loop's clock

    def seems_away(self) -> bool:
        """Answers at once. While away, starts a probe now and then."""
        if self._away and self._age() >= PROBE_EVERY.total_seconds():
            self._start_probe()
        return self._away

    async def is_there(self) -> bool:
        """Ask the server, within `PROBE_WITHIN`; one question serves all who ask."""
        settled = self._probe is None or self._probe.done()
        if settled and self._age() < _TRUSTED_FOR.total_seconds():
            return not self._away
        return await asyncio.shield(self._start_probe())

    def look_again(self) -> None:
        """Something failed as if the server was away: ask it, without waiting."""
        self._start_probe()

    def _age(self) -> float:
        return asyncio.get_running_loop().time() - self._probed_at

    def _start_probe(self) -> asyncio.Task[bool]:
        if self._probe is None or self._probe.done():
            self._probed_at = asyncio.get_running_loop().time()
            self._probe = asyncio.create_task(self._ask())
        return self._probe

    async def _ask(self) -> bool:
        try:
            async with asyncio.timeout(_PROBE_GIVEN_UP.total_seconds()):
                there = await self._client.service_client.check_health(
                    timeout=PROBE_WITHIN
                )
        except (RPCError, RuntimeError, TimeoutError):
            there = False  # RuntimeError: the lazy client cannot connect
        self._away = not there
        return there
