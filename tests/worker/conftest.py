"""A business with a database of its own, and the real worker as a process."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest_asyncio

import worker
from adapters import clock
from adapters.database import connect
from adapters.embedded.postgres import EmbeddedPostgres
from tests.activities.world import World
from tests.conftest import PATIENCE
from tests.servers import TEMPLATE

ROOT = Path(worker.__file__).parent


@pytest_asyncio.fixture(loop_scope="session")
async def world(
    database_url: str, embedded_postgres: EmbeddedPostgres
) -> AsyncIterator[World]:
    """A business with a database of its own; `database_url` makes the template."""
    del database_url
    name = f"worker_{uuid4().hex}"
    engine = connect(await embedded_postgres.create_database(name, TEMPLATE))
    world = World(engine, now=clock.now())
    await world.publish()
    yield world
    await engine.dispose()


@asynccontextmanager
async def running(world: World, temporal: str, **more: str) -> AsyncIterator[Process]:
    url = world.engine.url.render_as_string(hide_password=False)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "worker.py"),
        env={
            **os.environ,
            "HANDRAISE_DATABASE_URL": url,
            "HANDRAISE_WEB_ENRICHMENT": "false",
            "TEMPORAL_ADDRESS": temporal,
        }
        | more,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def becomes(
    is_true: Callable[[], Awaitable[bool]], *, within: float = PATIENCE
) -> None:
    async with asyncio.timeout(within):
        while not await is_true():
            await asyncio.sleep(0.02)
