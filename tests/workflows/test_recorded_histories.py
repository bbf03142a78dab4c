"""Leads that began under released code go on under today's.

`just record` writes the histories anew; do it before a change of workflow code, and keep the
old ones for as long as such leads may live.
"""

import os
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer

from domain.qualifying.bands import Band
from tests.fakes import FakeWorld
from tests.workflows.conftest import Story, telling
from worker import SANDBOX
from workflows.lead import LeadWorkflow
from workflows.ports import BandedLead

HISTORIES = Path(__file__).parent / "histories"
MINUTE = timedelta(minutes=1)


async def accepted_and_won(story: Story, world: FakeWorld) -> None:
    await story.submit()
    await story.do("accept", "ana")
    await story.do("contacted", "ana")
    await story.do("close", "ana", outcome="won")


async def slipped_reassigned_and_reviewed(story: Story, world: FakeWorld) -> None:
    world.routing.max_reassignments = 1
    await story.submit()
    await story.skip(125 * MINUTE)
    await story.settle()
    await story.do("resolve", "mara", to="cleo")


async def nurtured_to_the_end(story: Story, world: FakeWorld) -> None:
    world.qualification.bands = [BandedLead(Band.LOW)]
    await story.submit()
    await story.skip(timedelta(days=31))


async def taken_over_and_released(story: Story, world: FakeWorld) -> None:
    await story.submit()
    await story.do("takeover", "mara")
    await story.do("release", "mara")
    await story.do("decline", "ana")
    await story.do("reassign", "mara", to="cleo")


async def given_back_where_it_stood(story: Story, world: FakeWorld) -> None:
    await story.submit()
    await story.skip(20 * MINUTE)
    await story.do("takeover", "mara")
    await story.skip(MINUTE)
    await story.do("release", "mara")
    await story.do("accept", "ana")
    await story.do("takeover", "mara")
    await story.do("contacted", "mara")
    await story.do("release", "mara")
    await story.do("takeover", "ben")
    world.records.absent = True
    await story.do("release", "ben")
    await story.settle()


async def enriched_late_and_moved_up(story: Story, world: FakeWorld) -> None:
    world.enrichment.ask_network = True
    world.qualification.bands = [BandedLead(Band.MEDIUM), BandedLead(Band.HIGH)]
    await story.submit()
    world.enrichment.answers.set()
    await story.settle()
    await story.submit()


async def corrected_out_of_review(story: Story, world: FakeWorld) -> None:
    world.qualification.bands = [
        BandedLead(Band.REVIEW, "unknown_industry"),
        BandedLead(Band.HIGH),
    ]
    await story.submit()
    await story.do("note", "mara")
    await story.do("correct", "mara")


async def contact_promised_again(story: Story, world: FakeWorld) -> None:
    await story.submit()
    await story.signal("accept", "ana")
    await story.settle()
    await story.skip(timedelta(hours=9))


async def offered_to_a_team_and_taken(story: Story, world: FakeWorld) -> None:
    world.routing.queue = "iberia"
    await story.submit()
    await story.skip(31 * MINUTE)
    await story.settle()
    await story.do("accept", "ben")


async def slipped_and_offered_to_the_team(story: Story, world: FakeWorld) -> None:
    world.routing.opens_to_team = True
    await story.submit()
    await story.skip(61 * MINUTE)
    await story.settle()
    await story.do("accept", "ben")


async def waited_and_went_on(story: Story, world: FakeWorld) -> None:
    await story.submit()
    await story.do("accept", "ana")
    until = story.started_at + timedelta(days=2)
    await story.do("snooze", "ana", until=until)
    await story.do("snooze", "ana", until=until + timedelta(days=1))
    await story.skip(timedelta(days=3, hours=3))
    await story.settle()


async def told_when_they_work_and_planned_again(story: Story, world: FakeWorld) -> None:
    world.routing.told_after = 10 * MINUTE
    world.records.later = timedelta(hours=1)
    await story.submit()
    await story.skip(11 * MINUTE)
    await story.handle.signal("replan")
    await story.settle()
    await story.do("accept", "ana")
    world.records.absent, world.records.later = True, None
    await story.do("reassign", "mara", to="ben")
    await story.handle.signal("replan")
    await story.settle()


Tale = Callable[[Story, FakeWorld], Awaitable[None]]
TALES: list[Tale] = [
    accepted_and_won,
    slipped_reassigned_and_reviewed,
    nurtured_to_the_end,
    taken_over_and_released,
    given_back_where_it_stood,
    enriched_late_and_moved_up,
    corrected_out_of_review,
    contact_promised_again,
    offered_to_a_team_and_taken,
    slipped_and_offered_to_the_team,
    waited_and_went_on,
    told_when_they_work_and_planned_again,
]


RECORDING = os.environ.get("HANDRAISE_RECORD")

if RECORDING:

    @pytest.mark.parametrize("tale", TALES, ids=lambda tale: tale.__name__)
    async def test_record(skipping: WorkflowEnvironment, tale: Tale) -> None:
        world = FakeWorld()
        async with telling(skipping, world, cached=100) as story:
            await tale(story, world)
            await story.settle()
            history = await story.handle.fetch_history()
        HISTORIES.mkdir(exist_ok=True)
        name = f"{RECORDING}-{tale.__name__}.json"
        (HISTORIES / name).write_text(history.to_json())


@pytest.fixture(params=sorted(HISTORIES.glob("*.json")), ids=lambda path: path.stem)
def history(request: pytest.FixtureRequest) -> WorkflowHistory:
    path: Path = request.param
    return WorkflowHistory.from_json(path.stem, path.read_text("utf-8"))


async def test_replays(history: WorkflowHistory) -> None:
    replayed = await Replayer(
        workflows=[LeadWorkflow],
        workflow_runner=SANDBOX,
        data_converter=pydantic_data_converter,
    ).replay_workflow(history)

    assert replayed.replay_failure is None


def test_every_tale_was_recorded() -> None:
    recorded = {path.stem.partition("-")[2] for path in HISTORIES.glob("*.json")}

    assert recorded >= {tale.__name__ for tale in TALES}
