import asyncio
from datetime import timedelta

import pytest
from temporalio.client import WorkflowUpdateFailedError

from domain.lifecycle import Status
from domain.qualifying.bands import Band
from tests.conftest import eventually
from tests.fakes import FakeWorld
from tests.workflows.conftest import Story
from workflows.ports import BandedLead


async def test_a_quick_answer_of_the_network_counts_in_the_first_decision(
    story: Story, world: FakeWorld
) -> None:
    world.enrichment.ask_network = True
    world.enrichment.answers.set()

    answer = await story.submit()

    assert not answer.partial
    assert [request.partial for request in world.qualification.requests] == [False]


async def test_a_slow_network_does_not_hold_the_answer(
    story: Story, world: FakeWorld
) -> None:
    world.enrichment.ask_network = True

    answer = await story.submit()

    assert answer.partial
    assert answer.owner == "ana"


async def test_a_late_answer_scores_again_without_a_second_assignment(
    story: Story, world: FakeWorld
) -> None:
    world.enrichment.ask_network = True
    await story.submit()

    world.enrichment.answers.set()

    await eventually(lambda: "scored_again" in world.records.causes)
    assert [request.partial for request in world.qualification.requests] == [
        True,
        False,
    ]
    assert world.routing.owners == ["ana"]
    assert world.enrichment.asked == 1


async def test_a_late_answer_can_move_the_lead_up(
    story: Story, world: FakeWorld
) -> None:
    world.enrichment.ask_network = True
    world.qualification.bands = [BandedLead(Band.MEDIUM), BandedLead(Band.HIGH)]
    await story.submit()

    world.enrichment.answers.set()

    await eventually(lambda: world.records.causes == ["moved_up"])


async def test_a_network_that_fails_for_good_leaves_the_lead_marked_partial(
    story: Story, world: FakeWorld
) -> None:
    world.enrichment.ask_network = True
    world.enrichment.fails = True

    answer = await story.submit()

    assert answer.partial
    assert answer.status is Status.ASSIGNED


async def test_more_evidence_meanwhile_does_not_ask_the_network_again(
    story: Story, world: FakeWorld
) -> None:
    world.enrichment.ask_network = True
    await story.submit()

    await story.submit()

    assert world.enrichment.asked == 1


async def test_a_takeover_while_the_network_is_asked_keeps_automation_silent(
    story: Story, world: FakeWorld
) -> None:
    world.enrichment.ask_network = True
    await story.begin()
    await eventually(lambda: world.enrichment.asked == 1)

    await story.do("takeover", "mara")
    await story.skip(timedelta(seconds=2))

    await eventually(lambda: "scored_again" in world.records.causes)
    state = await story.state()
    assert (state.status, state.owner) == (Status.TAKEN_OVER, "mara")
    assert world.routing.owners == []
    assert world.mail.sent == []


async def test_closing_calls_the_network_back(story: Story, world: FakeWorld) -> None:
    world.enrichment.ask_network = True
    await story.submit()

    await story.do("close", "ana", outcome="spam")

    assert await story.handle.result() == "spam"


async def test_a_lead_closed_while_the_network_is_asked_is_not_decided(
    story: Story, world: FakeWorld
) -> None:
    world.enrichment.ask_network = True
    asking = asyncio.create_task(story.submit())
    await eventually(lambda: world.enrichment.asked == 1)

    await story.do("close", "mara", outcome="spam")

    assert await story.handle.result() == "spam"
    assert world.qualification.requests == []
    with pytest.raises(WorkflowUpdateFailedError) as error:
        await asking
    assert "This lead is closed" in str(error.value.cause)


async def test_a_lead_given_to_somebody_before_its_decision_goes_there_after_it(
    story: Story, world: FakeWorld
) -> None:
    world.enrichment.ask_network = True
    await story.begin()
    await eventually(lambda: world.enrichment.asked == 1)

    view = await story.do("reassign", "mara", to="cleo")

    assert (view.status, view.owner) == (Status.ASSIGNED, "cleo")
    assert world.routing.owners == ["ana", "cleo"]
