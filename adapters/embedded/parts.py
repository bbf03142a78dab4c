"""Put together the programs that are one Handraise on one machine."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from adapters.embedded.home import Home
from adapters.embedded.postgres import EmbeddedPostgres
from adapters.embedded.processes import Command
from adapters.embedded.temporal import EmbeddedTemporal
from adapters.embedded.wanted import Addresses, Wanted, choose_ports

# The order in which they start; they stop in the opposite one.
NAMES = ("postgres", "temporal", "worker", "api")
_STOP_WITHIN = {
    "api": timedelta(seconds=12),  # uvicorn's ten for requests under way
    "worker": timedelta(seconds=35),  # thirty for activities under way
}


@dataclass(frozen=True, slots=True)
class Parts:
    """The embedded servers, None where an external one is used, and our processes."""

    postgres: EmbeddedPostgres | None
    temporal: EmbeddedTemporal | None
    addresses: Addresses
    api_port: int
    worker: Command
    api: Command

    @classmethod
    def of(cls, home: Home, wanted: Wanted) -> Self:
        """Choose ports and secrets. Nothing is started."""
        ports = choose_ports(home, wanted)
        postgres = None if wanted.database_url else _postgres(home, ports)
        temporal = None if wanted.temporal_address else _temporal(home, ports)
        addresses = Addresses(
            url=wanted.base_url.rstrip("/") or f"http://{wanted.host}:{ports['api']}",
            database_url=postgres.url() if postgres else wanted.database_url,
            temporal_address=temporal.address if temporal else wanted.temporal_address,
            temporal_ui=temporal.ui if temporal else wanted.temporal_ui,
        )
        environment = {
            **(_only_ours(home) if temporal else {}),
            **addresses.environment(),
            "HANDRAISE_HOME": str(home.directory),
            "HANDRAISE_HOST": wanted.host,
            "HANDRAISE_PORT": str(ports["api"]),
            "HANDRAISE_SIGNING_KEY": home.signing_key(),
            "HANDRAISE_DEMO": str(wanted.demo).lower(),
            "HANDRAISE_JSON_LOGS": str(wanted.json_logs).lower(),
        }
        return cls(
            postgres=postgres,
            temporal=temporal,
            addresses=addresses,
            api_port=ports["api"],
            worker=_own(home, "worker", environment, f"--after={home.prepared}"),
            api=_own(
                home,
                "api",
                environment,
                f"--after={home.servers_are_up}",
                f"--prepared={home.prepared}",
            ),
        )


def _postgres(home: Home, ports: Mapping[str, int]) -> EmbeddedPostgres:
    return EmbeddedPostgres(
        directory=home.postgres,
        port=ports["postgres"],
        log=home.log("postgres"),
        pid_file=home.pid_file("postgres"),
    )


def _temporal(home: Home, ports: Mapping[str, int]) -> EmbeddedTemporal:
    return EmbeddedTemporal(
        database=home.temporal_database,
        port=ports["temporal"],
        ui_port=ports["temporal_ui"],
        http_port=ports["temporal_http"],
        log=home.log("temporal"),
        pid_file=home.pid_file("temporal"),
        search_attributes={},  # the API registers them, as for any other server
    )


def _only_ours(home: Home) -> dict[str, str | None]:
    """Forget every variable and profile that is meant for another Temporal."""
    foreign = dict.fromkeys(name for name in os.environ if name.startswith("TEMPORAL_"))
    return {**foreign, "TEMPORAL_CONFIG_FILE": str(home.temporal_config)}


def _own(
    home: Home, name: str, environment: Mapping[str, str | None], *options: str
) -> Command:
    """`handraise NAME` in this Python. -P: no `cli.py` of the working directory."""
    return Command(
        name=name,
        argv=(sys.executable, "-P", "-m", "cli", name, *options),
        log=home.log(name),
        pid_file=home.pid_file(name),
        environment=environment,
        stop_within=_STOP_WITHIN[name],
    )
