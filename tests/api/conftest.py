"""The web in this process, over a real PostgreSQL and a real Temporal server."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from adapters import clock
from adapters.database import connect
from adapters.embedded.temporal import EmbeddedTemporal
from adapters.playbook.published import publish_playbook
from adapters.setup import EXAMPLE
from adapters.store.access.keys import KeyKind, issue_key
from adapters.store.playbook.playbooks import current_version
from api.app import create_app
from models import METADATA
from settings import Settings
from tests.api.thin_world import ThinWorld
from tests.conftest import PATIENCE
from tests.servers import temporal_in_memory
from workflows.lead import LeadWorkflow
from workflows.names import TASK_QUEUE

T = TypeVar("T")
SIGNING_KEY = SecretStr("a key for tests")


@dataclass(frozen=True)
class Site:
    """A website with its keys, in front of the whole product."""

    http: httpx.AsyncClient
    app: FastAPI
    site_key: str
    secret_key: str

    async def submit(
        self, body: dict[str, Any], *, key: str | None = None, **headers: str
    ) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent.setdefault("Authorization", f"Bearer {key or self.site_key}")
        return await self.http.post("/v1/leads", json=body, headers=sent)

    async def lead(self, body: dict[str, Any] | None = None) -> str:
        """A lead that is decided. A busy machine may first answer "not yet": ask again."""
        given, key = body or dana(), uuid4().hex
        response = await self.submit(given, Idempotency_Key=key)

        async def decided() -> bool:
            nonlocal response
            if response.status_code == HTTPStatus.ACCEPTED:
                response = await self.submit(given, Idempotency_Key=key)
            return response.status_code != HTTPStatus.ACCEPTED

        assert await becomes(decided)
        lead_id: str = response.json()["lead_id"]
        return lead_id

    async def act(self, lead_id: str, action: str, **body: Any) -> httpx.Response:
        return await self.http.post(
            f"/v1/leads/{lead_id}/{action}",
            json=body,
            headers={"Authorization": f"Bearer {self.secret_key}"},
        )

    async def stands(self, lead_id: str, status: str) -> bool:
        return bool((await self.read(lead_id))["status"] == status)

    async def read(self, lead_id: str) -> dict[str, Any]:
        response = await self.http.get(
            f"/v1/leads/{lead_id}",
            headers={"Authorization": f"Bearer {self.secret_key}"},
        )
        assert response.status_code == 200, response.text
        lead: dict[str, Any] = response.json()
        return lead


def dana(**more: Any) -> dict[str, Any]:
    """A prospect whom nobody knows yet."""
    return {"email": f"dana.{uuid4().hex}@northwind.example", **more}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = connect(database_url)
    yield engine
    await engine.dispose()


@dataclass(frozen=True)
class Keys:
    site: str
    secret: str


async def set_up(engine: AsyncEngine) -> Keys:
    """Publish the example playbook where there is none, and make two keys."""
    async with engine.begin() as connection:
        if await current_version(connection) is None:
            document = EXAMPLE.read_text("utf-8")
            await publish_playbook(connection, document, author="otto", comment="First")
        now = clock.now()
        return Keys(
            await issue_key(connection, KeyKind.SITE, "Website", now),
            await issue_key(connection, KeyKind.SECRET, "Server", now),
        )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def keys(engine: AsyncEngine) -> Keys:
    return await set_up(engine)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def temporal_server(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[EmbeddedTemporal]:
    """One of our own: our worker polls it all the time, and would take others' leads."""
    async with temporal_in_memory(tmp_path_factory.mktemp("temporal")) as server:
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def temporal(temporal_server: EmbeddedTemporal) -> Client:
    return await Client.connect(
        temporal_server.address, data_converter=pydantic_data_converter
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def one_world(
    engine: AsyncEngine, temporal: Client, keys: Keys
) -> AsyncIterator[ThinWorld]:
    world = ThinWorld(engine)
    async with Worker(
        temporal,
        task_queue=TASK_QUEUE,
        workflows=[LeadWorkflow],
        activities=world.activities,
        # A sandbox compiles in its threads, and on 3.11 that breaks other threads' parsing
        # (python/cpython#106905), of which the generated requests do much.
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        yield world


@pytest.fixture
def world(one_world: ThinWorld) -> Iterator[ThinWorld]:
    yield one_world
    one_world.begin_anew()


async def timed(awaitable: Awaitable[T]) -> tuple[T, float]:
    """What it brings, and after how many seconds."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    return await awaitable, loop.time() - start


async def becomes(
    condition: Callable[[], Awaitable[bool]], *, within: float = PATIENCE
) -> bool:
    """Wait until it is true. False: not within that many seconds."""
    loop = asyncio.get_running_loop()
    give_up = loop.time() + within
    while not await condition():
        if loop.time() > give_up:
            return False
        await asyncio.sleep(0.1)
    return True


@asynccontextmanager
async def running(database_url: str, temporal_address: str, keys: Keys):
    """The web against those two."""
    before = os.environ.get("TEMPORAL_ADDRESS")
    os.environ["TEMPORAL_ADDRESS"] = temporal_address
    # A loaded machine decides late; what the default is has a test of its own.
    patient = timedelta(seconds=10)
    app = create_app(
        Settings(
            database_url=database_url,
            demo=False,
            lead_wait=patient,
            signing_key=SIGNING_KEY,
        )
    )
    try:
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://web.example"
            ) as http:
                yield Site(http, app, keys.site, keys.secret)
    finally:
        os.environ.pop("TEMPORAL_ADDRESS")
        if before is not None:
            os.environ["TEMPORAL_ADDRESS"] = before


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site(
    database_url: str, temporal_server: EmbeddedTemporal, keys: Keys
) -> AsyncIterator[Site]:
    async with running(database_url, temporal_server.address, keys) as site:
        yield site


Count = Callable[[str], Awaitable[int]]


@pytest.fixture
def rows(engine: AsyncEngine) -> Count:
    async def count(table: str) -> int:
        async with engine.connect() as connection:
            return (
                await connection.scalar(
                    select(func.count()).select_from(METADATA.tables[table])
                )
                or 0
            )

    return count


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def served(site: Site) -> AsyncIterator[tuple[str, int]]:
    """The same web behind a real server: its host and port."""
    config = uvicorn.Config(site.app, lifespan="off", log_level="warning")
    server = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", 0))
    task = asyncio.create_task(server._serve(sockets=[listening]))

    async def started() -> bool:
        return server.started

    assert await becomes(started)
    yield listening.getsockname()
    server.should_exit = True
    await task
