"""The whole product on simulated time: web, worker, PostgreSQL, and nobody's network."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from activities.all import Parts
from adapters.database import connect
from adapters.letters.links import Links
from adapters.mail import Mail
from adapters.playbook.published import publish_playbook
from adapters.store.access.keys import KeyKind, issue_key
from adapters.store.access.sign_in import open_session
from api.app import create_app
from api.dependencies import SESSION_COOKIE
from models import METADATA
from settings import Settings
from tests.rehearsal.simulated_time import SimulatedTime, first_day, simulated_time
from worker import build

PLAYBOOK = Path(__file__).with_name("playbook.yaml")
URL = "http://handraise.test"
SIGNING_KEY = "a key for tests"
# A loaded machine decides late, and a rehearsal is not about that.
PATIENT = timedelta(seconds=10)


@dataclass
class Post:
    """Delivers what is mailed to people and prospects, and remembers it."""

    is_outbox: bool = False
    arrived: list[Mail] = field(default_factory=list)

    async def send(self, mail: Mail) -> None:
        self.arrived.append(mail)

    def collect(self) -> list[Mail]:
        """What came since the last time."""
        new, self.arrived = self.arrived, []
        return new


@dataclass(frozen=True)
class Stage:
    time: SimulatedTime
    engine: AsyncEngine
    client: Client
    app: FastAPI
    secret_key: str
    post: Post
    begins: datetime

    def http(self, cookies: dict[str, str] | None = None) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url=URL, cookies=cookies
        )

    async def signed_in(self, handle: str) -> httpx.AsyncClient:
        async with self.engine.begin() as connection:
            token = await open_session(connection, handle, self.time.now())
        return self.http({SESSION_COOKIE: token})


@asynccontextmanager
async def stage(database_url: str) -> AsyncIterator[Stage]:
    """On an emptied database, at the midnight before the first day."""
    async with simulated_time() as (time, client):
        engine = connect(database_url)
        begins = first_day(time.now())
        try:
            await time.skip_to(begins)
            secret_key = await _set_up(engine, begins)
            post = Post()
            links = Links(URL, SIGNING_KEY.encode())
            async with (
                build(client, Parts(engine, post, links)),
                _web(database_url, client) as app,
            ):
                yield Stage(time, engine, client, app, secret_key, post, begins)
        finally:
            await engine.dispose()


async def _set_up(engine: AsyncEngine, now: datetime) -> str:
    tables = ", ".join(f'"{name}"' for name in METADATA.tables if name != "audit")
    async with engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
        document = PLAYBOOK.read_text("utf-8")
        await publish_playbook(connection, document, author="otto", comment="First")
        return await issue_key(connection, KeyKind.SECRET, "Rehearsal", now)


@asynccontextmanager
async def _web(database_url: str, client: Client) -> AsyncIterator[FastAPI]:
    before = os.environ.get("TEMPORAL_ADDRESS")
    os.environ["TEMPORAL_ADDRESS"] = client.service_client.config.target_host
    app = create_app(
        Settings(
            database_url=database_url,
            base_url=URL,
            demo=False,
            lead_wait=PATIENT,
            signing_key=SecretStr(SIGNING_KEY),
        )
    )
    try:
        async with app.router.lifespan_context(app):
            yield app
    finally:
        os.environ.pop("TEMPORAL_ADDRESS")
        if before is not None:
            os.environ["TEMPORAL_ADDRESS"] = before
