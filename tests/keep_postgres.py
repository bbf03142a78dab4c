"""Keep one PostgreSQL alive for as long as a test process uses it.

The users hold a shared lock on a file; the kernel drops it when they die, however
they die. Whoever gets the exclusive lock knows that nobody is left.
"""

import asyncio
import fcntl
import os
import sys
from pathlib import Path

from adapters.embedded.ports import some_free
from adapters.embedded.postgres import EmbeddedPostgres

# A test of two processes beside its own opens up to 60, and the web and the worker that
# some tests share keep up to 40: in each of the four xdist workers, if it comes to that.
_CONNECTIONS = 400


def server_in(directory: Path, port: int) -> EmbeddedPostgres:
    return EmbeddedPostgres(
        directory=directory / "postgres",
        port=port,
        log=directory / "postgres.log",
        pid_file=directory / "postgres.pid",
        durable=False,
        connections=_CONNECTIONS,
    )


async def keep(directory: Path) -> None:
    (port,) = some_free(1)
    with (directory / "users").open("w") as users:
        async with server_in(directory, port):
            chosen = directory / "port"
            chosen.with_suffix(".new").write_text(str(port))
            chosen.with_suffix(".new").rename(chosen)
            fcntl.flock(users, fcntl.LOCK_EX)
            chosen.unlink()


if __name__ == "__main__" and os.fork() == 0:
    # The worker that needs the server first may end first.
    os.setsid()
    asyncio.run(keep(Path(sys.argv[1])))
