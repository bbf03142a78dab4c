"""Run one program so that it never outlives whoever started it."""

import asyncio
import ctypes
import os
import shutil
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Self

import psutil

from adapters.embedded.identity import ProcessIdentity

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LOG_LIMIT = 10_000_000  # bytes; what is longer is put aside once, at the next start


@dataclass(frozen=True, slots=True)
class Command:
    """How to start a program, where it writes and how it likes to be stopped."""

    name: str
    argv: tuple[str, ...]
    log: Path
    pid_file: Path
    environment: Mapping[str, str | None] = field(default_factory=dict)
    stop_with: signal.Signals = signal.SIGTERM
    stop_within: timedelta = timedelta(seconds=10)
    when_orphaned: signal.Signals = signal.SIGKILL
    privileges: tuple[str, ...] = ()  # for setpriv: another account, capabilities

    def launch_line(self) -> tuple[str, ...]:
        """The command line with setpriv in front, which `exec`s the program.

        PR_SET_PDEATHSIG has to be set in the child: setpriv (util-linux) does it
        without the dangers of Python code between fork and exec. Where there is none
        (macOS), pid files and `end_leftover` remain.
        """
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            return self.argv
        orphaned = f"--pdeathsig={self.when_orphaned.name.removeprefix('SIG')}"
        return (setpriv, *self.privileges, orphaned, "--", *self.argv)

    def full_environment(self) -> dict[str, str]:
        """Ours with the command's own on top; None takes a variable away."""
        merged = {**os.environ, **self.environment}
        return {name: value for name, value in merged.items() if value is not None}


class RunningProcess:
    """A started command.

    Start it from the main thread: the kernel ties its life to the thread that forked.
    """

    def __init__(self, command: Command, process: Process) -> None:
        self.command = command
        self._process = process

    @classmethod
    async def start(cls, command: Command) -> Self:
        """Raise `OSError` when the program cannot be run at all."""
        put_long_log_aside(command.log)
        with command.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *command.launch_line(),
                stdin=DEVNULL,
                stdout=log,
                stderr=log,
                env=command.full_environment(),
                start_new_session=True,  # Ctrl-C reaches us alone; we stop in order
            )
        with suppress(psutil.NoSuchProcess):
            ProcessIdentity.of(process.pid, command.argv, command.stop_with).write(
                command.pid_file
            )
        return cls(command, process)

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ended(self) -> int:
        """Wait for its end: the exit status, negative for a signal."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask, wait, kill. Returns when it and its process group are gone."""
        with suppress(ProcessLookupError):
            self._process.send_signal(self.command.stop_with)
        try:
            async with asyncio.timeout(self.command.stop_within.total_seconds()):
                await self._process.wait()
        except TimeoutError:
            self._kill()
            await self._process.wait()
        self._kill()  # grandchildren, if it left any
        self.command.pid_file.unlink(missing_ok=True)

    def _kill(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)


def stop_with_launcher() -> None:
    """Get SIGTERM when `uv run`, our parent, dies: it cannot pass a SIGKILL on.

    A shell that ends is no reason to stop; people leave servers running that way.
    """
    if sys.platform == "linux" and psutil.Process(os.getppid()).name() == "uv":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def put_long_log_aside(log: Path) -> None:
    with suppress(FileNotFoundError):
        if log.stat().st_size > _LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))


def last_lines(log: Path, count: int = 12) -> str:
    """What the program said last; "" when it said nothing."""
    with suppress(FileNotFoundError):
        return "\n".join(log.read_text("utf-8", "replace").splitlines()[-count:])
    return ""
