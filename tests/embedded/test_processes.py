import asyncio
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from adapters.embedded.identity import ProcessIdentity, end_leftover
from adapters.embedded.keeping import KeptAlive
from adapters.embedded.processes import Command, RunningProcess
from adapters.embedded.waiting import becomes_true
from domain.errors import UnavailableError

SOON = timedelta(seconds=60)
SLEEPS = ("-c", "import time; print('here', flush=True); time.sleep(600)")
IGNORES_REQUESTS = (
    "-c",
    """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("here", flush=True)
time.sleep(600)
""",
)
LEAVES_A_CHILD = (
    "-c",
    """
import subprocess, time
print(subprocess.Popen(["sleep", "600"]).pid, "here", flush=True)
time.sleep(600)
""",
)
DIES = ("-c", "import sys; sys.exit('no such table')")


def python(directory: Path, *arguments: str, patience: float = 5) -> Command:
    return Command(
        name="sleeper",
        argv=(sys.executable, *arguments),
        log=directory / "sleeper.log",
        pid_file=directory / "sleeper.json",
        stop_within=timedelta(seconds=patience),
    )


def running_pid(command: Command) -> int | None:
    identity = ProcessIdentity.read(command.pid_file)
    return identity.pid if identity and identity.is_alive() else None


def start_supervisor(directory: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.embedded.supervise", str(directory)],
        cwd=Path(__file__).parents[2],
    )


async def soon(condition) -> bool:
    return await becomes_true(condition, SOON)


async def runs_for_real(command: Command) -> bool:
    return await soon(lambda: "here" in command.log.read_text())


async def test_a_program_that_ignores_the_request_is_killed(tmp_path):
    command = python(tmp_path, *IGNORES_REQUESTS, patience=0.2)
    process = await RunningProcess.start(command)
    assert await runs_for_real(command)

    await process.stop()

    assert await process.ended() == -signal.SIGKILL
    assert not psutil.pid_exists(process.pid)


async def test_the_grandchildren_of_a_stopped_program_end_too(tmp_path):
    command = python(tmp_path, *LEAVES_A_CHILD)
    process = await RunningProcess.start(command)
    assert await runs_for_real(command)
    grandchild = psutil.Process(int(command.log.read_text().split()[0]))

    await process.stop()

    assert await soon(lambda: not grandchild.is_running())


async def test_a_program_that_died_is_started_again_and_that_is_said(tmp_path):
    said: list[str] = []
    command = python(tmp_path, *SLEEPS)
    kept = KeptAlive(command, said.append)
    kept.start()
    assert await soon(lambda: running_pid(command) is not None)
    first = running_pid(command)

    os.kill(first or 0, signal.SIGKILL)

    assert await soon(lambda: running_pid(command) not in {None, first})
    await kept.stop()
    assert said == ["sleeper was ended by SIGKILL; starting it again."]
    assert running_pid(command) is None


async def test_a_program_that_never_starts_is_given_up_with_what_it_said(tmp_path):
    kept = KeptAlive(python(tmp_path, *DIES), lambda _: None)
    kept.start()

    with pytest.raises(UnavailableError, match="no such table"):
        await kept.until(asyncio.Event().wait())
    await kept.stop()


async def test_stopping_ends_the_pause_before_the_next_attempt(tmp_path):
    said: list[str] = []
    kept = KeptAlive(python(tmp_path, *DIES), said.append)
    kept.start()
    assert await soon(lambda: len(said) >= 5)

    await asyncio.wait_for(kept.stop(), timeout=1.2)  # the pause is of 1.6 seconds

    assert set(said) == {"sleeper ended with status 1; starting it again."}


async def test_a_killed_supervisor_takes_its_programs_with_it(tmp_path):
    supervisor = start_supervisor(tmp_path)
    pid_file = tmp_path / "sleeper.json"
    assert await soon(lambda: ProcessIdentity.read(pid_file) is not None)
    child = ProcessIdentity.read(pid_file)
    assert child is not None
    assert child.is_alive()

    supervisor.kill()
    supervisor.wait()

    assert await soon(lambda: not child.is_alive())


async def test_what_a_killed_supervisor_left_running_is_ended(tmp_path):
    command = python(tmp_path, *SLEEPS)
    process = await RunningProcess.start(command)
    assert await runs_for_real(command)

    assert await end_leftover(command.pid_file)

    assert await process.ended() == -signal.SIGTERM
    assert not command.pid_file.exists()


async def test_a_stranger_with_a_reused_process_id_is_left_alone(tmp_path):
    stranger = await RunningProcess.start(python(tmp_path, *SLEEPS))
    argv = stranger.command.argv
    lived_before = ProcessIdentity(stranger.pid, 1.0, argv)
    lived_before.write(tmp_path / "old.json")

    assert not await end_leftover(tmp_path / "old.json")

    assert psutil.pid_exists(stranger.pid)
    await stranger.stop()


async def test_an_unreadable_pid_file_is_no_process(tmp_path):
    (tmp_path / "torn.json").write_text('{"pid": 1')

    assert not await end_leftover(tmp_path / "torn.json")


async def test_a_long_log_is_put_aside_once(tmp_path):
    command = python(tmp_path, *SLEEPS)
    command.log.write_bytes(b"x" * 10_000_001)

    process = await RunningProcess.start(command)

    await process.stop()
    assert (tmp_path / "sleeper.log.1").stat().st_size == 10_000_001
    assert command.log.stat().st_size < 100
