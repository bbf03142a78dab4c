"""Temporal is stopped for twenty seconds: every post is taken, and decided soon after."""

import asyncio
import time
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.embedded.waiting import becomes_true
from domain.lifecycle import Status
from models import METADATA
from tests.chaos.product import SHARED_BY, Product
from tests.chaos.report import show
from tests.chaos.website import HandRaise, send

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]
STOPPED_FOR = timedelta(seconds=20)
BATCHES, AT_ONCE = 10, 10
FIRST_NUMBER = {"frozen": 1_000, "killed": 2_000}  # other people each time
ANSWERED_WITHIN = timedelta(seconds=2)
DECIDED_WITHIN = timedelta(seconds=10)
BEFORE_LONG = timedelta(seconds=60)  # to tell slow from lost


def stopped(running: Product, how: str) -> AbstractContextManager[None]:
    return running.frozen("temporal") if how == "frozen" else running.gone("temporal")


@pytest.mark.parametrize("how", ["frozen", "killed"])
async def test_a_hundred_posts_are_taken_and_decided_soon_after(
    running: Product, how: str
) -> None:
    await decides_at_once(running, how)
    async with running.client() as client, running.database() as engine:
        with stopped(running, how):
            raised = await post_meanwhile(client, how)
        back_at = await temporal_is_back(running, how)
        last = await all_decided(engine, raised)

    slowest = max(seconds for one in raised for _, seconds in one.tries)
    statuses = sorted({status for one in raised for status in one.statuses})
    took = last - back_at
    show(
        f"Temporal {how} for {STOPPED_FOR.seconds} s: {len(raised)} posts, statuses "
        f"{statuses}, slowest answer {slowest:.2f} s, last decision {took:.1f} s after "
        f"its return; processors shared by {SHARED_BY:.1f}"
    )
    assert statuses == [202]
    assert slowest < ANSWERED_WITHIN.total_seconds() * SHARED_BY
    assert took < DECIDED_WITHIN.total_seconds() * SHARED_BY
    await one_workflow_each(running, raised)


async def decides_at_once(running: Product, how: str) -> None:
    """Whatever the test before did is over."""
    async with running.client() as client:
        for number in range(100):
            person = 10 * FIRST_NUMBER[how] + number
            early = HandRaise(person, person)
            await send(client, early)
            if early.statuses == [201]:
                return
            await asyncio.sleep(0.2)
    pytest.fail(running.last_words())


async def post_meanwhile(client: httpx.AsyncClient, how: str) -> list[HandRaise]:
    """A hundred in twenty seconds, in bursts."""
    began = time.monotonic()
    first = FIRST_NUMBER[how]
    raised: list[HandRaise] = []
    for batch in range(BATCHES):
        numbers = range(first + batch * AT_ONCE, first + (batch + 1) * AT_ONCE)
        now = [HandRaise(number, number) for number in numbers]
        await asyncio.gather(*(send(client, one) for one in now))
        raised += now
        due = began + (batch + 1) * STOPPED_FOR.total_seconds() / BATCHES
        await asyncio.sleep(max(0.0, due - time.monotonic()))
    return raised


async def temporal_is_back(running: Product, how: str) -> float:
    """A frozen one is back when it is let go, a killed one when it listens."""
    if how == "killed":
        assert await becomes_true(running.temporal_listens, BEFORE_LONG)
    return time.monotonic()


async def all_decided(engine: AsyncEngine, raised: list[HandRaise]) -> float:
    """When the last of them was."""
    leads = METADATA.tables["leads"]
    ids = [UUID(one.lead_id) for one in raised]
    waiting = select(leads.c.id).where(
        leads.c.id.in_(ids), leads.c.status == Status.QUALIFYING
    )
    deadline = time.monotonic() + BEFORE_LONG.total_seconds()
    while time.monotonic() < deadline:
        async with engine.connect() as connection:
            left = (await connection.scalars(waiting)).all()
        if not left:
            return time.monotonic()
        await asyncio.sleep(0.1)
    return float("inf")


async def one_workflow_each(running: Product, raised: list[HandRaise]) -> None:
    client = await running.temporal()
    wanted = {f"lead-{one.lead_id}" for one in raised}
    runs: list[str] = []

    async def listed() -> bool:
        ids = [run.id async for run in client.list_workflows()]
        runs[:] = [name for name in ids if name in wanted]
        return wanted <= set(runs)

    deadline = time.monotonic() + 10  # the list follows the workflows after a moment
    while not await listed() and time.monotonic() < deadline:
        await asyncio.sleep(0.2)
    assert sorted(runs) == sorted(wanted)
