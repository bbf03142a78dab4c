import asyncio
from datetime import timedelta
from uuid import uuid4

from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from tests.conftest import eventually
from tests.fakes import FakeWorld
from tests.workflows.conftest import Story
from workflows.messages import SubmissionRef
from workflows.ports import BandedLead


async def test_a_high_lead_gets_an_owner_and_a_clock_in_the_answer(
    story: Story, world: FakeWorld
) -> None:
    answer = await story.submit()

    assert (answer.status, answer.band, answer.owner) == (
        Status.ASSIGNED,
        Band.HIGH,
        "ana",
    )
    assert answer.respond_by == story.started_at + timedelta(hours=1)
    state = await story.state()
    assert state.clock is not None
    assert state.clock.kind is ClockKind.ACCEPT
    assert state.waits_for.startswith("ana accepts by ")
    await eventually(lambda: len(world.mail.sent) == 2)
    assert sorted(world.mail.kinds) == ["acknowledge_lead", "notify_owner"]


async def test_the_promise_counts_from_the_raised_hand(
    story: Story, world: FakeWorld
) -> None:
    story.started_at -= timedelta(minutes=20)

    await story.submit()

    assert world.routing.requests[0].received_at == story.started_at


async def test_the_same_submission_twice_is_one_decision(
    story: Story, world: FakeWorld
) -> None:
    submission = uuid4()

    first = await story.submit(submission)
    second = await story.submit(submission)

    assert first == second
    assert world.routing.owners == ["ana"]


async def test_a_relay_that_comes_during_the_pass_costs_no_second_one(
    story: Story, world: FakeWorld
) -> None:
    world.routing.slow = asyncio.Event()
    submission = uuid4()
    asking = asyncio.create_task(story.submit(submission))
    await story.until(lambda: bool(world.routing.requests))

    await story.handle.signal("submit", SubmissionRef(submission))
    world.routing.slow.set()

    assert (await asking).owner == "ana"
    await story.settle()
    assert len(world.qualification.requests) == 1


async def test_a_low_lead_takes_nobodys_time(story: Story, world: FakeWorld) -> None:
    world.qualification.bands = [BandedLead(Band.LOW)]

    answer = await story.submit()

    assert (answer.status, answer.owner) == (Status.NURTURING, None)
    await eventually(lambda: world.mail.kinds == ["acknowledge_lead"])


async def test_a_nurtured_lead_gets_its_messages_and_then_an_end(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.bands = [BandedLead(Band.LOW)]
    await story.submit()

    await story.skip(timedelta(days=31))

    assert await story.handle.result() == "disqualified"

    assert world.mail.kinds == ["acknowledge_lead", "send_follow_up"]
    assert world.records.causes == ["nurtured", "closed_by_plan"]


async def test_an_unclear_lead_waits_for_a_person_with_a_clock(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.bands = [BandedLead(Band.REVIEW, "unknown_industry")]

    answer = await story.submit()

    assert (answer.status, answer.band) == (Status.IN_REVIEW, Band.REVIEW)
    state = await story.state()
    assert state.review_code == "unknown_industry"
    assert state.clock is not None
    assert state.clock.kind is ClockKind.REVIEW


async def test_nobody_available_is_a_named_outcome_with_an_alarm(
    story: Story, world: FakeWorld
) -> None:
    world.routing.away = {"ana", "ben", "cleo"}

    answer = await story.submit()

    assert answer.status is Status.IN_REVIEW
    assert (await story.state()).review_code == "unroutable"
    await eventually(lambda: "notify_reviewers" in world.mail.kinds)


async def test_a_database_that_is_away_for_a_moment_delays_and_does_not_lose(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.failures = 4

    answer = await story.submit()

    assert answer.owner == "ana"


async def test_values_that_break_the_decision_go_to_a_person(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.broken = True

    answer = await story.submit()

    assert answer.status is Status.IN_REVIEW
    assert (await story.state()).review_code == "undecidable"


async def test_a_signal_starts_the_decision_when_nobody_waits(
    story: Story, world: FakeWorld
) -> None:
    await story.begin()

    await eventually(lambda: world.routing.owners == ["ana"])


async def test_more_evidence_is_counted_without_a_second_assignment(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()

    answer = await story.submit()

    assert answer.owner == "ana"
    assert world.routing.owners == ["ana"]
    assert world.records.causes == ["scored_again"]


async def test_more_evidence_moves_a_lead_up_with_the_faster_promise(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.bands = [BandedLead(Band.MEDIUM), BandedLead(Band.HIGH)]
    await story.submit()

    answer = await story.submit()

    assert (answer.band, answer.owner) == (Band.HIGH, "ana")
    assert world.records.causes == ["moved_up"]
    assert world.routing.owners == ["ana"]
    await eventually(lambda: world.mail.to("ana") == ["notify_owner", "notify_owner"])


async def test_a_promise_made_is_not_taken_back_by_a_lower_band(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.bands = [BandedLead(Band.HIGH), BandedLead(Band.LOW)]
    await story.submit()

    answer = await story.submit()

    assert (answer.band, answer.status) == (Band.HIGH, Status.ASSIGNED)


async def test_a_nurtured_lead_that_comes_back_hot_gets_an_owner(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.bands = [BandedLead(Band.LOW), BandedLead(Band.HIGH)]
    await story.submit()

    answer = await story.submit()

    assert (answer.status, answer.owner) == (Status.ASSIGNED, "ana")


async def test_a_review_of_the_model_ends_when_evidence_answers_it(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.bands = [
        BandedLead(Band.REVIEW, "unknown_industry"),
        BandedLead(Band.MEDIUM),
    ]
    await story.submit()

    answer = await story.submit()

    assert (answer.status, answer.owner) == (Status.ASSIGNED, "ana")


async def test_a_review_about_people_is_not_ended_by_evidence(
    story: Story, world: FakeWorld
) -> None:
    world.routing.away = {"ana", "ben", "cleo"}
    await story.submit()
    world.routing.away = set()

    answer = await story.submit()

    assert answer.status is Status.IN_REVIEW


async def test_a_step_that_cannot_be_written_down_is_shown_as_stuck_and_tried_again(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.bands = [BandedLead(Band.LOW)]
    world.records.broken = True
    await story.begin()
    await eventually(lambda: world.records.refused > 0)
    await story.shows("LeadReview", "stuck")

    world.records.broken = False
    await story.skip(timedelta(minutes=2))

    await eventually(lambda: world.records.causes[-1:] == ["nurtured"])
    await story.shows("LeadReview", None)


async def test_managers_find_it_by_its_search_attributes(
    story: Story, world: FakeWorld
) -> None:
    world.qualification.bands = [BandedLead(Band.HIGH, product="fleet")]

    await story.submit()

    await story.shows("LeadStatus", "assigned")
    await story.shows("LeadBand", "high")
    await story.shows("LeadOwner", "ana")
    await story.shows("LeadScore", 10)
    await story.shows("Product", "fleet")
    await story.shows("Territory", "iberia")
