"""PostgreSQL is stopped or frozen: 503 at once, nothing half done, and back by itself."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import psutil
import pytest
import pytest_asyncio

from adapters.database import connect, migrate
from adapters.embedded.ports import some_free
from adapters.embedded.postgres import EmbeddedPostgres
from tests.api.conftest import Site, becomes, dana, running, set_up, timed


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def postgres(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[EmbeddedPostgres]:
    """A server of this module's own: it gets killed."""
    directory = tmp_path_factory.mktemp("postgres-away")
    (port,) = some_free(1)
    server = EmbeddedPostgres(
        directory=directory / "postgres",
        port=port,
        log=directory / "postgres.log",
        pid_file=directory / "postgres.pid",
        durable=False,
    )
    async with server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shaky(postgres: EmbeddedPostgres) -> AsyncIterator[Site]:
    """A web over it, without a Temporal: another database's worker would look for its leads."""
    url = await postgres.create_database()
    await migrate(url)
    engine = connect(url)
    keys = await set_up(engine)
    await engine.dispose()
    (nowhere,) = some_free(1)
    async with running(url, f"127.0.0.1:{nowhere}", keys) as site:
        yield site


async def statuses(site: Site) -> tuple[set[int], float]:
    """Every kind of route once: what they answer, and how long the slowest takes."""
    secret = {"Authorization": f"Bearer {site.secret_key}"}
    lead = "8c6f1a52-8f0e-4d5a-9f0b-6d8a4f1c2b3e"
    answers = [
        await timed(site.submit(dana())),
        await timed(site.http.get(f"/v1/leads/{lead}", headers=secret)),
        await timed(site.act(lead, "accept", by="ana")),
        await timed(site.http.get("/readyz")),
        await timed(site.http.get(f"/thanks/{lead}")),
    ]

    assert all(answer.headers["retry-after"] for answer, _ in answers)
    return {answer.status_code for answer, _ in answers}, max(s for _, s in answers)


@contextmanager
def frozen(postgres: EmbeddedPostgres) -> Iterator[None]:
    """Connections stay open and nobody answers. Each of them has a process of its own."""
    assert postgres._running is not None
    server = psutil.Process(postgres._running.pid)
    processes = [server, *server.children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


async def works(site: Site) -> bool:
    return (await site.submit(dana(), Prefer="respond-async")).status_code == 202


async def test_a_stopped_database(shaky: Site, postgres: EmbeddedPostgres) -> None:
    assert await works(shaky)
    await postgres.stop()

    found, slowest = await statuses(shaky)

    assert found == {503}
    assert slowest < 2
    await postgres.start()
    assert await becomes(lambda: works(shaky))


async def test_a_frozen_database(shaky: Site, postgres: EmbeddedPostgres) -> None:
    assert await becomes(lambda: works(shaky))

    with frozen(postgres):
        found, slowest = await statuses(shaky)

    assert found == {503}
    assert slowest < 2.5
    assert await becomes(lambda: works(shaky))
