"""How long until `handraise up` is ready, the first time and later.

    uv run python benchmarks/start.py --later 3

The first start makes everything in a new home; the packages are there.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

READY_WITHIN = 120.0
STOPPED_WITHIN = 60.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--later", type=int, default=3, help="how many later starts")
    later = parser.parse_args().later
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory) / "home"
        first, *others = [_started(home) for _ in range(1 + later)]
    load = os.getloadavg()[0]
    print(f"first start {first:.1f} s; load average {load:.1f}, {os.cpu_count()} cores")
    if others:
        print(
            f"later starts, median of {later}: {statistics.median(others):.1f} s "
            f"({min(others):.1f} to {max(others):.1f})"
        )


def _started(home: Path) -> float:
    """Seconds from the command to the first 200 of /readyz; it is stopped again."""
    began = time.monotonic()
    with (home.parent / "up.log").open("ab") as log:
        up = subprocess.Popen(
            [sys.executable, "-m", "cli", "up", "--port", "18080"],
            env={**os.environ, "HANDRAISE_HOME": str(home)},
            stdout=log,
            stderr=log,
        )
    try:
        while not _is_ready(home):
            if time.monotonic() - began > READY_WITHIN or up.poll() is not None:
                sys.exit((home.parent / "up.log").read_text("utf-8"))
            time.sleep(0.02)
        return time.monotonic() - began
    finally:
        up.send_signal(signal.SIGINT)
        up.wait(STOPPED_WITHIN)


def _is_ready(home: Path) -> bool:
    try:
        written = json.loads((home / "credentials.json").read_text("utf-8"))
        return httpx.get(f"{written['url']}/readyz").is_success
    except (OSError, ValueError, httpx.HTTPError):
        return False


if __name__ == "__main__":
    main()
