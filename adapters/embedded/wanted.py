"""Say what `handraise up` was asked for, and on which ports that will be."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.embedded.home import Home
from adapters.embedded.ports import first_free, is_free
from domain.errors import ConflictError

# PostgreSQL's own 5432 is left to a server that may be started after us.
_DEFAULT_PORTS = {
    "api": 8080,
    "temporal": 7233,
    "temporal_ui": 8233,
    "temporal_http": 7243,
    "postgres": 54320,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The wishes of one `up`. An external address replaces the embedded part."""

    home: Path
    host: str
    port: int | None = None  # None: 8080, or a free one
    base_url: str = ""  # "": host and port
    database_url: str = ""  # "": embedded
    temporal_address: str = ""  # "": embedded
    temporal_ui: str = ""  # of an external Temporal
    demo: bool = True
    json_logs: bool = False


def choose_ports(home: Home, wanted: Wanted) -> dict[str, int]:
    """Last time's, else the usual ones, else free ones. An explicit port is an order.

    Raise `ConflictError` when another program has the port that was ordered.
    """
    if wanted.port and not is_free(wanted.port):
        raise ConflictError(
            f"Another program listens on port {wanted.port}. Choose another with --port."
        )
    last_time = home.remembered_ports()
    ports: dict[str, int] = {}
    for name, usual in _DEFAULT_PORTS.items():
        preferred = [last_time[name]] if name in last_time else []
        if name == "api" and wanted.port is not None:
            preferred = [wanted.port] if wanted.port else preferred
        else:
            preferred.append(usual)
        ports[name] = first_free(preferred, ports.values())
    home.remember_ports(ports)
    return ports


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where everything is, once ports are chosen."""

    url: str
    database_url: str
    temporal_address: str
    temporal_ui: str  # "" when nobody told

    def environment(self) -> Mapping[str, str]:
        return {
            "HANDRAISE_BASE_URL": self.url,
            "HANDRAISE_DATABASE_URL": self.database_url,
            "HANDRAISE_TEMPORAL_UI": self.temporal_ui,
            "TEMPORAL_ADDRESS": self.temporal_address,
        }
