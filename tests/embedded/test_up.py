import asyncio
import json
import signal
import socket
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import psutil
import pytest
import pytest_asyncio

from adapters.embedded.waiting import becomes_true
from tests.conftest import PATIENCE
from tests.embedded.one_up import (
    GONE_WITHIN,
    HANDRAISE,
    PARTS,
    OneUp,
    all_gone,
    kill_all,
    one_up,
)

pytestmark = pytest.mark.timeout(400)
CREDENTIALS = {
    "url",
    "temporal_address",
    "temporal_ui",
    "database_url",
    "site_key",
    "secret_key",
    "operator_login_url",
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def running(tmp_path_factory) -> AsyncIterator[OneUp]:
    with one_up(tmp_path_factory.mktemp("shared") / "home") as up:
        up.start()
        assert await up.is_ready()
        yield up


def is_listened_on(url: str) -> bool:
    place = urlsplit(url if "//" in url else f"//{url}")
    with socket.socket() as probe:
        return probe.connect_ex((place.hostname or "", place.port or 0)) == 0


async def test_the_first_start_writes_everything_down_for_its_owner_alone(running):
    credentials = running.credentials

    assert set(credentials) == CREDENTIALS
    assert credentials["site_key"].startswith("pk_")
    assert credentials["secret_key"].startswith("sk_")
    mode = (running.home / "credentials.json").stat().st_mode
    assert mode & 0o777 == 0o600


async def test_people_find_the_product_and_temporal_ui_where_it_said(running):
    async with httpx.AsyncClient(follow_redirects=True, timeout=PATIENCE) as browser:
        home = await browser.get(running.credentials["url"])
        ui = await browser.get(running.credentials["temporal_ui"])

    assert home.status_code == 200
    assert ui.status_code == 200


async def test_otto_gets_in_by_the_printed_link(running):
    printed = running.output.read_text()

    link = running.credentials["operator_login_url"]

    assert link in printed
    async with httpx.AsyncClient(follow_redirects=True, timeout=PATIENCE) as browser:
        assert (await browser.get(link)).status_code == 200


async def test_a_second_up_on_the_same_home_says_so(running, tmp_path):
    second = OneUp(running.home, HANDRAISE)

    second.start()

    assert await second.has_ended() == 1
    said = f"Handraise is already running on {running.home}"
    assert said in running.output.read_text()
    assert running.answers_ready()


async def test_commands_beside_it_find_the_running_product_by_its_home(running):
    assert await running.is_ready()

    doctor = await asyncio.to_thread(running.command, "doctor", "--json")

    found = json.loads(doctor.stdout)
    assert doctor.returncode == 0, found
    parts = {"database", "migrations", "playbook", "temporal", "search attributes"}
    assert parts < {finding["part"] for finding in found}


@pytest.mark.parametrize("name", PARTS)
async def test_a_killed_part_is_started_again_and_the_product_recovers(running, name):
    before = running.part(name)
    psutil.Process(before.pid).kill()

    assert await becomes_true(lambda: running.part(name).pid != before.pid, GONE_WITHIN)
    assert await running.is_ready()
    assert f"{name} was ended by SIGKILL" in running.output.read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_stopping_leaves_no_process_behind(tmp_path, number):
    with one_up(tmp_path / "home") as up:
        up.start()
        assert await up.is_ready()
        started = up.everything()

        assert await up.end(number) == 0

        assert await all_gone(started)
        addresses = ("url", "temporal_address", "temporal_ui", "database_url")
        assert not any(is_listened_on(up.credentials[name]) for name in addresses)


async def test_after_a_kill_of_everything_up_resumes_where_it_was(tmp_path):
    with one_up(tmp_path / "home") as up:
        up.start()
        assert await up.is_ready()
        before = up.credentials
        killed = up.everything()
        kill_all(killed)
        assert await all_gone(killed)

        up.start()

        assert await up.is_ready()
        same = CREDENTIALS - {"operator_login_url"}
        assert {k: before[k] for k in same} == {k: up.credentials[k] for k in same}


async def test_a_killed_supervisor_leaves_no_orphan(tmp_path):
    with one_up(tmp_path / "home") as up:
        up.start()
        assert await up.is_ready()
        started = up.everything()

        up.supervisor().kill()

        assert await all_gone(started)


async def test_a_killed_uv_run_stops_what_it_started(tmp_path):
    with one_up(tmp_path / "home", "uv", "run", "--no-sync", "handraise") as up:
        up.start()
        assert await up.is_ready()
        started = up.everything()
        assert up.process is not None

        up.process.kill()

        up.process.wait()
        assert await all_gone(started)


async def test_for_machines_every_line_is_an_object_and_the_demo_can_be_left_out(
    tmp_path,
):
    with one_up(tmp_path / "home") as up:
        up.start("--json-logs", "--no-demo")
        assert await up.is_ready()
        async with httpx.AsyncClient(
            base_url=up.credentials["url"], timeout=PATIENCE
        ) as browser:
            demo = await browser.get("/demo")

        assert await up.end() == 0

    told = [json.loads(line) for line in up.output.read_text().splitlines()]
    assert [line["event"] for line in told] == ["up", "said", "said"]
    assert demo.status_code == 404


async def test_a_taken_port_that_was_ordered_is_refused_in_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        up = OneUp(tmp_path / "home", HANDRAISE)

        up.start("--port", port)

        assert await up.has_ended() == 1
    assert f"Another program listens on port {port}." in up.output.read_text()
