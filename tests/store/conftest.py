"""An empty, migrated database for every test."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database import connect
from adapters.embedded.postgres import EmbeddedPostgres
from tests.servers import TEMPLATE


@pytest_asyncio.fixture(loop_scope="session")
async def fresh_url(database_url: str, embedded_postgres: EmbeddedPostgres) -> str:
    """`database_url` is asked for because it makes the template."""
    del database_url
    return await embedded_postgres.create_database(f"store_{uuid4().hex}", TEMPLATE)


@pytest_asyncio.fixture(loop_scope="session")
async def engine(fresh_url: str) -> AsyncIterator[AsyncEngine]:
    engine = connect(fresh_url)
    yield engine
    await engine.dispose()
