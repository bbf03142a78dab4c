"""PostgreSQL is stopped: 503 at once, nothing half done, and back without a restart."""

import asyncio
import time
from collections import Counter
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from tests.chaos.books import Books, read_books
from tests.chaos.product import SHARED_BY, Product
from tests.chaos.report import show
from tests.chaos.website import HandRaise, send, stream
from workflows.names import lead_workflow_id

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(240)]
STOPPED_FOR = timedelta(seconds=8)
PER_SECOND = 6.0
# What is under way when the database freezes is given up after this long.
ANSWERED_WITHIN = {"killed": 2.0, "frozen": 5.0}
USABLE_WITHIN = timedelta(seconds=20)  # PostgreSQL's own crash recovery included


def stopped(running: Product, how: str) -> AbstractContextManager[None]:
    return running.frozen("postgres") if how == "frozen" else running.gone("postgres")


@pytest.mark.parametrize("how", ["killed", "frozen"])
async def test_posts_say_so_and_are_taken_once_it_is_back(
    running: Product, how: str
) -> None:
    ours = running.pids("api", "worker")
    first = 1_000 if how == "frozen" else 2_000
    raised = [HandRaise(number, number) for number in range(first, first + 60)]
    async with running.client() as client, asyncio.TaskGroup() as sending:
        await send(client, raised[0])
        with stopped(running, how):
            sending.create_task(stream(client, raised[1:], PER_SECOND))
            await asyncio.sleep(STOPPED_FOR.total_seconds())
        back_at = time.monotonic()
        await send(client, HandRaise(first + 500, first + 500))
        usable_after = time.monotonic() - back_at

    books = await settled(running)
    refused = [s for one in raised for status, s in one.tries if status == 503]
    statuses = Counter(status for one in raised for status in one.statuses)
    show(
        f"PostgreSQL {how} for {STOPPED_FOR.seconds} s: {len(raised)} leads, answers "
        f"{dict(statuses)}, slowest 503 {max(refused):.2f} s, usable "
        f"{usable_after:.1f} s after its return"
    )
    assert set(statuses) <= {201, 202, 503}
    assert max(refused) < ANSWERED_WITHIN[how] * SHARED_BY
    assert usable_after < USABLE_WITHIN.total_seconds() * SHARED_BY
    assert running.pids("api", "worker") == ours
    nothing_is_half_done(books, raised)


def nothing_is_half_done(books: Books, raised: list[HandRaise]) -> None:
    keys = Counter(row.idempotency_key for row in books.submissions)
    assert [one for one in raised if keys[one.key] != 1] == []
    assert {row.lead_id for row in books.submissions} == set(books.leads)
    assert set(books.workflows) == {lead_workflow_id(lead) for lead in books.leads}


async def settled(running: Product) -> Books:
    """The books, once every lead is decided and has its workflow."""
    deadline = time.monotonic() + 60
    async with running.database() as engine:
        client = await running.temporal()
        while True:
            books = await read_books(engine, client)
            decided = all(row.decision_id for row in books.submissions)
            if decided and len(books.workflows) >= len(books.leads):
                return books
            assert time.monotonic() < deadline, running.last_words()
            await asyncio.sleep(1)
