"""Run the whole product on this machine until somebody stops it."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from time import monotonic

from adapters.embedded.announcing import Announcer
from adapters.embedded.home import Home
from adapters.embedded.identity import end_leftover
from adapters.embedded.parts import NAMES, Parts
from adapters.embedded.starting import Start
from adapters.embedded.wanted import Wanted

_STOPPED_BY = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def up(wanted: Wanted, announcer: Announcer) -> None:
    """Start, keep alive, and on SIGINT, SIGTERM or SIGHUP stop in order.

    Raise `ConflictError` when the home or the ordered port is in use, and
    `UnavailableError` when a part does not start.
    """
    began = monotonic()
    home = Home(wanted.home.resolve())
    home.make()
    with home.locked(), suppress(asyncio.CancelledError), _signals_cancel(announcer):
        await _clear(home)
        async with AsyncExitStack() as running:
            await Start(home, Parts.of(home, wanted), running, announcer.say).all()
            announcer.welcome(home.read_credentials(), monotonic() - began)
            await asyncio.Event().wait()
    announcer.say("Stopped.")


async def _clear(home: Home) -> None:
    """End what a killed `up` left running, in the order in which parts stop."""
    for name in reversed(NAMES):
        await end_leftover(home.pid_file(name))
    home.servers_are_up.unlink(missing_ok=True)
    home.prepared.unlink(missing_ok=True)


@contextmanager
def _signals_cancel(announcer: Announcer) -> Iterator[None]:
    """The first signal begins the end; the next ones change nothing about it.

    A terminal sends SIGINT to us and to `uv run`, which passes it on once more.
    """
    task = asyncio.current_task()
    asked = False

    def stop() -> None:
        nonlocal asked
        if not asked and task is not None:
            asked = True
            announcer.say("Stopping.")
            task.cancel()

    loop = asyncio.get_running_loop()
    heeded = [number for number in _STOPPED_BY if not _is_nohup(number)]
    for number in heeded:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in heeded:
            loop.remove_signal_handler(number)


def _is_nohup(number: signal.Signals) -> bool:
    return number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN
