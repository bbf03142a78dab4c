"""A review that nobody takes, and a lead that a person takes over, on real parts."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment

import worker
from activities.all import Parts
from domain.lifecycle import Status
from tests.activities.world import World
from tests.fakes import FakeWorld
from tests.workflows.conftest import Story

DAY = timedelta(days=1)
# What the example does, and one step more.
STEPS = {
    "      - { at: 100%, do: tell_manager }\n    near_threshold": (
        "      - { at: 100%, do: tell_manager }\n"
        "      - { at: 100%, do: tell_higher_manager }\n    near_threshold"
    )
}


@pytest_asyncio.fixture
async def story(skipping: WorkflowEnvironment, world: World) -> AsyncIterator[Story]:
    """The real activities on a real database, and time that skips."""
    queue = str(uuid4())
    parts = Parts(world.engine, world.mailer, world.links)
    async with worker.build(skipping.client, parts, queue):
        story = Story(skipping, FakeWorld(), queue, uuid4(), world.now)
        yield story
        await story.handle.terminate()


async def raised(world: World, story: Story, **body: Any) -> UUID:
    """A competitor asks: no rule may decide that."""
    asked = {"company": "Trackwise", "email": "dana@trackwise.example"} | body
    story.lead_id, submission_id = await world.raise_hand(**asked)
    await story.submit(submission_id)
    return story.lead_id


async def mails(world: World, lead_id: UUID) -> Counter[tuple[str, str]]:
    """How many there are of each kind and person."""
    sent = await world.all("messages", lead_id=lead_id)
    return Counter((mail["kind"], mail["to_name"]) for mail in sent)


async def test_a_review_that_nobody_takes_goes_up_and_starts_again_visibly(
    story: Story, world: World
) -> None:
    await world.publish(STEPS)
    lead_id = await raised(world, story)

    await story.skip(5 * DAY)
    await story.settle()

    state = await story.state()
    timeline = await world.timeline(lead_id)
    late = timeline.count("Nobody decided the review in time.")
    again = [line for line in timeline if "starts again" in line]
    sent = await mails(world, lead_id)
    assert state.status is Status.IN_REVIEW
    assert state.clock is not None
    assert late >= 2
    assert len(again) == late == state.breaches == state.clock.round_number - 1
    assert again[0].endswith("(round 2).")
    # Told when it opened, reminded half-way through each round; then each of them goes up.
    assert sent["review", "Mara Conti"] in {late + 1, late + 2}
    assert sent["breach", "Mara Conti"] == sent["breach", "Otto Berg"] == late
    keys = Counter(m["key"] for m in await world.all("messages", lead_id=lead_id))
    assert set(keys.values()) == {1}
    review = await world.one("reviews", lead_id=lead_id)
    assert review["closed_at"] is None


HIGH = {
    "email": "dana@northwind.example",
    "country": "ES",
    "message": "Quote for 80 vehicles this month, please",
    "employees": 240,
    "fields": {"vehicles": 80},
}
LOW = {"email": "dana@gmail.com", "country": "ES"}


async def told_the_prospect(world: World, lead_id: UUID) -> Counter[str]:
    sent = await world.all("messages", lead_id=lead_id)
    return Counter(m["key"] for m in sent if m["to_address"].startswith("dana@"))


@pytest.mark.parametrize(("body", "band"), [(HIGH, "high"), (LOW, "low")])
async def test_after_a_takeover_no_message_goes_to_the_prospect_until_release(
    story: Story, world: World, body: dict[str, Any], band: str
) -> None:
    lead_id = await raised(world, story, **body)
    await story.settle()
    assert (await world.one("leads", id=lead_id))["band"] == band

    await story.do("takeover", "mara")
    before = await told_the_prospect(world, lead_id)
    await story.skip(40 * DAY)
    during = await told_the_prospect(world, lead_id)
    await story.do("release", "mara")
    await story.skip(20 * DAY)
    await story.settle()

    after = await told_the_prospect(world, lead_id)
    assert during == before
    assert set(after) > set(before)
    assert set(after.values()) == {1}
