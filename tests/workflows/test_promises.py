"""Every path of the plan when nobody acts."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from tests.conftest import eventually
from tests.fakes import HOUR, FakeWorld
from tests.workflows.conftest import Story
from workflows.ports import BandedLead

MINUTE = timedelta(minutes=1)


async def test_the_owner_is_reminded_before_the_promise_breaks(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()

    await story.skip(31 * MINUTE)

    await eventually(lambda: world.mail.to("ana") == ["notify_owner", "remind_owner"])
    assert (await story.state()).breaches == 0


async def test_who_is_at_home_is_told_when_they_work_again(
    story: Story, world: FakeWorld
) -> None:
    world.routing.told_after = 10 * MINUTE
    await story.submit()
    assert "ana is told" in (await story.state()).waits_for

    await story.skip(9 * MINUTE)
    assert world.mail.to("ana") == []
    await story.skip(2 * MINUTE)

    await eventually(lambda: world.mail.to("ana") == ["notify_owner"])


async def test_who_finds_it_before_is_not_told_any_more(
    story: Story, world: FakeWorld
) -> None:
    world.routing.told_after = 10 * MINUTE
    await story.submit()

    await story.do("accept", "ana")
    await story.skip(11 * MINUTE)

    assert world.mail.to("ana") == []


async def test_whoever_comes_back_in_time_is_reminded_the_next_time_as_well(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("contacted", "ana")
    await story.skip(timedelta(days=3, minutes=1))
    await eventually(lambda: "remind_owner" in world.mail.kinds)
    await story.do("contacted", "ana")

    await story.skip(timedelta(days=3, minutes=1))

    await eventually(lambda: world.mail.kinds.count("remind_owner") == 2)
    assert world.mail.sent_twice == []


async def test_who_lets_it_slip_loses_it_and_everybody_is_told(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()

    await story.skip(61 * MINUTE)

    await eventually(lambda: "send_bridge" in world.mail.kinds)
    state = await story.state()
    assert (state.owner, state.breaches) == ("ben", 1)
    assert world.routing.requests[1].ended_because == "slipped"
    assert world.routing.requests[1].barred == {"ana": "slipped"}
    assert world.mail.to("ben") == ["notify_owner"]
    assert world.mail.kinds.count("tell_manager") == 1
    assert world.records.causes == ["breached"]


async def test_the_new_owner_gets_the_whole_promise(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.skip(61 * MINUTE)
    await eventually(lambda: world.routing.owners == ["ana", "ben"])

    again = world.routing.requests[1].received_at

    assert again - story.started_at >= HOUR
    await story.skip(31 * MINUTE)
    await eventually(lambda: "remind_owner" in world.mail.to("ben"))


async def test_after_the_last_reassignment_a_person_decides(
    story: Story, world: FakeWorld
) -> None:
    world.routing.max_reassignments = 1
    await story.submit()

    await story.skip(2 * HOUR + 2 * MINUTE)

    await eventually(lambda: "notify_reviewers" in world.mail.kinds)
    state = await story.state()
    assert (state.status, state.review_code) == (Status.IN_REVIEW, "nobody_answered")
    assert state.breaches == 2
    assert world.routing.owners == ["ana", "ben"]


async def test_nobody_left_to_reassign_to_ends_in_review(
    story: Story, world: FakeWorld
) -> None:
    world.routing.reps = ["ana"]
    await story.submit()

    await story.skip(61 * MINUTE)

    await eventually(lambda: "put_in_review" in world.records.causes)
    assert (await story.state()).review_code == "nobody_answered"


async def test_the_prospect_gets_one_bridge_for_each_kind_of_promise(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.skip(61 * MINUTE)
    await eventually(lambda: "send_bridge" in world.mail.kinds)
    await story.skip(61 * MINUTE)
    await eventually(lambda: world.mail.kinds.count("send_bridge") == 2)

    keys = {notice.key for kind, notice in world.mail.sent if kind == "send_bridge"}

    assert len(keys) == 1


async def test_a_second_clock_runs_from_accepted_to_first_contact(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("accept", "ana")

    await story.skip(4 * HOUR + MINUTE)

    await eventually(lambda: "send_bridge" in world.mail.kinds)
    state = await story.state()
    assert (state.status, state.owner, state.breaches) == (Status.ACCEPTED, "ana", 1)
    assert world.mail.kinds.count("tell_manager") == 1


async def test_a_promise_that_ran_out_starts_again(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("accept", "ana")

    await story.skip(8 * HOUR + 2 * MINUTE)

    await eventually(lambda: world.records.causes.count("clock_started_again") == 2)
    state = await story.state()
    assert state.clock is not None
    assert (state.clock.kind, state.clock.round_number) == (ClockKind.CONTACT, 3)
    assert state.breaches == 2
    assert world.mail.kinds.count("tell_manager") == 2
    assert world.mail.sent_twice == [f"{story.lead_id}/bridge-contact"]


async def test_a_contacted_lead_keeps_a_dated_next_touch(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("contacted", "ana")

    await story.skip(timedelta(days=3, minutes=1))

    await eventually(lambda: "remind_owner" in world.mail.kinds)
    state = await story.state()
    assert state.status is Status.CONTACTED
    assert state.clock is not None
    assert state.clock.kind is ClockKind.NEXT_TOUCH


async def test_a_review_has_a_clock_that_reminds_and_escalates(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.bands = [BandedLead(Band.REVIEW, "competitor")]
    await story.submit()

    await story.skip(2 * HOUR + MINUTE)

    await eventually(lambda: "clock_started_again" in world.records.causes)
    assert world.mail.kinds.count("notify_reviewers") == 2
    assert world.mail.kinds.count("tell_manager") == 1


async def test_mail_that_is_away_does_not_hold_the_clock(
    story: Story, world: FakeWorld
) -> None:
    world.mail.away = True
    world.routing.accept_within = timedelta(seconds=1)

    await story.submit()

    await eventually(lambda: world.routing.owners == ["ana", "ben"])
    assert world.mail.sent == []


async def test_a_mailbox_that_does_not_exist_does_not_hold_the_clock(
    story: Story, world: FakeWorld
) -> None:
    world.mail.hopeless = True
    await story.submit()

    await story.skip(61 * MINUTE)

    await eventually(lambda: world.routing.owners == ["ana", "ben"])


async def test_who_acts_in_the_moment_the_plan_wakes_up_is_heard(
    story: Story, world: FakeWorld
) -> None:
    world.routing.slow = asyncio.Event()
    await story.begin()
    await eventually(lambda: len(world.routing.requests) == 1)

    # Both wait for the lead's first assignment: the takeover came first.
    taking = asyncio.create_task(story.do("takeover", "mara"))
    world.routing.slow.set()
    await taking

    state = await story.state()
    assert (state.status, state.owner) == (Status.TAKEN_OVER, "mara")


@pytest.mark.parametrize("kind", ["due steps", "start again"])
async def test_an_input_that_was_first_at_the_lock_wins_over_the_clock(
    story: Story, world: FakeWorld, kind: str
) -> None:
    # Real time: the server skips none while an activity is under way.
    world.routing.from_now = True
    world.routing.accept_within = timedelta(seconds=6)
    world.routing.steps = kind == "due steps"
    await story.submit()
    world.records.slow = asyncio.Event()
    taking = asyncio.create_task(story.do("takeover", "mara"))
    await eventually(lambda: world.records.started > 0)
    clock = (await story.state()).clock
    assert clock is not None
    over = clock.due_at + timedelta(milliseconds=300)
    await eventually(lambda: datetime.now(UTC) > over)
    await story.until_timers_fired(1)

    world.records.slow.set()
    await taking
    await story.settle()

    assert world.routing.owners == ["ana"]
    assert world.records.causes == ["taken_over"]


async def test_a_promise_that_broke_while_we_were_away_is_told_at_once(
    story: Story, world: FakeWorld
) -> None:
    world.routing.late = True

    await story.submit()

    await eventually(lambda: len(world.mail.sent) == 4)
    assert {"tell_manager", "send_bridge"} < set(world.mail.kinds)
    state = await story.state()
    assert (state.owner, state.breaches) == ("ana", 1)


@pytest.mark.parametrize("how", ["takeover", "reassign"])
async def test_who_broke_a_promise_does_not_get_the_lead_back_by_the_rules(
    story: Story, world: FakeWorld, how: str
) -> None:
    await story.submit()
    await story.do("accept", "ana")
    await story.skip(4 * HOUR + MINUTE)
    await eventually(lambda: "clock_started_again" in world.records.causes)

    await story.do(how, "mara", to="ben")
    if how == "reassign":
        await story.do("decline", "ben")
    else:
        await story.do("release", "mara")

    assert world.routing.requests[-1].barred["ana"] == "slipped"
