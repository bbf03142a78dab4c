"""Measure how soon clocks act that came due while no worker ran.

uv run python -m benchmarks.worker_returns [--clocks 100]

The worker of a running product is killed, and its supervisor held, so that nobody starts another
one. The clocks come due; then a worker starts. It is back from its first poll on, as the server
sees it.
"""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from statistics import median
from uuid import uuid4

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from adapters import clock
from benchmarks.due_clocks import HIGH_IS_EVERY, late, product, write_leads
from benchmarks.sides import ROOT, Stage, first_answers, stage
from domain.qualifying.bands import Band
from workflows.names import TASK_QUEUE

DUE_IN = timedelta(seconds=20)  # for starting them all, on a busy machine
DOWN_FOR = timedelta(seconds=10)  # after they were due
TARGET = timedelta(seconds=5)


async def measure(clocks: int) -> bool:
    """Print how long after the worker's return each acted; whether all did in time."""
    async with stage(lean_twin=False) as at:
        await first_answers(at)
        client = await Client.connect(
            at.temporal_address, data_converter=pydantic_data_converter
        )
        due, ids = await _begin(client, at, clocks)
        with _no_worker(at):
            ahead = due + DOWN_FOR - clock.now()
            await asyncio.sleep(max(0.0, ahead.total_seconds()))
            launched = clock.now()
            with _worker(at) as process:
                returned = await _polls(client, process.pid)
                acted = [await late(client, one, due) for one in ids]
    after = sorted((due - returned).total_seconds() + one for one in acted)
    start = (returned - launched).total_seconds()
    print(f"the worker polled {start:.1f} s after its process began")
    print(
        f"{len(after)} acted; after its return p50 {median(after):.2f} s,"
        f" last {after[-1]:.2f} s (target {TARGET.total_seconds():.0f} s)"
    )
    return after[-1] <= TARGET.total_seconds()


async def _begin(
    client: Client, at: Stage, clocks: int
) -> tuple[datetime, Sequence[str]]:
    """Workflows whose clocks are due together, and have been started by the worker."""
    bands = [Band.HIGH, *[Band.MEDIUM] * (HIGH_IS_EVERY - 1)]
    leads = [(uuid4(), bands[n % HIGH_IS_EVERY]) for n in range(clocks)]
    due = clock.now() + DUE_IN
    await write_leads(at.database_url, leads, due)
    ids = [await product(client, *lead)(due) for lead in leads]
    for one in ids:  # answers once the first workflow task is done
        await client.get_workflow_handle(one).query("state")
    if clock.now() >= due:
        raise SystemExit("Starting took longer than planned: the machine is too busy.")
    return due, ids


@contextmanager
def _no_worker(at: Stage) -> Iterator[None]:
    supervisor, _, worker = at.product.processes
    supervisor.send_signal(signal.SIGSTOP)
    worker.kill()
    try:
        yield
    finally:
        supervisor.send_signal(signal.SIGCONT)


@contextmanager
def _worker(at: Stage) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603  our own worker
        [sys.executable, str(ROOT / "worker.py")],
        env=os.environ
        | {
            "HANDRAISE_DATABASE_URL": at.database_url,
            "TEMPORAL_ADDRESS": at.temporal_address,
        },
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


async def _polls(client: Client, pid: int) -> datetime:
    """When the server first saw that process ask for work."""
    asked = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    while True:
        found = await client.workflow_service.describe_task_queue(asked)
        if any(one.identity.startswith(f"{pid}@") for one in found.pollers):
            return clock.now()
        await asyncio.sleep(0.02)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clocks", type=int, default=100)
    asked = parser.parse_args()
    if not asyncio.run(measure(asked.clocks)):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
