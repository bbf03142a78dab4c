"""Lend tests a real PostgreSQL and a real Temporal server.

One PostgreSQL serves a whole test run: every xdist worker gets a database of its own
in it, copied from one migrated template. Temporal is one server per worker.
"""

import asyncio
import fcntl
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.database import migrate
from adapters.embedded.ports import some_free
from adapters.embedded.postgres import EmbeddedPostgres
from adapters.embedded.temporal import EmbeddedTemporal
from adapters.embedded.waiting import becomes_true
from tests.keep_postgres import server_in
from workflows.names import SEARCH_ATTRIBUTES

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEMPLATE = "template_handraise"


@pytest.fixture(scope="session")
def shared_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One directory that all xdist workers of this run see."""
    own = tmp_path_factory.getbasetemp()
    shared = own if WORKER == "main" else own.parent
    directory = shared / "servers"
    directory.mkdir(exist_ok=True)
    return directory


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def embedded_postgres(shared_directory: Path) -> AsyncIterator[EmbeddedPostgres]:
    """A running server, not durable, stopped when its last user is gone or dead."""
    with (shared_directory / "users").open("w") as users:
        with locked(shared_directory):
            # Waits while the keeper of an earlier server is stopping it.
            fcntl.flock(users, fcntl.LOCK_SH)
            if not (shared_directory / "port").exists():
                await _start_keeper(shared_directory)
        yield server_in(shared_directory, _port(shared_directory))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def database_url(
    embedded_postgres: EmbeddedPostgres, shared_directory: Path
) -> str:
    """This worker's own migrated database."""
    migrated = shared_directory / f"migrated-{embedded_postgres.port}"
    with locked(shared_directory):
        if not migrated.exists():
            await migrate(await embedded_postgres.create_database(TEMPLATE))
            migrated.touch()
        return await embedded_postgres.create_database(f"test_{WORKER}", TEMPLATE)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def temporal_server(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[EmbeddedTemporal]:
    """A real server, for tests that run a worker of their own while they need it."""
    async with temporal_in_memory(tmp_path_factory.mktemp("temporal")) as server:
        yield server


@asynccontextmanager
async def temporal_in_memory(directory: Path) -> AsyncIterator[EmbeddedTemporal]:
    """A real server in memory, with the product's settings and search attributes."""
    port, http_port = some_free(2)
    async with EmbeddedTemporal(
        database=None,
        port=port,
        ui_port=None,
        http_port=http_port,
        log=directory / "temporal.log",
        pid_file=directory / "temporal.pid",
        search_attributes=search_attribute_types(),
    ) as server:
        yield server


def search_attribute_types() -> dict[str, str]:
    """The names and types of the product, as the server's command line has them."""
    return {
        key.name: key.indexed_value_type.name.title().replace("_", "")
        for key in SEARCH_ATTRIBUTES
    }


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    with (directory / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


async def _start_keeper(directory: Path) -> None:
    log = directory / "keeper.log"
    await asyncio.to_thread(_run_keeper, directory, log)
    started = (directory / "port").exists
    if not await becomes_true(started, timedelta(seconds=50)):
        pytest.fail(log.read_text())


def _run_keeper(directory: Path, log: Path) -> None:
    """Returns at once; the keeper goes on by itself."""
    with log.open("ab") as output:
        subprocess.run(
            [sys.executable, "-m", "tests.keep_postgres", str(directory)],
            stdout=output,
            stderr=output,
            cwd=Path(__file__).parents[1],
            check=True,
        )


def _port(directory: Path) -> int:
    return int((directory / "port").read_text())
