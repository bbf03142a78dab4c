"""The web in this process, on a real database, with nobody at Temporal's address."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database import connect
from adapters.embedded.ports import some_free
from adapters.embedded.postgres import EmbeddedPostgres
from api.app import create_app
from api.dependencies import SESSION_COOKIE
from settings import Settings
from tests.conftest import PATIENCE
from tests.pages.world import World
from tests.servers import TEMPLATE, WORKER

URL = "http://handraise.test"
KEY = SecretStr("a key for tests")


@pytest.fixture(scope="module", autouse=True)
def patient() -> Iterator[None]:
    """A loaded machine's database is slow, not away; when it counts as away is tested elsewhere."""
    long = timedelta(seconds=PATIENCE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adapters.database._CONNECT_WITHIN", long)
        patch.setattr("api.app.STATEMENT_WITHIN", long)
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def database_url(database_url: str, embedded_postgres: EmbeddedPostgres) -> str:
    """A database of our own: every test here empties it."""
    del database_url  # there once the template is migrated
    return await embedded_postgres.create_database(f"pages_{WORKER}", TEMPLATE)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Closed after each module: a pool keeps what a peak opened."""
    engine = connect(database_url)
    yield engine
    await engine.dispose()


@pytest_asyncio.fixture
async def world(engine: AsyncEngine) -> World:
    world = World(engine)
    await world.begin()
    return world


@pytest.fixture(scope="session")
def not_yet_started(database_url: str) -> FastAPI:
    """Its routes are put together once; what it knows and holds begins with its lifespan."""
    return create_app(
        Settings(database_url=database_url, base_url=URL, signing_key=KEY)
    )


@pytest_asyncio.fixture
async def app(
    not_yet_started: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[FastAPI]:
    (nobody,) = some_free(1)
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{nobody}")
    app = not_yet_started
    async with app.router.lifespan_context(app):
        yield app


SignIn = Callable[[str], Awaitable[httpx.AsyncClient]]


@pytest_asyncio.fixture
async def browse(app: FastAPI, world: World) -> AsyncIterator[SignIn]:
    """A browser in which somebody is signed in; "" for a stranger's."""
    opened: list[httpx.AsyncClient] = []

    async def browse(handle: str) -> httpx.AsyncClient:
        cookies = {SESSION_COOKIE: await world.session(handle)} if handle else {}
        browser = httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url=URL,
            cookies=cookies,
            headers={"Accept": "text/html", "Sec-Fetch-Site": "same-origin"},
        )
        opened.append(browser)
        return browser

    yield browse
    for browser in opened:
        await browser.aclose()
