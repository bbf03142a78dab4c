"""Say whether a process written down earlier is still that process."""

import json
import os
import signal
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Self

import psutil

from adapters.embedded.waiting import becomes_true


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """A process id alone is reused; with start time and command line it is not."""

    pid: int
    started: float  # seconds since the epoch, as the kernel tells it
    argv: tuple[str, ...]
    stop_with: int = signal.SIGTERM

    @classmethod
    def of(cls, pid: int, argv: tuple[str, ...], stop_with: int) -> Self:
        """Raise `psutil.NoSuchProcess` when it has ended already."""
        return cls(pid, psutil.Process(pid).create_time(), argv, stop_with)

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """None when nothing readable stands there."""
        try:
            fields = json.loads(path.read_text("utf-8"))
            return cls(**{**fields, "argv": tuple(fields["argv"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, path: Path) -> None:
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(asdict(self)), "utf-8")
        beside.replace(path)

    def is_alive(self) -> bool:
        try:
            process = psutil.Process(self.pid)
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            same_start = process.create_time() == self.started
            return same_start and tuple(process.cmdline()) == self.argv
        except psutil.Error:
            return False

    async def end(self, within: timedelta) -> None:
        """Ask it to stop; kill it when it has not by then."""
        self._send(self.stop_with)
        if not await becomes_true(self._is_gone, within):
            self._send(signal.SIGKILL)
            await becomes_true(self._is_gone, within)

    def _is_gone(self) -> bool:
        return not self.is_alive()

    def _send(self, what: int) -> None:
        if self.is_alive():
            os.kill(self.pid, what)


async def end_leftover(
    pid_file: Path, within: timedelta = timedelta(seconds=5)
) -> bool:
    """End what an earlier, killed `up` left running. True when there was something."""
    leftover = ProcessIdentity.read(pid_file)
    found = leftover is not None and leftover.is_alive()
    if leftover is not None and found:
        await leftover.end(within)
    pid_file.unlink(missing_ok=True)  # noqa: ASYNC240 - one call
    return found
