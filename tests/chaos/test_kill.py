"""Every part is killed while leads stream in: nothing is lost, nothing happens twice."""

import asyncio
import os
import random
import time
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from domain.lifecycle import Status
from models import METADATA
from tests.chaos.books import read_books, what_moves
from tests.chaos.product import LONG, SECONDS, Product
from tests.chaos.reckoning import reckon
from tests.chaos.report import show
from tests.chaos.reps import Desk
from tests.chaos.sink import Sink
from tests.chaos.storm import Storm
from tests.chaos.website import HandRaise, answers_stay, hand_raises, stream

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(3600 if LONG else 420)]
PLAYBOOK = SECONDS
SEED = int(os.environ.get("HANDRAISE_CHAOS_SEED", "1"))
LEADS, PER_SECOND, ROUNDS = (600, 2.0, 6) if LONG else (60, 1.5, 1)
REST_WITHIN = 180.0  # seconds


async def test_nothing_is_lost_and_nothing_happens_twice(
    running: Product, sink: Sink
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same storm each time
    storm, raised = Storm(running, chance), hand_raises(LEADS)
    async with running.client() as client:
        desk = Desk(client, chance)
        async with asyncio.TaskGroup() as life:
            streaming = life.create_task(stream(client, raised, PER_SECOND))
            life.create_task(people_work(desk, raised, streaming))
            for _ in range(ROUNDS):
                await storm.one_after_the_other()
                await storm.at_once()
                await storm.everything()
        await close_contacted(desk, running)
        quiet_after = await rest(running)
        await answers_stay(client, raised)

    async with running.database() as engine:
        books = await read_books(engine, await running.temporal())
    found = reckon(books, raised, sink)
    found.count("people's clicks answered", dict(desk.answered))
    applied = sum(row.applied_at is not None for row in books.actions)
    if applied < desk.answered.total():
        found.fault(f"{desk.answered.total()} clicks were answered, {applied} applied")
    found.count("  refused", dict(desk.refused))
    found.count("at rest after, s", f"{quiet_after:.0f}")
    show(f"seed {SEED}\n{storm.table()}\n\n{found.table()}")
    assert not found.faults, "\n".join(found.faults)


async def people_work(
    desk: Desk, raised: Sequence[HandRaise], streaming: "asyncio.Task[None]"
) -> None:
    """Whoever got a lead works on it."""
    seen: set[str] = set()
    async with asyncio.TaskGroup() as clicks:
        while not streaming.done():
            for lead_id in {one.lead_id for one in raised if one.lead_id} - seen:
                seen.add(lead_id)
                clicks.create_task(desk.work_on(lead_id, len(seen)))
            await asyncio.sleep(0.5)


async def close_contacted(desk: Desk, running: Product) -> None:
    """Their promise, to come back to the prospect, starts again for ever."""
    leads = METADATA.tables["leads"]
    contacted = select(leads.c.id).where(leads.c.status == Status.CONTACTED)
    async with running.database() as engine, engine.connect() as connection:
        found = (await connection.scalars(contacted)).all()
    await asyncio.gather(*(desk.click(str(lead_id), "close") for lead_id in found))


async def rest(running: Product) -> float:
    """Wait until nothing is due any more."""
    began = time.monotonic()
    moves = ["never looked"]
    async with running.database() as engine:
        client = await running.temporal()
        while moves and time.monotonic() - began < REST_WITHIN:
            await asyncio.sleep(2)
            moves = await what_moves(engine, client)
    assert not moves, "\n".join([*moves, running.last_words()])
    return time.monotonic() - began
