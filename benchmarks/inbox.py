"""Measure how long the server takes for the first paint of /inbox, many leads being open.

uv run python -m benchmarks.inbox [--open 5000] [--closed 20000] [--rounds 100]

It starts a PostgreSQL of its own in a temporary directory, stores leads of all owners, bands
and states, and asks for the page as signed-in people do, through the whole web, one request
after the other. Of each list it looks up which indexes PostgreSQL reads it by. Exit status 1
when a list's p99 is above the target or it is not read by its index.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import ClauseElement, Executable, Select, insert, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from adapters import clock
from adapters.database import connect, migrate
from adapters.embedded.ports import some_free
from adapters.embedded.postgres import EmbeddedPostgres
from adapters.playbook.file import read_playbook
from adapters.playbook.published import publish_playbook
from adapters.store.access.sign_in import open_session
from adapters.store.pages.desk import View
from adapters.store.pages.inbox import Filters, Mark, Wanted, list_query
from api.app import create_app
from api.dependencies import SESSION_COOKIE
from api.leads.inbox_page import SCREEN
from api.leads.visibility import scope_of
from api.web.keyset import written
from benchmarks.generated_rules import EXAMPLE
from benchmarks.measuring import milliseconds, percentile
from models import METADATA
from settings import Settings

_NO_FILTERS = Filters()
TARGET = 0.2  # seconds of server time, p99
_AT_ONCE = 1_000  # rows of one insert
_OWNERS = ("ana", "ben", "cleo", None)
_STATES = (("assigned", "accept"), ("accepted", "contact"), ("contacted", "next_touch"))
_NAMES = ("Dana", "José", "Nora", "Otis", "Priya", "Wen")
_COMPANIES = ("Northwind", "Fabrikam", "Contoso", "Trackwise", "Adventure", "Globex")


@dataclass(frozen=True, slots=True)
class List:
    """One list as an address asks for it, and the same as a question to the database."""

    name: str
    handle: str
    address: str
    view: View
    index: str  # what it has to be read by
    filters: Filters = _NO_FILTERS
    deep: bool = False  # a screen in the middle instead of the first


LISTS = (
    List("mine", "ana", "view=mine", View.MINE, "open_leads_of_owner_in_order"),
    List("a team's", "mara", "view=all", View.ALL, "open_leads_in_order"),
    List("all", "otto", "view=all", View.ALL, "open_leads_in_order"),
    List("all, deep", "otto", "view=all", View.ALL, "open_leads_in_order", deep=True),
    List("closed", "otto", "view=closed", View.CLOSED, "closed_leads_in_order"),
    List(
        "search, rare",
        "otto",
        "view=all&q=lead+4711+example",
        View.ALL,
        "leads_by_words",
        Filters(words=("lead", "4711", "example")),
    ),
    List(
        "search, common",
        "otto",
        "view=all&q=northw",
        View.ALL,
        "leads_by_words",
        Filters(words=("northw",)),
    ),
)


def rows(count: int, closed: int, now: datetime) -> list[dict[str, Any]]:
    """Open leads first. The same each time."""
    chance = Random(4)  # noqa: S311 - nothing is kept secret by it
    return [_row(n, n > count, now, chance) for n in range(1, count + closed + 1)]


def _row(number: int, is_closed: bool, now: datetime, chance: Random) -> dict[str, Any]:  # noqa: FBT001
    company = chance.choice(_COMPANIES)
    address = f"lead.{number}@{company.lower()}.example"
    status, kind = chance.choice(_STATES)
    due = now + timedelta(minutes=chance.randint(-300, 10_000))
    return {
        "id": UUID(int=chance.getrandbits(128)),
        "person_key": address,
        "email": address,
        "name": f"{chance.choice(_NAMES)} {number}",
        "company": company,
        "message": "A quote for our fleet, please. " * 5,
        "channel": "form",
        "fields": {},
        "received_at": now - timedelta(hours=chance.randint(1, 500)),
        "status": "closed" if is_closed else status,
        "band": chance.choice(("high", "medium", "low")),
        "points": chance.randint(1, 100),
        "owner": chance.choice(_OWNERS),
        "clock": None if is_closed else kind,
        "due_at": None if is_closed else due,
        "accepted_at": None if status == "assigned" else now,
        "closed_at": now - timedelta(minutes=number) if is_closed else None,
        "outcome": "won" if is_closed else None,
        "breaches": 0,
        "partial": False,
        "revision": 1,
        "imported": False,
    }


async def fill(engine: AsyncEngine, leads: Sequence[dict[str, Any]]) -> None:
    async with engine.begin() as connection:
        document = EXAMPLE.read_text("utf-8")
        await publish_playbook(
            connection, document, author="operator", comment="For a measurement"
        )
        for start in range(0, len(leads), _AT_ONCE):
            some = leads[start : start + _AT_ONCE]
            await connection.execute(insert(METADATA.tables["leads"]), some)
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE leads"))


class Explained(Executable, ClauseElement):
    """EXPLAIN of a query, with its parameters as it has them."""

    inherit_cache = False

    def __init__(self, query: Select[Any]) -> None:
        self.query = query


@compiles(Explained)
def _explain(explained: Explained, compiler: SQLCompiler, **how: Any) -> str:
    return f"EXPLAIN {compiler.process(explained.query, **how)}"


async def read_by(engine: AsyncEngine, wanted: Wanted, after: Mark | None) -> str:
    """How PostgreSQL means to read the list: its plan, as text."""
    async with engine.connect() as connection:
        query = Explained(list_query(wanted, after, SCREEN + 1))
        found = await connection.execute(query)
        return "\n".join(found.scalars())


async def paint(
    client: httpx.AsyncClient, address: str, rounds: int
) -> tuple[float, float, float]:
    """Seconds of server time, p50 and p99, and of this processor, after a warm-up."""
    taken, used = [], []
    for _ in range(rounds + 5):
        begun, worked = perf_counter(), process_time()
        answer = await client.get(f"/inbox?{address}")
        taken.append(perf_counter() - begun)
        used.append(process_time() - worked)
        if answer.status_code != httpx.codes.OK or "data-lead=" not in answer.text:
            raise SystemExit(f"/inbox?{address} shows no leads: {answer.status_code}")
    return median(taken[5:]), percentile(taken[5:], 0.99), median(used[5:])


async def measure(url: str, leads: Sequence[dict[str, Any]], rounds: int) -> bool:
    """Print every list's figures; whether all are as they should be."""
    engine = connect(url)
    await fill(engine, leads)
    os.environ.setdefault("TEMPORAL_ADDRESS", "127.0.0.1:1")  # nobody asks it
    app = create_app(Settings(database_url=SecretStr(url)))
    is_open = [lead for lead in leads if lead["due_at"]]
    middle = sorted(is_open, key=itemgetter("due_at"))[len(is_open) // 2]
    mark = Mark(middle["due_at"], middle["id"])
    async with app.router.lifespan_context(app):
        fine = [
            await measure_list(app, engine, one, mark if one.deep else None, rounds)
            for one in LISTS
        ]
    await engine.dispose()
    return all(fine)


async def measure_list(
    app: FastAPI, engine: AsyncEngine, one: List, after: Mark | None, rounds: int
) -> bool:
    """Whether it is painted in time and read by its index."""
    now = clock.now()
    address = one.address
    if after is not None:
        address += "&" + urlencode({"after": written(after.at, after.lead_id)})
    async with engine.begin() as connection:
        session = await open_session(connection, one.handle, now)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://handraise.test",
        cookies={SESSION_COOKIE: session},
        headers={"Accept": "text/html"},
    ) as client:
        p50, p99, used = await paint(client, address, rounds)
    playbook = read_playbook(EXAMPLE.read_text("utf-8"), EXAMPLE.name)
    scope = scope_of(one.handle, playbook.person(one.handle).role, playbook)
    wanted = Wanted(one.view, one.handle, scope, now, now, one.filters)
    indexed = one.index in await read_by(engine, wanted, after)
    by = f"{'by' if indexed else 'NOT by'} {one.index}"
    if not indexed:
        print(await read_by(engine, wanted, after))
    times = f"p50 {milliseconds(p50)}, p99 {milliseconds(p99)}"
    print(f"{one.name}: {times}, {milliseconds(used)} of our processor, {by}")
    return indexed and p99 <= TARGET


async def run(count: int, closed: int, rounds: int) -> bool:
    (port,) = some_free(1)
    with TemporaryDirectory() as name:
        directory = Path(name)
        async with EmbeddedPostgres(
            directory=directory / "postgres",
            port=port,
            log=directory / "postgres.log",
            pid_file=directory / "postgres.pid",
        ) as server:
            url = await server.create_database("inbox")
            await migrate(url)
            return await measure(url, rows(count, closed, clock.now()), rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=5_000)
    parser.add_argument("--closed", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=100)
    asked = parser.parse_args()
    if not asyncio.run(run(asked.open, asked.closed, asked.rounds)):
        sys.exit(1)


if __name__ == "__main__":
    main()
