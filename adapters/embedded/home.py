"""Know what lies where in the directory that one `handraise up` owns."""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from domain.errors import ConflictError


@dataclass(frozen=True, slots=True)
class Home:
    """`directory` and everything below it, by name. Absolute."""

    directory: Path

    def make(self) -> None:
        """0711: PostgreSQL's account has to pass through to its own files."""
        for part in (self.directory, self.directory / "logs", self.directory / "run"):
            part.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o711)
        (self.directory / "run").chmod(0o700)
        (self.directory / "logs").chmod(0o700)

    @property
    def credentials(self) -> Path:
        return self.directory / "credentials.json"

    @property
    def servers_are_up(self) -> Path:
        """There since the servers take connections."""
        return self.directory / "run" / "servers-are-up"

    @property
    def prepared(self) -> Path:
        """There since the schema is known to be the one this version needs."""
        return self.directory / "run" / "prepared"

    @property
    def postgres(self) -> Path:
        return self.directory / "postgres"

    @property
    def temporal_database(self) -> Path:
        return self.directory / "temporal" / "temporal.db"

    @property
    def temporal_config(self) -> Path:
        """Our profile for every Temporal client, so that the user's own stay out."""
        return self.directory / "temporal" / "temporal.toml"

    def log(self, name: str) -> Path:
        return self.directory / "logs" / f"{name}.log"

    def pid_file(self, name: str) -> Path:
        return self.directory / "run" / f"{name}.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the home. The kernel lets go when this process dies, however it does.

        Raise `ConflictError` when another `up` holds it.
        """
        with (self.directory / "run" / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ConflictError(self._where_it_runs()) from None
            yield

    def _where_it_runs(self) -> str:
        url = self.read_credentials().get("url")
        where = f", at {url}" if url else ""
        return f"Handraise is already running on {self.directory}{where}."

    def signing_key(self) -> str:
        """What sessions and links are signed with; made once."""
        path = self.directory / "signing_key"
        if not path.exists():
            write_private(path, secrets.token_urlsafe(48))
        return path.read_text("ascii")

    def read_credentials(self) -> dict[str, str]:
        return _read_object(self.credentials)

    def environment(self) -> dict[str, str]:
        """The variables with which a command reaches what runs on this home."""
        credentials = self.read_credentials()
        names = {
            "HANDRAISE_BASE_URL": "url",
            "HANDRAISE_DATABASE_URL": "database_url",
            "HANDRAISE_TEMPORAL_UI": "temporal_ui",
            "TEMPORAL_ADDRESS": "temporal_address",
        }
        return {name: credentials[key] for name, key in names.items() if credentials}

    def remembered_ports(self) -> dict[str, int]:
        """What was served where the last time: links that went out keep working."""
        ports = _read_object(self.directory / "ports.json")
        return {name: int(port) for name, port in ports.items()}

    def remember_ports(self, ports: Mapping[str, int]) -> None:
        write_private(self.directory / "ports.json", json.dumps(dict(ports)))


def write_private(path: Path, text: str) -> None:
    """Replace the file in one step, readable by its owner alone (0600)."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _read_object(path: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text("utf-8"))
        if isinstance(found, dict):
            return found
    return {}
