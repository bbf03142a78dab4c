"""A supervisor of one sleeping program, there to be killed by a test."""

import asyncio
import sys
from pathlib import Path

from adapters.embedded.processes import Command, RunningProcess


async def supervise(directory: Path) -> None:
    command = Command(
        name="sleeper",
        argv=(sys.executable, "-c", "import time; time.sleep(600)"),
        log=directory / "sleeper.log",
        pid_file=directory / "sleeper.json",
    )
    process = await RunningProcess.start(command)
    await process.ended()


if __name__ == "__main__":
    asyncio.run(supervise(Path(sys.argv[1])))
