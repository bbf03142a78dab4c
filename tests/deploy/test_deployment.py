"""The commands and variables of docker-compose.yml, as plain processes."""

import json
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from subprocess import Popen
from typing import Any

import httpx
import pytest
import pytest_asyncio
from aiosmtpd.controller import Controller

from adapters.embedded.ports import some_free
from adapters.embedded.waiting import becomes_true
from tests.conftest import PATIENCE
from tests.deploy.compose import Image, rendered

pytestmark = pytest.mark.timeout(400)
SOON = timedelta(seconds=60)


@dataclass
class CaughtMail:
    """What the mail catcher got, in order."""

    envelopes: list[Any] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.envelopes.append(envelope)
        return "250 OK"


@contextmanager
def caught_mail(port: int) -> Iterator[CaughtMail]:
    catcher = CaughtMail()
    controller = Controller(catcher, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield catcher
    finally:
        controller.stop()


@dataclass
class Deployed:
    """Running and healthy, as `docker compose up --wait` leaves it."""

    image: Image
    services: dict[str, dict[str, Any]]
    logs: Path
    processes: dict[str, Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        self.processes[name] = self.image.run(self.services[name], self.log(name))

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    async def ended(self, name: str) -> int:
        process = self.processes[name]
        assert await becomes_true(lambda: process.poll() is not None, SOON), name
        return int(process.returncode)

    async def is_well(self, name: str) -> bool:
        return await becomes_true(
            lambda: self.image.check_health(self.services[name]), SOON
        )

    def kill(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()


@pytest.fixture
def services(tmp_path) -> dict[str, dict[str, Any]]:
    return dict(rendered()["services"])


@pytest_asyncio.fixture(loop_scope="session")
async def deployed(
    tmp_path, services, embedded_postgres, temporal_server, smtp_port
) -> AsyncIterator[Deployed]:
    (api_port,) = some_free(1)
    declared = services["api"]["environment"]
    database = await embedded_postgres.create_database(f"deployed_{api_port}")
    here = {
        declared["HANDRAISE_DATABASE_URL"]: database,
        "temporal:7233": temporal_server.address,
        "api:8080": f"127.0.0.1:{api_port}",
        "127.0.0.1:8080": f"127.0.0.1:{api_port}",
    }
    moved = {
        "HANDRAISE_PORT": api_port,
        "HANDRAISE_BASE_URL": f"http://127.0.0.1:{api_port}",
        "HANDRAISE_SMTP_HOST": "127.0.0.1",
        "HANDRAISE_SMTP_PORT": smtp_port,
    }
    for name in ("migrate", "api", "worker"):
        services[name]["environment"] |= moved
    deployed = Deployed(Image.build(tmp_path, here), services, tmp_path)
    yield deployed
    deployed.kill()


@pytest.fixture
def smtp_port() -> int:
    return some_free(1)[0]


async def post_a_lead(deployed: Deployed) -> httpx.Response:
    keys = json.loads((deployed.image.home / "credentials.json").read_text())
    who = {"Authorization": f"Bearer {keys['secret_key']}"}
    async with httpx.AsyncClient(base_url=keys["url"], timeout=PATIENCE) as website:
        dana = {"email": "dana@northwind.example", "name": "Dana Ruiz"}
        return await website.post("/v1/leads", json=dana, headers=who)


async def test_the_deployed_parts_decide_mail_and_stop_when_docker_asks(
    deployed, smtp_port
):
    deployed.start("migrate")
    assert await deployed.ended("migrate") == 0, deployed.log("migrate").read_text()
    for name in ("api", "worker"):
        deployed.start(name)
    for name in ("api", "worker"):
        assert await deployed.is_well(name), deployed.log(name).read_text()

    with caught_mail(smtp_port) as mail:
        answer = await post_a_lead(deployed)

        assert answer.status_code == 201, answer.text
        assert await becomes_true(lambda: bool(mail.envelopes), SOON)

    for name in ("api", "worker"):
        deployed.processes[name].send_signal(signal.SIGTERM)
        assert await deployed.ended(name) in {0, -signal.SIGTERM}


async def test_migrating_again_changes_nothing(deployed):
    deployed.start("migrate")
    assert await deployed.ended("migrate") == 0, deployed.log("migrate").read_text()
    credentials = deployed.image.home / "credentials.json"
    before = json.loads(credentials.read_text())

    deployed.start("migrate")

    assert await deployed.ended("migrate") == 0, deployed.log("migrate").read_text()
    after = json.loads(credentials.read_text())
    assert after["secret_key"] == before["secret_key"]
