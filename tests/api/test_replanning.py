"""A change of hours reaches the workflows whose clocks it moves, whoever dies meanwhile."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from adapters import clock
from adapters.store.standing.replanning import wish_for_hours
from adapters.temporal.relay import Relay
from tests.api.conftest import Site, becomes
from tests.api.thin_world import LEADS, ThinWorld


async def _waiting(engine: AsyncEngine) -> set[UUID]:
    async with engine.connect() as connection:
        wished = select(LEADS.c.id).where(LEADS.c.replan_since.is_not(None))
        return set(await connection.scalars(wished))


async def _wish(engine: AsyncEngine, handle: str) -> None:
    async with engine.begin() as connection:
        await wish_for_hours(connection, {handle}, clock.now())


async def test_every_running_clock_of_theirs_is_looked_at_once(
    site: Site, world: ThinWorld, engine: AsyncEngine, temporal: Client
) -> None:
    lead = await site.lead()
    await _set_clock(engine, lead)
    await _wish(engine, "somebody_else")
    assert UUID(lead) not in await _waiting(engine)
    await _wish(engine, "ana")
    assert UUID(lead) in await _waiting(engine)

    await Relay(engine, temporal).replan()

    async def looked_at() -> bool:
        return UUID(lead) in world.replanned

    assert await becomes(looked_at)
    assert await Relay(engine, temporal).replan() == 0
    assert world.replanned.count(UUID(lead)) == 1


async def test_a_lead_that_was_closed_meanwhile_holds_nobody_up(
    site: Site, world: ThinWorld, engine: AsyncEngine, temporal: Client
) -> None:
    lead = await site.lead()
    await _set_clock(engine, lead)
    await _wish(engine, "ana")
    await site.act(lead, "close", by="ana", outcome="lost")
    handle = temporal.get_workflow_handle(f"lead-{lead}")
    await handle.result()

    await Relay(engine, temporal).replan()

    assert UUID(lead) not in await _waiting(engine)


async def _set_clock(engine: AsyncEngine, lead: str) -> None:
    """The thin world writes none down."""
    async with engine.begin() as connection:
        this = LEADS.c.id == UUID(lead)
        await connection.execute(LEADS.update().where(this).values(clock="accept"))
