import ssl
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from adapters.enrichment.address_guard import GuardedBackend
from adapters.enrichment.page_fetch import Bounds, PageFetch
from tests.enrichment.internet import CERTIFICATE, PUBLIC, Answer, Names, Wires, serving

QUICK = Bounds(step=timedelta(seconds=1), total=timedelta(seconds=1))


class Internet:
    """Names, wires and servers of one test; the guard in front of them is the real one."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self.names = Names().lead("northwind.example", [PUBLIC])
        self.wires = Wires()
        self._stack = stack

    async def serve(
        self, answer: Answer, *, at: str = PUBLIC, port: int = 80, tls: bool = False
    ) -> None:
        local = await self._stack.enter_async_context(serving(answer, tls=tls))
        self.wires.ports[at, port] = local

    def fetch(self, bounds: Bounds = QUICK) -> PageFetch:
        return PageFetch(
            GuardedBackend(self.names, dial=self.wires),
            "Handraise/0.1 (+https://handraise.example/bot)",
            bounds=bounds,
            ssl_context=ssl.create_default_context(cafile=str(CERTIFICATE)),
        )


@pytest.fixture
async def internet():
    async with AsyncExitStack() as stack:
        yield Internet(stack)
