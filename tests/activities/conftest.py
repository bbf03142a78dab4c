"""A fresh business for every test, in a database that only these tests use."""

from collections.abc import AsyncIterator

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database import connect
from adapters.embedded.postgres import EmbeddedPostgres
from tests.activities.world import World
from tests.emptying import empty
from tests.servers import TEMPLATE, WORKER


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def engine(
    database_url: str, embedded_postgres: EmbeddedPostgres
) -> AsyncIterator[AsyncEngine]:
    """Closed after each module: a pool keeps what a peak opened.

    `database_url` is asked for because it makes the template.
    """
    del database_url
    name = f"test_activities_{WORKER}"
    engine = connect(await embedded_postgres.create_database(name, TEMPLATE))
    yield engine
    await engine.dispose()


@pytest_asyncio.fixture(loop_scope="session")
async def world(engine: AsyncEngine) -> World:
    """Everything empty but the audit trail, and the example playbook published as version 1."""
    async with engine.begin() as connection:
        await empty(connection)
    world = World(engine)
    await world.publish()
    return world
