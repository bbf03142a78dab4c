"""The owner lets a lead wait, with a reason, and the clock stands still meanwhile."""

from datetime import timedelta

from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from tests.conftest import eventually
from tests.fakes import HOUR, FakeWorld
from tests.workflows.conftest import Story

MINUTE = timedelta(minutes=1)


async def _accepted(story: Story) -> None:
    await story.submit()
    await story.do("accept", "ana")


async def test_nothing_happens_until_then(story: Story, world: FakeWorld) -> None:
    await _accepted(story)
    until = story.started_at + 48 * HOUR

    state = await story.do("snooze", "ana", until=until)
    await story.skip(47 * HOUR)

    assert (state.status, state.owner) == (Status.ACCEPTED, "ana")
    assert "ana lets it wait until" in state.waits_for
    assert "remind_owner" not in world.mail.kinds
    assert (await story.state()).breaches == 0


async def test_then_the_clock_runs_on_where_it_stood(
    story: Story, world: FakeWorld
) -> None:
    await _accepted(story)
    before = (await story.state()).clock
    await story.do("snooze", "ana", until=story.started_at + 48 * HOUR)

    await story.skip(48 * HOUR + MINUTE)

    await eventually(lambda: "resumed" in world.records.causes)
    resume = world.records.last.resume
    assert resume is not None
    assert (resume.clock, resume.steps_done) == (before, 0)
    state = await story.state()
    assert state.clock is not None
    assert state.clock.kind is ClockKind.CONTACT


async def test_the_owner_may_go_on_earlier(story: Story, world: FakeWorld) -> None:
    await _accepted(story)
    await story.do("snooze", "ana", until=story.started_at + 48 * HOUR)

    state = await story.do("resume", "ana")

    assert state.clock is not None
    assert state.clock.kind is ClockKind.CONTACT
    assert await story.refusal("resume", "ana") == "The clock of this lead is running."


async def test_letting_it_wait_longer_keeps_the_time_that_was_left_at_first(
    story: Story, world: FakeWorld
) -> None:
    await _accepted(story)
    before = (await story.state()).clock
    await story.do("snooze", "ana", until=story.started_at + 24 * HOUR)

    await story.do("snooze", "ana", until=story.started_at + 72 * HOUR)
    await story.do("resume", "ana")

    assert world.records.last.resume is not None
    assert world.records.last.resume.clock == before


async def test_what_the_owner_does_meanwhile_ends_the_wait(
    story: Story, world: FakeWorld
) -> None:
    await _accepted(story)
    await story.do("snooze", "ana", until=story.started_at + 24 * HOUR)

    state = await story.do("contacted", "ana")
    await story.skip(25 * HOUR)

    assert state.clock is not None
    assert state.clock.kind is ClockKind.NEXT_TOUCH
    assert "resumed" not in world.records.causes


async def test_a_promise_that_was_broken_before_is_not_counted_again(
    story: Story, world: FakeWorld
) -> None:
    await _accepted(story)
    await story.skip(5 * HOUR)
    await eventually(lambda: "breached" in world.records.causes)
    now = story.started_at + 5 * HOUR

    await story.do("snooze", "ana", until=now + 24 * HOUR)
    await story.do("resume", "ana")

    assert world.records.causes.count("breached") == 1
    assert (await story.state()).breaches == 1


async def test_only_who_accepted_it_may_let_it_wait(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    until = story.started_at + 24 * HOUR

    early = await story.refusal("snooze", "ana", until=until)
    other = await story.refusal("snooze", "ben", until=until)
    await story.do("accept", "ana")
    endless = await story.refusal("snooze", "ana")

    assert early == "Accept the lead before you let it wait."
    assert other == "This lead is with ana. Take it over to work on it."
    assert endless == "Say until when it may wait."
