"""A real `handraise up` whose parts can be killed, frozen and waited for."""

import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import psutil
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from adapters.database import connect
from adapters.embedded.identity import ProcessIdentity
from adapters.embedded.waiting import becomes_true
from tests.chaos.sink import Sink
from tests.embedded.one_up import OneUp, all_gone, kill_all, one_up

# Promises of seconds; without it the example's ordinary ones.
SECONDS = Path(__file__).with_name("playbook.yaml")
READY_WITHIN = timedelta(seconds=60)

# How many programs share each processor before ours start: a limit in seconds is for a
# machine of one's own.
SHARED_BY = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
LONG = os.environ.get("HANDRAISE_CHAOS") == "long"


@dataclass
class Product:
    """One installation."""

    up: OneUp

    @property
    def url(self) -> str:
        return self.up.credentials["url"]

    @property
    def secret_key(self) -> str:
        return self.up.credentials["secret_key"]

    def is_ready(self) -> bool:
        return self.up.answers_ready()

    async def wait_until_ready(self) -> None:
        assert await becomes_true(self.is_ready, READY_WITHIN), self.last_words()

    def temporal_listens(self) -> bool:
        """Earlier than it answers, which under a burst of work takes it a while."""
        host, port = self.up.credentials["temporal_address"].split(":")
        with socket.socket() as probe:
            return probe.connect_ex((host, int(port))) == 0

    def kill(self, name: str) -> bool:
        """SIGKILL. False when it was not running just then."""
        identity = ProcessIdentity.read(self.up.home / "run" / f"{name}.json")
        if identity is None or not identity.is_alive():
            return False
        psutil.Process(identity.pid).kill()
        return True

    async def kill_everything(self) -> None:
        """The supervisor too: nobody is left who could start anything again."""
        everything = self.up.everything()
        kill_all(everything)
        assert await all_gone(everything)

    def processes_of(self, name: str) -> list[psutil.Process]:
        """The part, and what it started: each connection of PostgreSQL has its own."""
        part = psutil.Process(self.up.part(name).pid)
        return [part, *part.children(recursive=True)]

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """Its connections stay open and nobody answers."""
        processes = self.processes_of(name)
        for process in processes:
            process.suspend()
        try:
            yield
        finally:
            for process in processes:
                with suppress(psutil.Error):
                    process.resume()

    @contextmanager
    def gone(self, name: str) -> Iterator[None]:
        """Killed, and not started again before the end: the supervisor is frozen."""
        supervisor = self.up.supervisor()
        supervisor.suspend()
        try:
            assert self.kill(name)
            yield
        finally:
            supervisor.resume()

    def pids(self, *names: str) -> list[int]:
        return [self.up.part(name).pid for name in names]

    def last_words(self) -> str:
        logs = sorted((self.up.home / "logs").glob("*.log"))
        ends = [(log, log.read_text("utf-8", "replace")[-3000:]) for log in logs]
        said = [f"--- {log.name}\n{end}" for log, end in ends]
        return "\n".join([self.up.output.read_text()[-3000:], *said])

    @asynccontextmanager
    async def database(self) -> AsyncIterator[AsyncEngine]:
        engine = connect(self.up.credentials["database_url"])
        try:
            yield engine
        finally:
            await engine.dispose()

    async def temporal(self) -> Client:
        return await Client.connect(
            self.up.credentials["temporal_address"],
            data_converter=pydantic_data_converter,
        )

    def client(self) -> httpx.AsyncClient:
        """As a website's backend has it."""
        return httpx.AsyncClient(
            base_url=self.url,
            headers={"Authorization": f"Bearer {self.secret_key}"},
            timeout=httpx.Timeout(15, connect=2),
        )


@contextmanager
def product(home: Path, sink: Sink, playbook: Path | None = None) -> Iterator[Product]:
    """Not started yet. Everything of it is killed at the end."""
    with one_up(home) as up:
        if playbook is not None:
            up.environment["HANDRAISE_PLAYBOOK"] = str(playbook)
        up.environment |= {
            "HANDRAISE_SMTP_HOST": "127.0.0.1",
            "HANDRAISE_SMTP_PORT": str(sink.port),
            "HANDRAISE_SMTP_STARTTLS": "false",
            "HANDRAISE_WEB_ENRICHMENT": "false",
        }
        yield Product(up)
