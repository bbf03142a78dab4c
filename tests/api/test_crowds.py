"""Where the clocks of many come due together, those of the best leads act first."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import pytest_asyncio
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from adapters import clock
from adapters.store.standing.crowds import Crowd
from adapters.store.standing.plans import written_plan
from adapters.temporal.crowds import AHEAD, Crowds
from domain.promises.sla import Clock, ClockKind, Step, StepAction
from tests.api.conftest import Site
from tests.api.thin_world import LEADS, ThinWorld
from workflows.names import lead_workflow_id

SECOND = timedelta(seconds=1)
THREE = Crowd(many=3, together=5 * SECOND)
URGENT, USUAL = 1, 0  # 0 is Temporal's default, which counts as 3


async def _urgency(temporal: Client, lead: str) -> int:
    handle = temporal.get_workflow_handle(lead_workflow_id(UUID(lead)))
    described = (await handle.describe()).raw_description
    return described.workflow_execution_info.priority.priority_key


async def _due(
    engine: AsyncEngine, leads: Collection[str], at: datetime, band: str = "high"
) -> None:
    """Two steps of each at the same instant: a lead counts once."""
    steps = (
        Step(at, StepAction.REASSIGN),
        Step(at, StepAction.TELL_MANAGER),
    )
    plan = written_plan(Clock(ClockKind.ACCEPT, at - 600 * SECOND, at, steps))
    ids = [UUID(lead) for lead in leads]
    change = update(LEADS).where(LEADS.c.id.in_(ids)).values(plan=plan, band=band)
    async with engine.begin() as connection:
        await connection.execute(change)


@pytest_asyncio.fixture(loop_scope="session")
async def coming(engine: AsyncEngine) -> datetime:
    """In a moment, at the beginning of five seconds in which nothing else is due."""
    async with engine.begin() as connection:
        await connection.execute(update(LEADS).values(plan=None))
    at = clock.now() + 30 * SECOND
    return at.replace(second=at.second // 5 * 5, microsecond=0)


async def test_of_many_that_come_due_together_the_high_ones_go_first(
    site: Site,
    world: ThinWorld,
    engine: AsyncEngine,
    temporal: Client,
    coming: datetime,
) -> None:
    dana, rui, eva = [await site.lead() for _ in range(3)]
    await _due(engine, [dana, rui], coming)
    await _due(engine, [eva], coming + 4 * SECOND, band="medium")
    crowds = Crowds(engine, temporal, THREE)

    put_first = await crowds.look(clock.now())
    again = await crowds.look(clock.now())

    assert {str(one) for one in put_first} == {dana, rui}
    assert again == []
    urgencies = [await _urgency(temporal, one) for one in (dana, rui, eva)]
    assert urgencies == [URGENT, URGENT, USUAL]


async def test_a_few_are_left_alone(
    site: Site,
    world: ThinWorld,
    engine: AsyncEngine,
    temporal: Client,
    coming: datetime,
) -> None:
    dana, rui, eva = [await site.lead() for _ in range(3)]
    await _due(engine, [dana, rui], coming)
    await _due(engine, [eva], coming + 5 * SECOND)

    assert await Crowds(engine, temporal, THREE).look(clock.now()) == []
    assert await _urgency(temporal, dana) == USUAL


async def test_what_is_far_ahead_is_left_for_later(
    site: Site,
    world: ThinWorld,
    engine: AsyncEngine,
    temporal: Client,
    coming: datetime,
) -> None:
    leads = [await site.lead() for _ in range(3)]
    await _due(engine, leads, coming + AHEAD)
    crowds = Crowds(engine, temporal, THREE)

    assert await crowds.look(clock.now()) == []
    assert len(await crowds.look(coming + SECOND)) == 3


async def test_a_lead_that_has_just_ended_holds_nobody_up(
    site: Site,
    world: ThinWorld,
    engine: AsyncEngine,
    temporal: Client,
    coming: datetime,
) -> None:
    leads = [await site.lead() for _ in range(3)]
    await _due(engine, leads, coming)
    await temporal.get_workflow_handle(lead_workflow_id(UUID(leads[0]))).terminate()

    await Crowds(engine, temporal, THREE).look(clock.now())

    assert await _urgency(temporal, leads[1]) == URGENT
    assert await _urgency(temporal, leads[2]) == URGENT
