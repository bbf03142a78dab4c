"""Temporal is stopped, frozen or not there: nothing is lost, nobody waits long."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from adapters import clock
from adapters.embedded.ports import some_free
from adapters.embedded.temporal import EmbeddedTemporal
from adapters.temporal.relay import Relay
from tests.api.conftest import Keys, Site, becomes, dana, running, timed
from tests.api.thin_world import ACTIONS, SUBMISSIONS, ThinWorld


@contextmanager
def frozen(server: EmbeddedTemporal) -> Iterator[None]:
    """Connections stay open and nobody answers, as when a machine hangs."""
    assert server._running is not None
    pid = server._running.pid
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest_asyncio.fixture
async def relay(engine: AsyncEngine, temporal: Client) -> AsyncIterator[Relay]:
    """Runs while the test does, as beside a worker."""
    relay = Relay(engine, temporal)
    task = asyncio.create_task(relay.run())
    yield relay
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest_asyncio.fixture
async def lonely(database_url: str, keys: Keys) -> AsyncIterator[Site]:
    """A web whose Temporal does not exist."""
    (port,) = some_free(1)
    async with running(database_url, f"127.0.0.1:{port}", keys) as site:
        yield site


@pytest_asyncio.fixture(autouse=True)
async def answering(site: Site, world: ThinWorld) -> None:
    """Whatever the test before did to Temporal is over."""
    assert await becomes(lambda: decides(site))
    world.begin_anew()


async def decides(site: Site) -> bool:
    return (await site.submit(dana())).status_code == 201


async def submit_many(site: Site, count: int) -> tuple[set[str], float]:
    """Ten at a time; the leads, and how long the slowest answer took."""
    posts = []
    for _ in range(count // 10):
        posts += await asyncio.gather(*(timed(site.submit(dana())) for _ in range(10)))
    assert {response.status_code for response, _ in posts} == {202}
    leads = {response.json()["lead_id"] for response, _ in posts}
    return leads, max(seconds for _, seconds in posts)


async def test_a_hundred_posts_during_an_outage_are_taken_in(
    site: Site, temporal_server: EmbeddedTemporal, engine: AsyncEngine
) -> None:
    with frozen(temporal_server):
        leads, slowest = await submit_many(site, 100)

    ids = [UUID(lead) for lead in leads]
    async with engine.begin() as connection:
        # Marked, so that no other test has to relay them.
        kept = await connection.execute(
            update(SUBMISSIONS)
            .where(SUBMISSIONS.c.lead_id.in_(ids), SUBMISSIONS.c.decision_id.is_(None))
            .values(relayed_at=clock.now())
        )
    assert len(leads) == kept.rowcount == 100
    assert slowest < 2


async def test_all_are_decided_when_temporal_is_back(
    site: Site, world: ThinWorld, relay: Relay, temporal_server: EmbeddedTemporal
) -> None:
    with frozen(temporal_server):
        leads, _ = await submit_many(site, 20)

    async def all_decided() -> bool:
        return leads <= set(map(str, world.turns))

    assert await becomes(all_decided)
    assert all(world.turns.count(UUID(lead)) == 1 for lead in leads)


async def test_a_frozen_temporal_costs_the_first_only(
    site: Site, world: ThinWorld, temporal_server: EmbeddedTemporal
) -> None:
    with frozen(temporal_server):
        _, first = await timed(site.submit(dana(), Prefer="wait=10"))
        _, second = await timed(site.submit(dana(), Prefer="wait=10"))

    assert first < 2
    assert second < 0.5


async def test_it_is_noticed_within_a_second_when_temporal_is_back(
    site: Site, world: ThinWorld, temporal_server: EmbeddedTemporal
) -> None:
    with frozen(temporal_server):
        await site.submit(dana())

    assert await becomes(lambda: decides(site), within=5)


async def test_a_temporal_that_never_was_there(lonely: Site) -> None:
    response, seconds = await timed(lonely.submit(dana()))

    assert response.status_code == 202
    assert seconds < 2.3


async def test_actions_say_so_and_do_nothing(
    site: Site, world: ThinWorld, temporal_server: EmbeddedTemporal, engine: AsyncEngine
) -> None:
    lead = (await site.submit(dana())).json()["lead_id"]
    with frozen(temporal_server):
        await site.submit(dana())

        response, seconds = await timed(site.act(lead, "accept", by="ana"))

    assert response.status_code == 503
    assert response.headers["retry-after"]
    assert seconds < 2
    assert (await site.read(lead))["status"] == "assigned"
    async with engine.connect() as connection:
        applied = await connection.scalars(
            select(ACTIONS.c.applied_at).where(ACTIONS.c.lead_id == UUID(lead))
        )
        assert set(applied) <= {None}


async def test_an_action_before_the_workflow_is_there(lonely: Site, site: Site) -> None:
    lead = (await lonely.submit(dana())).json()["lead_id"]

    response = await site.act(lead, "accept", by="ana")

    assert response.status_code == 503
    assert "still being taken in" in response.json()["detail"]


async def test_readiness_names_the_part(lonely: Site, site: Site) -> None:
    away, there = await lonely.http.get("/readyz"), await site.http.get("/readyz")

    assert (away.status_code, there.status_code) == (503, 200)
    assert away.json()["database"] == "ready"
    assert away.json()["temporal"] == away.json()["worker"] == "away"
    assert there.json() == {
        "status": "ready",
        "database": "ready",
        "temporal": "ready",
        "worker": "ready",
    }
    assert (await lonely.http.get("/healthz")).status_code == 200


async def test_a_key_repeated_after_the_relay_and_the_close_tells_what_was_decided(
    lonely: Site, site: Site, world: ThinWorld, relay: Relay
) -> None:
    body, key = dana(), {"Idempotency-Key": uuid4().hex}
    lead = (await lonely.submit(body, **key)).json()["lead_id"]
    assert await becomes(lambda: site.stands(lead, "assigned"))
    await site.act(lead, "close", by="ana", outcome="won")

    again = await site.submit(body, **key)

    assert again.status_code == 201
    told = again.json()
    assert (told["lead_id"], told["status"], told["band"]) == (lead, "closed", "high")
