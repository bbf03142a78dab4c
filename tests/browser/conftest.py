"""A real browser before the real web on a port of this machine."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI
from playwright.async_api import Browser, BrowserContext, async_playwright, expect
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

import worker
from activities.all import Parts
from adapters.embedded.ports import some_free
from adapters.embedded.temporal import EmbeddedTemporal
from adapters.letters.links import Links
from adapters.mail import OutboxMailer
from api.app import create_app
from api.dependencies import SESSION_COOKIE
from settings import Settings
from tests.conftest import PATIENCE
from tests.pages.conftest import database_url, engine, patient, world
from tests.pages.world import World
from tests.servers import temporal_in_memory
from tests.serving import served

CHROMIUM = Path("/usr/bin/chromium")
_THERE = CHROMIUM.exists()
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_REQUIRED = os.environ.get("HANDRAISE_BROWSER_TESTS") == "required"
_MISSING = f"There is no Chromium at {CHROMIUM}: install Debian's package chromium."


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    if not _THERE:
        pytest.fail(_MISSING) if _REQUIRED else pytest.skip(_MISSING)
    expect.set_options(timeout=PATIENCE * 1000)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=_FLAGS
        )
        yield browser
        await browser.close()


@dataclass(frozen=True)
class Web:
    """Its routes are put together once; what it knows and holds begins with its lifespan."""

    app: FastAPI
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture(scope="module")
def web(database_url: str) -> Web:
    (port,) = some_free(1)
    settings = Settings(
        database_url=database_url,
        base_url=f"http://127.0.0.1:{port}",
        lead_wait=30,
        lead_wait_limit=30,
    )
    return Web(create_app(settings), port)


@pytest_asyncio.fixture
async def site(
    web: Web, world: World, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[str]:
    """The web's address, with nobody at Temporal's."""
    (nobody,) = some_free(1)
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{nobody}")
    async with served(web.app, web.port) as address:
        yield address


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def temporal_of_our_own(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[EmbeddedTemporal]:
    """Other tests' workers would take our leads from a shared one."""
    async with temporal_in_memory(tmp_path_factory.mktemp("temporal")) as server:
        yield server


@pytest_asyncio.fixture
async def product(
    web: Web,
    world: World,
    temporal_of_our_own: EmbeddedTemporal,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[str]:
    """The address of the whole product: web, database, Temporal and a worker."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", temporal_of_our_own.address)
    client = await Client.connect(
        temporal_of_our_own.address, data_converter=pydantic_data_converter
    )
    async with (
        worker.build(client, Parts(world.engine, OutboxMailer(), Links(web.url))),
        served(web.app, web.port) as address,
    ):
        yield address


OpenBrowser = Callable[..., Awaitable[BrowserContext]]


@pytest_asyncio.fixture
async def open_browser(
    chromium: Browser, world: World, request: pytest.FixtureRequest
) -> AsyncIterator[OpenBrowser]:
    """A browser of somebody's, signed in unless it is a stranger's ("")."""
    opened: list[BrowserContext] = []

    async def open_browser(site: str, handle: str = "", **how: Any) -> BrowserContext:
        context = await chromium.new_context(base_url=site, **how)
        context.set_default_timeout(PATIENCE * 1000)
        if handle:
            session = await world.session(handle)
            await context.add_cookies(
                [{"name": SESSION_COOKIE, "value": session, "url": site}]
            )
        opened.append(context)
        return context

    yield open_browser
    for context in opened:
        await context.close()


__all__ = ["database_url", "engine", "patient", "world"]
