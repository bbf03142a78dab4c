"""A business with a database that only these tests use, and a Slack to tell it in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import httpx
import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import ActivityEnvironment

from activities.notices import Notices
from activities.telling.outbox import Outbox
from activities.telling.slack_outbox import SlackOutbox
from adapters.database import connect
from adapters.embedded.postgres import EmbeddedPostgres
from adapters.slack.webhook import SlackWebhook
from tests.activities.world import World
from tests.emptying import empty
from tests.servers import TEMPLATE, WORKER, temporal_in_memory
from tests.slack.fake_slack import FakeSlack, fake_slack
from tests.slack.product import Product, running

ANA, BEN, CLEO, MARA = "U0ANA00001", "U0BEN00001", "U0CLEO0001", "U0MARA0001"
# What the example playbook says, and what it says when people are in Slack.
IN_SLACK = {
    "    email: ana@": f"    slack: {ANA}\n    email: ana@",
    "    email: ben@": f"    slack: {BEN}\n    email: ben@",
    "    email: cleo@": f"    slack: {CLEO}\n    email: cleo@",
    "    email: mara@": f"    slack: {MARA}\n    email: mara@",
}


@dataclass
class InSlack:
    """A business that tells its people in Slack."""

    world: World
    slack: FakeSlack
    webhook: SlackWebhook | None

    def notices(self) -> Notices:
        """As one worker has them; another has its own."""
        world = self.world

        def now():
            return world.now

        outbox = Outbox(world.engine, world.playbooks, world.mailer, world.links, now)
        webhook = self.webhook
        slack = SlackOutbox(world.engine, webhook, now) if webhook else None
        return Notices(outbox, slack)

    async def tell(self, kind: str, notice, *, attempt: int = 1) -> None:
        environment = ActivityEnvironment()
        environment.info = replace(environment.info, attempt=attempt)
        await environment.run(getattr(self.notices(), kind), notice)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def database_url(database_url: str, embedded_postgres: EmbeddedPostgres) -> str:
    """A database of our own: every test here empties it."""
    del database_url  # there once the template is migrated
    return await embedded_postgres.create_database(f"slack_{WORKER}", TEMPLATE)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Closed after each module: a pool keeps what a peak opened."""
    engine = connect(database_url)
    yield engine
    await engine.dispose()


@pytest_asyncio.fixture(loop_scope="session")
async def world(engine: AsyncEngine) -> World:
    async with engine.begin() as connection:
        await empty(connection)
    return World(engine)


@pytest_asyncio.fixture(loop_scope="session")
async def slack() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as slack:
        yield slack


@pytest_asyncio.fixture(loop_scope="session")
async def business(world: World, slack: FakeSlack) -> AsyncIterator[InSlack]:
    """Ana and her colleagues are in Slack, and hear of new leads by mail and there."""
    await world.publish(
        IN_SLACK | {"language: en\n": "language: en\nnotices: [mail, slack]\n"}
    )
    async with httpx.AsyncClient() as client:
        yield InSlack(world, slack, SlackWebhook(client, slack.webhook))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def product(
    database_url: str,
    embedded_postgres: EmbeddedPostgres,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Product]:
    """One for all tests, each of which brings a lead of its own."""
    del database_url
    name = f"slack_product_{WORKER}"
    url = await embedded_postgres.create_database(name, TEMPLATE)
    engine = connect(url)
    directory = tmp_path_factory.mktemp("temporal")
    with pytest.MonkeyPatch.context() as patch:
        async with temporal_in_memory(directory) as temporal, fake_slack() as slack:
            patch.setenv("TEMPORAL_ADDRESS", temporal.address)
            async with running(engine, url, temporal.address, slack) as product:
                yield product
    await engine.dispose()
