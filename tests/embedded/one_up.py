"""Drive a real `handraise up` in a home of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import psutil

from adapters.embedded.identity import ProcessIdentity
from adapters.embedded.ports import some_free
from adapters.embedded.waiting import becomes_true

PROJECT = Path(__file__).resolve().parents[2]
HANDRAISE = (sys.executable, "-P", "-m", "cli")
PARTS = ("postgres", "temporal", "worker", "api")
READY_WITHIN = timedelta(seconds=120)
GONE_WITHIN = timedelta(seconds=60)


@dataclass
class OneUp:
    """A home, and the process that runs on it while there is one."""

    home: Path
    launcher: tuple[str, ...] = HANDRAISE
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> Path:
        return self.home.with_suffix(".out")

    def start(self, *options: str) -> None:
        if self.process is not None:
            self.process.wait()
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [*self.launcher, "up", *options],
                stdout=output,
                stderr=output,
                env={**without_ours(), "HANDRAISE_HOME": str(self.home)}
                | self.environment,
                cwd=PROJECT,
            )

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another `handraise` command that knows nothing but the home."""
        return subprocess.run(
            [*HANDRAISE, *arguments],
            env={**without_ours(), "HANDRAISE_HOME": str(self.home)},
            cwd=PROJECT,
            check=False,
            capture_output=True,
            text=True,
        )

    async def is_ready(self) -> bool:
        ready = await becomes_true(self.answers_ready, READY_WITHIN)
        if not ready:
            sys.stderr.write(self.output.read_text())
        return ready

    def answers_ready(self) -> bool:
        with suppress(httpx.HTTPError, KeyError):
            url = f"{self.credentials['url']}/readyz"
            return httpx.get(url, timeout=5).status_code == 200
        return False

    @property
    def credentials(self) -> dict[str, str]:
        with suppress(OSError):
            return dict(json.loads((self.home / "credentials.json").read_text()))
        return {}

    def part(self, name: str) -> ProcessIdentity:
        running = ProcessIdentity.read(self.home / "run" / f"{name}.json")
        assert running is not None, name
        return running

    def supervisor(self) -> psutil.Process:
        """The Python that supervises, also where `uv run` started it."""
        assert self.process is not None
        started = psutil.Process(self.process.pid)
        return next(iter(started.children())) if "uv" in started.name() else started

    def everything(self) -> list[psutil.Process]:
        """The supervisor and all that it started, down to PostgreSQL's backends."""
        supervisor = self.supervisor()
        return [supervisor, *supervisor.children(recursive=True)]

    async def has_ended(self) -> int:
        """Wait for its end: the exit status."""
        process = self.process
        assert process is not None
        assert await becomes_true(lambda: process.poll() is not None, GONE_WITHIN)
        return int(process.returncode)

    async def end(self, number: int = signal.SIGINT) -> int:
        """Send the signal, wait, and give the exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        return await self.has_ended()


async def all_gone(processes: list[psutil.Process]) -> bool:
    return await becomes_true(lambda: not any(map(still_runs, processes)), GONE_WITHIN)


def still_runs(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def kill_all(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.Error):
            process.kill()


def without_ours() -> dict[str, str]:
    """The environment without what would reconfigure Handraise."""
    ours = ("HANDRAISE_", "TEMPORAL_")
    return {k: v for k, v in os.environ.items() if not k.startswith(ours)}


@contextmanager
def one_up(home: Path, *launcher: str) -> Iterator[OneUp]:
    """On ports nobody else wants; killed at the end, whatever happened."""
    port = str(some_free(1)[0])
    up = OneUp(home, launcher or HANDRAISE, {"HANDRAISE_PORT": port})
    try:
        yield up
    finally:
        if up.process is not None and up.process.poll() is None:
            left = up.everything()
            up.process.kill()
            up.process.wait()
            kill_all(left)
