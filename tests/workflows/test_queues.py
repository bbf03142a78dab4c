"""A lead that is open to a whole team: the first who accepts has it."""

import asyncio
from datetime import timedelta

from domain.lifecycle import Status
from domain.qualifying.bands import Band
from tests.conftest import eventually
from tests.fakes import FakeWorld
from tests.workflows.conftest import Story
from workflows.ports import BandedLead

MINUTE = timedelta(minutes=1)


async def test_the_team_is_told_and_a_clock_runs(
    story: Story, world: FakeWorld
) -> None:
    world.routing.queue = "iberia"

    answer = await story.submit()

    assert (answer.status, answer.owner) == (Status.QUEUED, None)
    state = await story.state()
    assert state.clock is not None
    assert state.clock.started_at == story.started_at
    assert "one of iberia accepts" in state.waits_for
    await eventually(lambda: "notify_queue" in world.mail.kinds)
    assert world.records.last.queue == "iberia"


async def test_a_team_at_home_is_told_when_it_works_again(
    story: Story, world: FakeWorld
) -> None:
    world.routing.queue, world.records.told_after = "iberia", 10 * MINUTE
    await story.submit()
    assert "notify_queue" not in world.mail.kinds

    await story.skip(11 * MINUTE)

    await eventually(lambda: world.mail.kinds.count("notify_queue") == 1)


async def test_the_first_who_accepts_has_it_and_the_second_is_told_who(
    story: Story, world: FakeWorld
) -> None:
    world.routing.queue = "iberia"
    await story.submit()

    state = await story.do("accept", "ben")

    assert (state.status, state.owner) == (Status.ACCEPTED, "ben")
    assert world.records.last.assignment_id is not None
    assert world.records.last.queue is None
    assert "Already accepted by ben" in await story.refusal("accept", "ana")


async def test_of_two_in_the_same_moment_one_wins(
    story: Story, world: FakeWorld
) -> None:
    world.routing.queue = "iberia"
    await story.submit()

    both = await asyncio.gather(
        story.do("accept", "ana"), story.do("accept", "ben"), return_exceptions=True
    )

    assert sum(isinstance(one, Exception) for one in both) == 1
    assert world.records.causes.count("accepted") == 1


async def test_another_team_must_take_it_over(story: Story, world: FakeWorld) -> None:
    world.routing.queue, world.routing.reps = "iberia", ["ana", "ben"]
    await story.submit()

    refusal = await story.refusal("accept", "cleo")

    assert (
        refusal == "This lead is offered to other people. Take it over to work on it."
    )
    assert (await story.do("takeover", "cleo")).owner == "cleo"


async def test_the_team_is_reminded_then_a_person_decides(
    story: Story, world: FakeWorld
) -> None:
    world.routing.queue = "iberia"
    await story.submit()

    await story.skip(61 * MINUTE)

    await eventually(lambda: "notify_reviewers" in world.mail.kinds)
    assert world.mail.kinds.count("notify_queue") == 2
    state = await story.state()
    assert (state.status, state.review_code) == (Status.IN_REVIEW, "nobody_answered")
    assert state.breaches == 1


async def test_better_evidence_finds_better_people_while_nobody_has_it(
    story: Story, world: FakeWorld
) -> None:
    world.routing.queue = "iberia"
    world.qualification.bands = [BandedLead(Band.MEDIUM), BandedLead(Band.HIGH)]
    await story.submit()
    world.routing.queue = None

    answer = await story.submit()

    assert (answer.status, answer.owner) == (Status.ASSIGNED, "ana")


async def test_a_plan_may_open_what_slipped_to_the_rest_of_the_team(
    story: Story, world: FakeWorld
) -> None:
    world.routing.opens_to_team = True
    await story.submit()

    await story.skip(61 * MINUTE)

    await eventually(lambda: "notify_queue" in world.mail.kinds)
    assert (await story.state()).status is Status.QUEUED
    assert world.routing.requests[-1].open_to_team_of == "ana"
    refusal = await story.refusal("accept", "ana")
    assert (
        refusal == "This lead is offered to other people. Take it over to work on it."
    )
    assert (await story.do("accept", "ben")).owner == "ben"


async def test_a_team_asked_too_late_has_its_whole_time_and_we_own_up(
    story: Story, world: FakeWorld
) -> None:
    world.routing.queue, world.records.late = "iberia", True

    await story.submit()

    await eventually(lambda: len(world.mail.sent) == 4)
    kinds = {"notify_queue", "acknowledge_lead", "tell_manager", "send_bridge"}
    assert set(world.mail.kinds) == kinds
    state = await story.state()
    assert (state.status, state.breaches) == (Status.QUEUED, 1)
