"""Measure how long the server takes to paint the desk's pages, many leads being open.

uv run python -m benchmarks.desk [--open 5000] [--closed 20000] [--cases 25] [--people 60]
                                 [--rounds 100] [--only /team]

It starts a PostgreSQL of its own in a temporary directory, stores leads of all owners, bands
and states, and asks for /inbox, /team and /review as signed-in people do, through the whole
web, one request after the other. Of each list of the inbox it looks up which index PostgreSQL
reads it by. Exit status 1 when a p99 is above the target or a list is not read by its index.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import ClauseElement, Executable, Select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from adapters import clock
from adapters.database import connect, migrate
from adapters.embedded.ports import some_free
from adapters.embedded.postgres import EmbeddedPostgres
from adapters.playbook.file import read_playbook
from adapters.store.access.sign_in import open_session
from adapters.store.pages.desk import View
from adapters.store.pages.inbox import Filters, Mark, Wanted, list_query
from api.app import create_app
from api.dependencies import SESSION_COOKIE
from api.leads.inbox_page import SCREEN
from api.leads.visibility import scope_of
from api.web.keyset import written
from benchmarks.desk_world import business, fill, lead_rows, owners
from benchmarks.measuring import milliseconds, percentile
from domain.playbook import Playbook
from settings import Settings

_NO_FILTERS = Filters()
TARGET = 0.2  # seconds of server time, p99


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


PAGES = (
    ("the team, broken today", "mara", "/team"),
    ("the team, broken this week", "mara", "/team?days=week"),
    ("the team as a rep sees it", "ana", "/team"),
    ("a person", "mara", "/team/ana"),
    ("review", "mara", "/review"),
)


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
        answer = await client.get(address)
        taken.append(perf_counter() - begun)
        used.append(process_time() - worked)
        if answer.status_code != httpx.codes.OK or "/leads/" not in answer.text:
            raise SystemExit(f"{address} shows no leads: {answer.status_code}")
    return median(taken[5:]), percentile(taken[5:], 0.99), median(used[5:])


@dataclass(frozen=True, slots=True)
class Bench:
    """The web on the database, and the playbook that both go by."""

    app: FastAPI
    engine: AsyncEngine
    playbook: Playbook
    rounds: int

    async def is_fast(self, name: str, handle: str, address: str) -> bool:
        """Paint it and print how long that takes."""
        async with self.engine.begin() as connection:
            session = await open_session(connection, handle, clock.now())
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://handraise.test",
            cookies={SESSION_COOKIE: session},
            headers={"Accept": "text/html"},
        ) as client:
            p50, p99, used = await paint(client, address, self.rounds)
        times = f"p50 {milliseconds(p50)}, p99 {milliseconds(p99)}"
        print(f"{name}: {times}, {milliseconds(used)} of our processor")
        return p99 <= TARGET

    async def is_indexed(self, one: List, after: Mark | None) -> bool:
        now, role = clock.now(), self.playbook.person(one.handle).role
        scope = scope_of(one.handle, role, self.playbook)
        wanted = Wanted(one.view, one.handle, scope, now, now, one.filters)
        plan = await read_by(self.engine, wanted, after)
        print(f"  {'by' if one.index in plan else f'{plan} NOT by'} {one.index}")
        return one.index in plan


async def measure(
    url: str, leads: Sequence[dict[str, Any]], asked: argparse.Namespace
) -> bool:
    """Print every page's figures; whether all are as they should be."""
    engine, document = connect(url), business(asked.people)
    await fill(engine, document, leads, asked.cases, clock.now())
    os.environ.setdefault("TEMPORAL_ADDRESS", "127.0.0.1:1")  # nobody asks it
    app = create_app(Settings(database_url=SecretStr(url)))
    playbook = read_playbook(document, "the benchmark's playbook")
    bench = Bench(app, engine, playbook, asked.rounds)
    print(f"load average of this machine before: {os.getloadavg()[0]:.1f}")
    async with app.router.lifespan_context(app):
        fine = [ok async for ok in measured(bench, leads, asked.only)]
    print(f"and after: {os.getloadavg()[0]:.1f}")
    await engine.dispose()
    return all(fine)


async def measured(
    bench: Bench, leads: Sequence[dict[str, Any]], only: str
) -> AsyncIterator[bool]:
    """Pages whose address begins with `only`."""
    is_open = [lead for lead in leads if lead["due_at"]]
    middle = sorted(is_open, key=itemgetter("due_at"))[len(is_open) // 2]
    mark = Mark(middle["due_at"], middle["id"])
    for one in LISTS:
        after = mark if one.deep else None
        address = f"/inbox?{one.address}"
        if after is not None:
            address += "&" + urlencode({"after": written(after.at, after.lead_id)})
        if address.startswith(only):
            yield await bench.is_fast(one.name, one.handle, address)
            yield await bench.is_indexed(one, after)
    for name, handle, address in PAGES:
        if address.startswith(only):
            yield await bench.is_fast(name, handle, address)


async def run(asked: argparse.Namespace) -> bool:
    (port,) = some_free(1)
    whose = owners(asked.people)
    leads = lead_rows(asked.open, asked.closed, whose, clock.now())
    with TemporaryDirectory() as name:
        directory = Path(name)
        async with EmbeddedPostgres(
            directory=directory / "postgres",
            port=port,
            log=directory / "postgres.log",
            pid_file=directory / "postgres.pid",
        ) as server:
            url = await server.create_database("desk")
            await migrate(url)
            return await measure(url, leads, asked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=5_000)
    parser.add_argument("--closed", type=int, default=20_000)
    parser.add_argument("--cases", type=int, default=25)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--only", default="")
    if not asyncio.run(run(parser.parse_args())):
        sys.exit(1)


if __name__ == "__main__":
    main()
