"""Run the PostgreSQL that comes as a package."""

import asyncio
import os
import signal
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from adapters.embedded.account import privileges_for
from adapters.embedded.identity import ProcessIdentity, end_leftover
from adapters.embedded.postgres_files import USER, PostgresFiles, programs
from adapters.embedded.processes import Command, last_lines
from adapters.embedded.server import EmbeddedServer
from adapters.embedded.waiting import becomes_true
from domain.errors import UnavailableError

DATABASE = "handraise"
_START_WITHIN = timedelta(seconds=60)  # crash recovery of a large log included
_STOP_WITHIN = timedelta(seconds=20)

# What a small server that must not lose a row needs; the rest is PostgreSQL's own.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # their paths are bounded by 107 bytes; ours not
    "shared_buffers": "128MB",
    "wal_level": "minimal",  # nobody replicates from here
    "max_wal_senders": "0",
    "io_method": "sync",  # saves three idle processes
    "jit": "off",  # every query is short
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
}
_FASTER_BUT_LOSSY = {"fsync": "off", "full_page_writes": "off"}


@dataclass(slots=True)
class EmbeddedPostgres(EmbeddedServer):
    """One server: files below `directory`, on a port of 127.0.0.1.

    `durable=False` turns fsync off, for tests. The API and the worker of `up` open 20
    connections each at their peak (adapters/database.py), a command one or two.
    """

    directory: Path
    port: int
    log: Path
    pid_file: Path
    durable: bool = True
    connections: int = 100

    @property
    def files(self) -> PostgresFiles:
        return PostgresFiles(self.directory, self.durable)

    def url(self, database: str = DATABASE) -> str:
        word = self.files.password
        return f"postgresql+asyncpg://{USER}:{word}@127.0.0.1:{self.port}/{database}"

    def command(self) -> Command:
        """The server as a child process. SIGINT is its fast, clean shutdown."""
        settings = {
            **_SETTINGS,
            "port": str(self.port),
            "max_connections": str(self.connections),
        }
        if not self.durable:
            settings |= _FASTER_BUT_LOSSY
        options = [part for pair in settings.items() for part in ("-c", "=".join(pair))]
        postgres = programs() / "postgres"
        return Command(
            name="postgres",
            argv=(str(postgres), "-D", str(self.files.data), *options),
            log=self.log,
            pid_file=self.pid_file,
            stop_with=signal.SIGINT,
            stop_within=_STOP_WITHIN,
            when_orphaned=signal.SIGINT,
            privileges=privileges_for(self.files.data, postgres),
        )

    async def prepare(self) -> None:
        """Make the files on first use; end what an earlier run left behind."""
        await end_leftover(self.pid_file, _STOP_WITHIN)
        await asyncio.to_thread(self.files.make)
        await self.files.free()

    async def wait_until_ready(self) -> None:
        """Return when it takes connections. Raise `UnavailableError` after a minute."""
        if not await becomes_true(self._is_ready, _START_WITHIN):
            raise UnavailableError(
                f"PostgreSQL did not start. It said:\n{last_lines(self.log)}"
            )

    def _is_ready(self) -> bool:
        running = ProcessIdentity.read(self.pid_file)
        is_ours = running is not None and running.pid == self.files.server_pid()
        return is_ours and self.files.says_ready()

    async def create_database(
        self, name: str = DATABASE, template: str = "template0"
    ) -> str:
        """Make it, unless it is there; its URL either way."""
        made = await asyncio.to_thread(self._createdb, name, template)
        if made.returncode != 0 and "already exists" not in made.stderr:
            raise UnavailableError(f"createdb failed: {made.stderr}")
        return self.url(name)

    def _createdb(self, name: str, template: str) -> subprocess.CompletedProcess[str]:
        where = ["--host=127.0.0.1", f"--port={self.port}", f"--username={USER}"]
        return subprocess.run(
            [programs() / "createdb", *where, f"--template={template}", name],
            env={**os.environ, "PGPASSWORD": self.files.password, "LC_ALL": "C"},
            check=False,
            capture_output=True,
            text=True,
        )
