"""The filters of docs/temporal-ui.md find what they promise."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from domain.qualifying.bands import Band
from tests.conftest import PATIENCE
from tests.fakes import FakeWorld
from tests.workflows.conftest import Story
from workflows.names import SEARCH_ATTRIBUTES, lead_workflow_id
from workflows.ports import BandedLead

GUIDE = (Path(__file__).parents[2] / "docs/temporal-ui.md").read_text("utf-8")
FILTERS = dict(re.findall(r"\*\*([^*]+)\*\*:[^`]*```\n(.+?)\n```", GUIDE))


async def found(client: Client, name: str) -> set[str]:
    return {each.id async for each in client.list_workflows(FILTERS[name])}


async def a_step_that_cannot_be_written(story: Story, world: FakeWorld) -> None:
    world.qualification.bands = [BandedLead(Band.LOW)]
    world.records.broken = True
    await story.begin()


async def an_owner_who_let_it_slip(story: Story, world: FakeWorld) -> None:
    await story.submit()
    await story.skip(timedelta(minutes=61))


async def an_unclear_case(story: Story, world: FakeWorld) -> None:
    world.qualification.bands = [BandedLead(Band.REVIEW, "competitor")]
    await story.submit()


async def nobody_there(story: Story, world: FakeWorld) -> None:
    world.routing.away = set(world.routing.reps)
    await story.submit()


async def an_ordinary_lead(story: Story, world: FakeWorld) -> None:
    await story.submit()


@pytest.mark.parametrize(
    ("name", "happens"),
    [
        ("Stuck", a_step_that_cannot_be_written),
        ("Breached", an_owner_who_let_it_slip),
        ("In review", an_unclear_case),
        ("Nobody could take it", nobody_there),
        ("Unowned", an_unclear_case),
        ("Waiting to be accepted, high first", an_ordinary_lead),
        ("Ana's", an_ordinary_lead),
    ],
)
async def test_finds_the_lead(
    story: Story,
    world: FakeWorld,
    name: str,
    happens: Callable[[Story, FakeWorld], Awaitable[None]],
) -> None:
    await happens(story, world)

    async with asyncio.timeout(PATIENCE):
        while lead_workflow_id(story.lead_id) not in await found(
            story.env.client, name
        ):
            await asyncio.sleep(0.05)


async def test_a_lead_is_due_before_an_instant_and_not_before_an_earlier_one(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    due = FILTERS["Due before an instant"].rpartition(" < ")[0]

    async def is_due_before(instant: datetime) -> bool:
        query = f'{due} < "{instant.isoformat()}"'
        listed = {each.id async for each in story.env.client.list_workflows(query)}
        return lead_workflow_id(story.lead_id) in listed

    async with asyncio.timeout(PATIENCE):
        while not await is_due_before(story.started_at + timedelta(hours=2)):
            await asyncio.sleep(0.05)
    assert not await is_due_before(story.started_at)


async def test_the_server_understands_every_filter(
    skipping: WorkflowEnvironment,
) -> None:
    assert len(FILTERS) == GUIDE.count("```\nWorkflowType")
    for name in FILTERS:
        await found(skipping.client, name)


def test_the_guide_explains_every_search_attribute() -> None:
    explained = re.findall(r"^\| `(\w+)` \| (\w+) \|", GUIDE, re.MULTILINE)

    assert dict(explained) == {
        key.name: key.indexed_value_type.name.title() for key in SEARCH_ATTRIBUTES
    }
