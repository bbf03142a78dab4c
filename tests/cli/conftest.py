"""Commands in this process, on a database of their own."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from typer.testing import CliRunner

import cli
from adapters.commands import audit, keys, leads, mail, playbook, reviews, users
from adapters.database import connect
from adapters.embedded.postgres import EmbeddedPostgres
from adapters.playbook.published import publish_playbook
from domain.errors import HandraiseError
from tests.emptying import empty
from tests.servers import TEMPLATE, WORKER

SMALL = Path(__file__).parents[1] / "playbook" / "small.yaml"
GROUPS = {
    "audit": audit,
    "leads": leads,
    "playbook": playbook,
    "keys": keys,
    "mail": mail,
    "reviews": reviews,
    "users": users,
}


@dataclass(frozen=True)
class Ran:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str
    error: HandraiseError | None

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Handraise:
    """Commands, and a look into the database behind them."""

    def __init__(self, url: str) -> None:
        self.url = url

    def run(self, group: str, *arguments: object) -> Ran:
        ran = CliRunner().invoke(
            GROUPS[group].app, list(map(str, arguments)), obj=cli._installation
        )
        error = ran.exception
        if error is not None and not isinstance(error, HandraiseError | SystemExit):
            raise error
        known = error if isinstance(error, HandraiseError) else None
        return Ran(ran.exit_code, ran.stdout, ran.stderr, known)

    def ask(self, question: Callable[[AsyncConnection], Awaitable[Any]]) -> Any:
        return asyncio.run(self._ask(question))

    def rows(self, sql: str) -> list[Any]:
        async def question(connection: AsyncConnection) -> list[Any]:
            return list((await connection.execute(text(sql))).all())

        found: list[Any] = self.ask(question)
        return found

    async def _ask(self, question: Callable[[AsyncConnection], Awaitable[Any]]) -> Any:
        engine = connect(self.url)
        try:
            async with engine.begin() as connection:
                return await question(connection)
        finally:
            await engine.dispose()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def database_url(database_url: str, embedded_postgres: EmbeddedPostgres) -> str:
    """A database of our own: every test here empties it."""
    del database_url  # there once the template is migrated
    return await embedded_postgres.create_database(f"cli_{WORKER}", TEMPLATE)


@pytest_asyncio.fixture
async def emptied(database_url: str) -> AsyncIterator[str]:
    engine = connect(database_url)
    async with engine.begin() as connection:
        await empty(connection)
        await publish_playbook(
            connection, SMALL.read_text("utf-8"), author="otto", comment="First"
        )
    await engine.dispose()
    yield database_url


@pytest.fixture
def handraise(emptied: str, monkeypatch: pytest.MonkeyPatch) -> Handraise:
    monkeypatch.setenv("HANDRAISE_DATABASE_URL", emptied)
    monkeypatch.setenv("HANDRAISE_BASE_URL", "https://handraise.example")
    return Handraise(emptied)
