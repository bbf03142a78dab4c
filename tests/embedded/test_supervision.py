"""`up` inside this process, so that what it does can be seen step by step."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator

import psutil
import pytest
from rich.console import Console

from adapters.embedded.announcing import Announcer
from adapters.embedded.home import Home
from adapters.embedded.ports import some_free
from adapters.embedded.up import _signals_cancel, up
from adapters.embedded.waiting import becomes_true
from adapters.embedded.wanted import Wanted
from domain.errors import UnavailableError
from tests.embedded.one_up import GONE_WITHIN, READY_WITHIN, still_runs

pytestmark = pytest.mark.timeout(200)


def announcer() -> Announcer:
    return Announcer(json_logs=False, console=Console(width=200, record=True))


def told(by: Announcer) -> str:
    return by.console.export_text(clear=False)


def wanted(home: Home) -> Wanted:
    return Wanted(home=home.directory, host="127.0.0.1", port=some_free(1)[0])


async def test_everything_starts_and_a_signal_stops_it_in_order(tmp_path):
    home, said = Home(tmp_path / "home"), announcer()
    running = asyncio.create_task(up(wanted(home), said))
    assert await becomes_true(lambda: "Handraise is up" in told(said), READY_WITHIN)
    children = psutil.Process().children()

    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, GONE_WITHIN.total_seconds())

    ours = [c for c in children if str(home.directory) in " ".join(cmdline(c))]
    assert not any(map(still_runs, ours))
    assert told(said).index("Stopping.") < told(said).index("Stopped.")


async def wait_for_a_signal(said: Announcer) -> None:
    with _signals_cancel(said):
        await asyncio.Event().wait()


@pytest.fixture
def in_a_terminal() -> Iterator[None]:
    """Also where the tests themselves were started with nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("in_a_terminal")
async def test_a_closed_terminal_stops_it():
    said = announcer()
    running = asyncio.create_task(wait_for_a_signal(said))
    await asyncio.sleep(0)

    os.kill(os.getpid(), signal.SIGHUP)

    with pytest.raises(asyncio.CancelledError):
        await running
    assert "Stopping." in told(said)


async def test_nohup_is_respected():
    said = announcer()
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    running = asyncio.create_task(wait_for_a_signal(said))
    await asyncio.sleep(0)

    os.kill(os.getpid(), signal.SIGHUP)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(running), 0.1)
    running.cancel()
    signal.signal(signal.SIGHUP, before)
    assert told(said) == ""


async def test_a_part_that_cannot_start_is_told_with_what_it_said(
    tmp_path, monkeypatch
):
    home, said = Home(tmp_path / "home"), announcer()
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'no such module' >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))

    with pytest.raises(UnavailableError, match="no such module"):
        await up(wanted(home), said)

    assert "ended with status 3; starting it again." in told(said)


def cmdline(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
