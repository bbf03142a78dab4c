"""Tell whether each part is there: the database, Temporal, a worker that polls."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from workflows.names import TASK_QUEUE

WITHIN = timedelta(seconds=1.5)
_GIVEN_UP = timedelta(
    seconds=3
)  # when this process itself is too busy to see the answer
# A worker asks for work at least once a minute; the server lists it for five.
POLLED_WITHIN = timedelta(seconds=70)


async def database_answers(engine: AsyncEngine) -> bool:
    try:
        async with asyncio.timeout(_GIVEN_UP.total_seconds()):
            async with engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError):
        return False
    return True


async def last_poll(client: Client) -> datetime | None:
    """When a worker last asked Temporal for work; None when none did.

    Raises `RPCError`, `RuntimeError` or `TimeoutError` when Temporal itself is away.
    """
    async with asyncio.timeout(_GIVEN_UP.total_seconds()):
        described = await client.workflow_service.describe_task_queue(
            DescribeTaskQueueRequest(
                namespace=client.namespace,
                task_queue=TaskQueue(name=TASK_QUEUE),
                task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
            ),
            timeout=WITHIN,
        )
    polls = [p.last_access_time.ToDatetime(UTC) for p in described.pollers]
    return max(polls, default=None)


async def temporal_and_worker(client: Client, now: datetime) -> tuple[bool, bool]:
    try:
        polled = await last_poll(client)
    except (RPCError, RuntimeError, TimeoutError):
        return False, False
    return True, polled is not None and now - polled <= POLLED_WITHIN
