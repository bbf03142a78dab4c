"""Run the product and its bare twin side by side on one PostgreSQL and one Temporal."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil

from adapters.database import connect
from adapters.embedded.identity import ProcessIdentity
from adapters.embedded.ports import some_free
from adapters.embedded.waiting import becomes_true
from api.schemas import EXAMPLE
from benchmarks.bare_twin import TABLE
from benchmarks.opening import open_always

ROOT = Path(__file__).resolve().parent.parent
_READY_WITHIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: where leads are posted, and the processes that are its own."""

    name: str
    url: str
    headers: Mapping[str, str]
    processes: tuple[psutil.Process, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Both sides, and the servers that they share."""

    product: Side
    twin: Side
    postgres: psutil.Process
    temporal: psutil.Process
    temporal_address: str
    database_url: str

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.product, self.twin

    def backends(self) -> list[psutil.Process]:
        """PostgreSQL with its processes of this moment."""
        return [self.postgres, *self.postgres.children(recursive=True)]


def lead(number: int) -> dict[str, Any]:
    """The contract's example, sent by somebody new each time; the band is high."""
    return EXAMPLE | {"email": f"dana.{number}@northwind.example"}


@asynccontextmanager
async def stage(*, lean_twin: bool) -> AsyncIterator[Stage]:
    """Everything started in a directory of its own, and stopped and removed at the end."""
    how = ("lean",) if lean_twin else ()
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory) / "home"
        port, twin_port = some_free(2)
        ours = {
            "HANDRAISE_HOME": str(home),
            "HANDRAISE_PLAYBOOK": str(_playbook_without_limits(directory)),
        }
        with _process(
            "-m", "cli", "up", "--no-demo", f"--port={port}", also=ours
        ) as up:
            credentials = await _credentials(home, up)
            await _make_table(credentials["database_url"])
            also = {
                "HANDRAISE_DATABASE_URL": credentials["database_url"],
                "TEMPORAL_ADDRESS": credentials["temporal_address"],
            }
            twin = ("-m", "benchmarks.bare_twin")
            with (
                _process(*twin, "api", str(twin_port), also=also) as api,
                _process(*twin, "worker", *how, also=also) as worker,
            ):
                yield Stage(
                    _product(home, credentials, up),
                    Side(
                        "twin", f"http://127.0.0.1:{twin_port}/leads", {}, (api, worker)
                    ),
                    _part(home, "postgres"),
                    _part(home, "temporal"),
                    credentials["temporal_address"],
                    credentials["database_url"],
                )


def _playbook_without_limits(directory: str) -> Path:
    """The example, except that its reps never have enough and never go home.

    Hundreds of leads come, on any day: whoever is at home would be told of them later.
    """
    example = open_always((ROOT / "playbooks" / "example.yaml").read_text("utf-8"))
    path = Path(directory) / "playbook.yaml"
    path.write_text(re.sub(r"(?m)^ +capacity:.*\n", "", example), "utf-8")
    return path


def _product(home: Path, credentials: Mapping[str, str], up: psutil.Process) -> Side:
    return Side(
        "product",
        f"{credentials['url']}/v1/leads",
        {
            "Authorization": f"Bearer {credentials['site_key']}",
            "Prefer": "wait=10",
        },
        (up, _part(home, "api"), _part(home, "worker")),
    )


@contextmanager
def _process(*arguments: str, also: Mapping[str, str]) -> Iterator[psutil.Process]:
    ours = ("HANDRAISE_", "TEMPORAL_")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    started = subprocess.Popen(  # noqa: S603 - our own modules
        [sys.executable, "-P", *arguments],
        cwd=ROOT,
        env={**environment, **also},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield psutil.Process(started.pid)
    finally:
        started.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            started.wait(60)
        started.kill()
        started.wait()


async def _credentials(home: Path, up: psutil.Process) -> dict[str, str]:
    """What `up` wrote once everything answers."""

    def ready() -> bool:
        with suppress(OSError, ValueError, httpx.HTTPError):
            url = json.loads((home / "credentials.json").read_text())["url"]
            return httpx.get(f"{url}/readyz", timeout=2).is_success
        return not up.is_running()

    if not await becomes_true(ready, _READY_WITHIN) or not up.is_running():
        sys.exit("`handraise up` did not start.")
    found: dict[str, str] = json.loads((home / "credentials.json").read_text())
    return found


def _part(home: Path, name: str) -> psutil.Process:
    found = ProcessIdentity.read(home / "run" / f"{name}.json")
    if found is None:
        sys.exit(f"{name} does not run.")
    return psutil.Process(found.pid)


async def _make_table(database_url: str) -> None:
    engine = connect(database_url)
    async with engine.begin() as connection:
        await connection.exec_driver_sql(TABLE)
    await engine.dispose()


async def first_answers(stage: Stage) -> None:
    """Wait until both sides answer: the twin's processes may still be starting."""
    async with httpx.AsyncClient(timeout=30) as client:
        for side in stage.sides:
            for tried in range(100):
                with suppress(httpx.TransportError):
                    answer = await client.post(
                        side.url, json=lead(-tried), headers=dict(side.headers)
                    )
                    answer.raise_for_status()
                    break
                await asyncio.sleep(0.2)
