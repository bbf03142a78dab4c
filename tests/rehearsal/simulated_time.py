"""One time for everything: the time-skipping server's, which everybody else goes by.

Of Temporal's two time-skipping servers this is the one with a single clock (`temporal-test-server`;
the other one gives every workflow a clock of its own, and three hundred leads that share reps,
ledgers and daily caps would live in three hundred different weeks). What is simulated how:

* **The server's clock** stands at any instant that we ask for. On the way it stops at the instant
  of every timer of every lead, in order, and goes on when nobody works any more: no workflow
  task and no activity is under way. While somebody works it runs like a clock on the wall.
* **Workflows** get their time from the server, as always.
* **Activities and the web** ask `adapters.clock`. That is told by the server: an interceptor reads
  the server's clock before each activity, and whoever acts reads it before acting.
* **People and prospects** are events of ours between two stretches of skipping.
* **Not simulated**: PostgreSQL's own `now()`, by which only the playbook's version counts, and
  timeouts of requests, which are of this machine.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.api.testservice.v1 import SleepRequest, UnlockTimeSkippingRequest
from temporalio.client import Client
from temporalio.client import Interceptor as OfClients
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
)
from temporalio.worker import Interceptor as OfWorkers

from adapters import clock
from adapters.temporal.payloads import data_converter
from workflows.names import SEARCH_ATTRIBUTES

# Long enough for whatever a step sets going to be done, at this machine's own pace.
SETTLED_WITHIN = timedelta(seconds=1)
_HELD_FOR = timedelta(seconds=10)
_LONGEST_SLEEP = timedelta(minutes=10)


class SimulatedTime:
    def __init__(self, server: WorkflowEnvironment) -> None:
        self._server = server
        self._at = datetime.min.replace(tzinfo=UTC)
        self._at_work = 0  # activities

    def now(self) -> datetime:
        """As of the last look; it never goes back."""
        return self._at

    async def look(self) -> datetime:
        self._at = max(self._at, await self._server.get_current_time())
        return self._at

    async def skip_to(self, until: datetime) -> None:
        """Let time pass. What is due exactly then may be under way when this returns."""
        ahead = until - await self.look()
        if ahead > timedelta(0):
            await self._sleep(ahead)
            await self.look()

    async def _sleep(self, span: timedelta) -> None:
        """Where a lead was closed with a mail on its way, the server holds its clock for ever.

        It waits for an activity whose workflow is gone. When nobody works and it stands all
        the same, one hold is let go.
        """
        server = self._server.client.test_service
        request = SleepRequest()
        request.duration.FromTimedelta(span)
        sleeping = asyncio.create_task(
            server.unlock_time_skipping_with_sleep(request, timeout=_LONGEST_SLEEP)
        )
        patience = _HELD_FOR.total_seconds()
        while not (await asyncio.wait({sleeping}, timeout=patience))[0]:
            if not self._at_work:
                await server.unlock_time_skipping(UnlockTimeSkippingRequest())
        await sleeping

    @contextmanager
    def working(self) -> Iterator[None]:
        self._at_work += 1
        try:
            yield
        finally:
            self._at_work -= 1

    async def settle(self) -> None:
        await self.skip_to(await self.look() + SETTLED_WITHIN)


class TellsActivities(OfClients, OfWorkers):
    """An activity begins with a look at the server's clock. Workers take it from their client."""

    def __init__(self, time: SimulatedTime) -> None:
        self._time = time

    def intercept_activity(
        self,
        next: ActivityInboundInterceptor,  # noqa: A002  the SDK's names, here and below
    ) -> ActivityInboundInterceptor:
        return _Looks(next, self._time)


class _Looks(ActivityInboundInterceptor):
    def __init__(self, inner: ActivityInboundInterceptor, time: SimulatedTime) -> None:
        super().__init__(inner)
        self._time = time

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002
        with self._time.working():
            await self._time.look()
            return await super().execute_activity(input)


@asynccontextmanager
async def simulated_time() -> AsyncIterator[tuple[SimulatedTime, Client]]:
    """A server of its own, and a client whose workers' activities know its time."""
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=shutil.which("temporal-test-server"),
        data_converter=data_converter,
    ) as server:
        time = SimulatedTime(server)
        await time.look()
        client = _telling(server.client, time)
        attributes = {
            one.name: IndexedValueType.ValueType(one.indexed_value_type)
            for one in SEARCH_ATTRIBUTES
        }
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace=client.namespace, search_attributes=attributes
            )
        )
        with clock.told_by(time.now):
            yield time, client


def _telling(client: Client, time: SimulatedTime) -> Client:
    config = client.config()
    config["interceptors"] = [*config["interceptors"], TellsActivities(time)]
    return Client(**config)


def first_day(after: datetime) -> datetime:
    """The Monday (00:00 UTC) of the next week at whose end Europe changes its clocks to summer.

    Easter's holidays are always near, and America has changed its clocks already: that is where
    working time is hardest.
    """
    year = after.year
    while True:
        last_of_march = datetime(year, 3, 31, tzinfo=UTC)
        sunday = last_of_march - timedelta(days=(last_of_march.weekday() + 1) % 7)
        monday = sunday - timedelta(days=6)
        if monday > after:
            return monday
        year += 1
