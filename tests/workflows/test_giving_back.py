"""A person gives a lead back, and its plan goes on where it stands."""

from datetime import timedelta

import pytest

from adapters.temporal.payloads import data_converter
from domain.lifecycle import Status
from domain.promises.sla import ClockKind, StepAction
from domain.qualifying.bands import Band
from tests.conftest import eventually
from tests.fakes import DAY, HOUR, FakeWorld
from tests.workflows.conftest import Story
from workflows.messages import LeadView
from workflows.ports import BandedLead

MINUTE = timedelta(minutes=1)
ONE_SECOND = timedelta(seconds=1)
REVIEW = BandedLead(Band.REVIEW, "unknown_industry")


async def test_the_owner_has_it_again_with_the_time_that_was_left(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.skip(20 * MINUTE)
    taken = await story.do("takeover", "mara")
    await story.skip(3 * DAY)

    view = await story.do("release", "mara")

    assert (view.status, view.owner, view.held) == (Status.ASSIGNED, "ana", None)
    assert view.clock is not None
    assert taken.held is not None
    left = view.clock.due_at - world.records.last.at
    assert abs(left - 40 * MINUTE) < MINUTE
    assert view.clock.steps[0].action is StepAction.REMIND_OWNER
    await eventually(lambda: world.mail.to("ana").count("notify_owner") == 2)


async def test_what_had_run_does_not_run_again_and_the_rest_does(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.skip(40 * MINUTE)
    await eventually(lambda: "remind_owner" in world.mail.kinds)
    await story.do("takeover", "mara")
    await story.skip(2 * HOUR)

    await story.do("release", "mara")
    await story.skip(19 * MINUTE)
    state = await story.state()
    await story.skip(2 * MINUTE)

    assert (state.owner, state.breaches) == ("ana", 0)
    await eventually(lambda: world.routing.owners == ["ana", "ben"])
    assert world.mail.kinds.count("remind_owner") == 1


async def test_what_was_accepted_stays_accepted(story: Story, world: FakeWorld) -> None:
    await story.submit()
    accepted = await story.do("accept", "ana")
    await story.do("takeover", "mara")
    await story.skip(DAY)

    view = await story.do("release", "mara")

    assert (view.status, view.owner) == (Status.ACCEPTED, "ana")
    assert view.accepted_at == accepted.accepted_at
    assert view.clock is not None
    assert view.clock.kind is ClockKind.CONTACT


async def test_who_spoke_to_the_prospect_meanwhile_kept_the_promise(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("takeover", "mara")
    await story.do("contacted", "mara")

    view = await story.do("release", "mara")

    assert (view.status, view.owner) == (Status.CONTACTED, "ana")
    assert view.clock is not None
    assert view.clock.kind is ClockKind.NEXT_TOUCH
    assert await story.refusal("accept", "ana")


async def test_who_took_over_their_own_lead_goes_on_with_it(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("takeover", "ana")

    view = await story.do("release", "ana")

    assert (view.status, view.owner) == (Status.ASSIGNED, "ana")
    assert world.routing.owners == ["ana"]


async def test_who_gave_it_back_is_not_asked_again(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("takeover", "ben")
    await story.do("release", "ben")

    view = await story.do("decline", "ana")

    assert view.owner == "cleo"
    assert world.routing.requests[-1].barred == {"ben": "released", "ana": "declined"}


async def test_an_owner_who_is_away_does_not_get_it_back(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("accept", "ana")
    await story.do("takeover", "mara")
    world.records.absent = True
    world.routing.away = {"ana"}

    view = await story.do("release", "mara")

    assert (view.status, view.owner) == (Status.ASSIGNED, "ben")
    assert world.routing.requests[-1].ended_because == "released"


async def test_where_nobody_is_there_people_decide(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("takeover", "mara")
    world.records.absent = True
    world.routing.away = {"ana", "ben", "cleo"}

    view = await story.do("release", "mara")

    assert (view.status, view.review_code) == (Status.IN_REVIEW, "unroutable")


async def test_a_team_is_asked_again_but_for_who_gave_it_back(
    story: Story, world: FakeWorld
) -> None:
    world.routing.queue = "iberia"
    await story.submit()
    await story.do("takeover", "ben")

    view = await story.do("release", "ben")

    assert (view.status, view.owner) == (Status.QUEUED, None)
    assert await story.refusal("accept", "ben")
    assert (await story.do("accept", "cleo")).owner == "cleo"


async def test_a_team_of_one_who_gave_it_back_leaves_it_to_the_rules(
    story: Story, world: FakeWorld
) -> None:
    world.routing.queue, world.routing.reps = "iberia", ["ben"]
    await story.submit()
    await story.do("takeover", "ben")
    world.routing.queue, world.routing.reps = None, ["ben", "cleo"]

    view = await story.do("release", "ben")

    assert (view.status, view.owner) == (Status.ASSIGNED, "cleo")


async def test_a_review_waits_on_with_the_time_that_was_left(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.bands = [REVIEW]
    await story.submit()
    before = await story.state()
    await story.do("takeover", "mara")
    await story.skip(2 * DAY)

    view = await story.do("release", "mara")

    assert (view.status, view.review_code) == (Status.IN_REVIEW, "unknown_industry")
    assert before.clock is not None
    assert view.clock is not None
    left = view.clock.due_at - world.records.last.at
    assert abs(left - 2 * HOUR) < MINUTE
    assert world.routing.owners == []
    await eventually(lambda: world.mail.kinds.count("notify_reviewers") == 2)


async def test_dated_messages_go_on_and_none_comes_twice(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.bands = [BandedLead(Band.LOW)]
    await story.submit()
    await story.skip(10 * DAY)
    await eventually(lambda: world.mail.kinds.count("send_follow_up") == 1)
    await story.do("takeover", "mara")
    await story.skip(5 * DAY)

    await story.do("release", "mara")
    await story.skip(19 * DAY)
    nurtured = await story.state()
    await story.skip(2 * DAY)

    assert nurtured.status is Status.NURTURING
    assert await story.handle.result() == "disqualified"
    assert world.mail.kinds.count("send_follow_up") == 1


async def test_of_two_who_took_it_over_the_owner_before_both_counts(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("takeover", "ben")
    await story.do("takeover", "mara")

    view = await story.do("release", "mara")

    assert (view.status, view.owner) == (Status.ASSIGNED, "ana")


@pytest.mark.parametrize(("held_for", "waits"), [(HOUR, True), (3 * DAY, False)])
async def test_what_was_to_wait_waits_on(
    story: Story, world: FakeWorld, held_for: timedelta, *, waits: bool
) -> None:
    await story.submit()
    await story.do("accept", "ana")
    await story.do("snooze", "ana", until=story.started_at + 2 * DAY)
    await story.do("takeover", "mara")
    await story.skip(held_for)

    await story.do("release", "mara")
    await story.settle()

    state = await story.state()
    assert (state.owner, state.paused is not None) == ("ana", waits)
    assert state.clock is not None
    kind = ClockKind.SNOOZE if waits else ClockKind.CONTACT
    assert state.clock.kind is kind


async def test_what_came_meanwhile_may_be_worth_another_band(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.bands = [BandedLead(Band.MEDIUM), BandedLead(Band.HIGH)]
    await story.submit()
    await story.do("takeover", "mara")
    await story.submit()

    await story.do("release", "mara")

    await eventually(lambda: world.records.causes[-1] == "moved_up")
    state = await story.state()
    assert (state.owner, state.band) == ("ana", Band.HIGH)


async def test_without_news_nothing_is_decided_again(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("takeover", "mara")

    await story.do("release", "mara")
    await story.settle()

    assert world.records.causes == ["taken_over", "released"]
    assert len(world.qualification.requests) == 1


async def test_what_nobody_had_decided_yet_is_decided(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.failures = 3
    await story.begin()
    await story.do("takeover", "mara")

    await story.do("release", "mara")

    await eventually(lambda: world.routing.owners == ["ana"])
    assert (await story.state()).owner == "ana"


async def test_what_is_held_survives_the_way_through_temporal(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    held = (await story.do("takeover", "mara")).held

    view = LeadView(story.lead_id, Status.TAKEN_OVER, 3, held=held)
    [again] = await data_converter.decode(
        await data_converter.encode([view]), [LeadView]
    )

    assert again == view
    assert held is not None
    assert held.before.owner == "ana"
