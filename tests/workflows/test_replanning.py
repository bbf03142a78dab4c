"""Hours or leave change while a clock runs: it is counted again, visibly."""

from datetime import timedelta

from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from tests.conftest import eventually
from tests.fakes import HOUR, FakeWorld
from tests.workflows.conftest import Story
from workflows.ports import BandedLead

MINUTE = timedelta(minutes=1)


async def _hours_change(story: Story, world: FakeWorld) -> None:
    before = world.records.replanned
    await story.handle.signal("replan")
    await eventually(lambda: world.records.replanned > before)


async def test_the_promise_is_due_by_the_new_hours(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    world.records.later = HOUR

    await _hours_change(story, world)
    await eventually(lambda: world.records.causes == ["replanned"])
    await story.skip(61 * MINUTE)

    state = await story.state()
    assert (state.owner, state.breaches) == ("ana", 0)
    assert state.clock is not None
    assert state.clock.due_at == story.started_at + 2 * HOUR
    await story.skip(HOUR)
    await eventually(lambda: world.routing.owners == ["ana", "ben"])


async def test_steps_that_ran_do_not_run_again(story: Story, world: FakeWorld) -> None:
    await story.submit()
    await story.skip(31 * MINUTE)
    await eventually(lambda: world.mail.kinds.count("remind_owner") == 1)
    world.records.later = HOUR

    await _hours_change(story, world)
    await story.skip(HOUR)

    assert world.mail.kinds.count("remind_owner") == 1


async def test_hours_that_change_nothing_are_not_told(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()

    await _hours_change(story, world)
    await story.do("note", "ana")

    assert world.records.causes == ["noted"]


async def test_who_will_not_be_there_to_accept_does_not_keep_it(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    world.records.absent = True

    await _hours_change(story, world)

    await eventually(lambda: world.routing.owners == ["ana", "ben"])
    assert world.routing.requests[1].ended_because == "absent"
    assert world.routing.requests[1].barred == {"ana": "absent"}
    assert (await story.state()).breaches == 0


async def test_a_person_decides_where_nobody_else_is_there(
    story: Story, world: FakeWorld
) -> None:
    world.routing.reps = ["ana"]
    await story.submit()
    world.records.absent = True

    await _hours_change(story, world)

    await eventually(lambda: "put_in_review" in world.records.causes)
    state = await story.state()
    assert (state.status, state.review_code) == (Status.IN_REVIEW, "unroutable")


async def test_a_lead_that_waits_is_left_to_wait(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("accept", "ana")
    await story.do("snooze", "ana", until=story.started_at + 48 * HOUR)
    world.records.later = HOUR

    await _hours_change(story, world)
    state = await story.do("note", "ana")

    assert state.clock is not None
    assert state.clock.kind is ClockKind.SNOOZE
    assert state.clock.due_at == story.started_at + 48 * HOUR


async def test_a_lead_that_waits_goes_on_without_who_no_longer_works_here(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("accept", "ana")
    await story.do("snooze", "ana", until=story.started_at + 48 * HOUR)
    world.records.absent = True

    await _hours_change(story, world)

    await eventually(lambda: world.routing.owners == ["ana", "ben"])
    assert world.routing.requests[-1].barred == {"ana": "absent"}


async def test_what_somebody_holds_who_no_longer_works_here_is_given_back(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.bands = [BandedLead(Band.LOW)]
    await story.submit()
    await story.do("takeover", "mara")
    world.records.absent = True

    await _hours_change(story, world)

    await eventually(lambda: world.records.causes[-1] == "released")
    assert world.records.last.by == "handraise"
    assert (await story.state()).status is Status.NURTURING


async def test_what_stands_still_stays_with_who_is_there(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("takeover", "mara")

    await _hours_change(story, world)
    await story.settle()

    assert (await story.state()).owner == "mara"
