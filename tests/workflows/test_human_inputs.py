"""A person acts: the machine listens."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domain.lifecycle import Outcome, Status
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from tests.conftest import eventually
from tests.fakes import HOUR, FakeWorld
from tests.workflows.conftest import Story
from workflows.messages import SubmissionRef
from workflows.ports import BandedLead

REVIEW = [BandedLead(Band.REVIEW, "unknown_industry")]


async def test_accepting_stops_the_first_clock_and_starts_the_second(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()

    view = await story.do("accept", "ana")

    assert view.status is Status.ACCEPTED
    assert view.clock is not None
    assert view.clock.kind is ClockKind.CONTACT
    await story.skip(2 * HOUR)
    assert world.routing.owners == ["ana"]


async def test_only_the_owner_accepts(story: Story, world: FakeWorld) -> None:
    await story.submit()

    assert await story.refusal("accept", "ben") == (
        "This lead is with ana. Take it over to work on it."
    )


async def test_accepting_twice_is_told_who_and_when(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("accept", "ana")

    assert (await story.refusal("accept", "ben")).startswith("Already accepted by ana")


async def test_the_same_input_twice_counts_once(story: Story, world: FakeWorld) -> None:
    await story.submit()
    action = uuid4()

    await story.do("accept", "ana", action_id=action)
    view = await story.do("accept", "ana", action_id=action)

    assert view.status is Status.ACCEPTED
    assert world.records.causes == ["accepted"]


async def test_declining_passes_it_on_and_never_back(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()

    view = await story.do("decline", "ana")

    assert (view.owner, view.breaches) == ("ben", 0)
    assert world.routing.requests[1].ended_because == "declined"
    assert world.routing.requests[1].barred == {"ana": "declined"}


async def test_declining_by_the_last_one_asks_a_manager(
    story: Story, world: FakeWorld
) -> None:
    world.routing.reps = ["ana"]
    await story.submit()
    action = uuid4()

    view = await story.do("decline", "ana", action_id=action)

    assert (view.status, view.review_code) == (Status.IN_REVIEW, "unroutable")
    assert (world.records.last.by, world.records.last.action_id) == ("ana", action)


async def test_a_takeover_silences_automation_until_release(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await eventually(lambda: len(world.mail.sent) == 2)

    await story.do("takeover", "mara")
    await story.skip(timedelta(days=30))

    state = await story.state()
    assert (state.status, state.owner) == (Status.TAKEN_OVER, "mara")
    assert len(world.mail.sent) == 2
    assert world.routing.owners == ["ana"]


async def test_a_takeover_calls_back_what_the_prospect_has_not_got(
    story: Story, world: FakeWorld
) -> None:
    world.mail.away = True
    await story.submit()

    await story.do("takeover", "mara")
    world.mail.away = False
    await story.skip(timedelta(minutes=5))

    await eventually(lambda: "notify_owner" in world.mail.kinds)
    assert "acknowledge_lead" not in world.mail.kinds


async def test_what_the_person_who_took_over_does_is_written_down(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()
    await story.do("takeover", "mara")

    view = await story.do("contacted", "mara")

    assert view.status is Status.TAKEN_OVER
    assert world.records.causes == ["taken_over", "contacted"]


async def test_a_manager_gives_it_to_somebody(story: Story, world: FakeWorld) -> None:
    await story.submit()

    view = await story.do("reassign", "mara", to="cleo")

    assert (view.owner, view.status) == ("cleo", Status.ASSIGNED)


async def test_giving_it_to_nobody_or_to_its_owner_is_refused(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()

    assert await story.refusal("reassign", "mara") == (
        "Say to whom the lead should go."
    )
    assert await story.refusal("reassign", "mara", to="ana") == (
        "ana has this lead already."
    )
    assert await story.refusal("reassign", "mara", to="zoe") == "zoe cannot take leads."


async def test_a_correction_decides_again(story: Story, world: FakeWorld) -> None:
    world.qualification.bands = [*REVIEW, BandedLead(Band.HIGH)]
    await story.submit()

    await story.do("correct", "mara")

    await eventually(lambda: world.routing.owners == ["ana"])
    assert world.records.causes == ["put_in_review", "corrected"]


@pytest.mark.parametrize(
    ("inputs", "status", "owner"),
    [
        ({"band": "high"}, Status.ASSIGNED, "ana"),
        ({"to": "cleo"}, Status.ASSIGNED, "cleo"),
        ({"band": "medium", "to": "ben"}, Status.ASSIGNED, "ben"),
        ({"band": "low"}, Status.NURTURING, None),
        ({"reject": True}, Status.CLOSED, None),
    ],
)
async def test_a_review_is_decided(
    story: Story,
    world: FakeWorld,
    inputs: dict[str, object],
    status: Status,
    owner: str | None,
) -> None:
    world.qualification.bands = REVIEW
    await story.submit()

    view = await story.do("resolve", "mara", **inputs)

    assert (view.status, view.owner, view.review_code) == (status, owner, None)


async def test_a_review_cannot_be_routed_to_nobody(
    story: Story, world: FakeWorld
) -> None:
    world.routing.away = {"ana", "ben", "cleo"}
    await story.submit()

    assert await story.refusal("resolve", "mara", band="high") == (
        "Nobody is available. Name the person who gets it."
    )
    assert (await story.state()).status is Status.IN_REVIEW


async def test_closing_leaves_nothing_running(story: Story, world: FakeWorld) -> None:
    world.mail.away = True
    await story.submit()

    await story.do("close", "ana", outcome="won")

    assert await story.handle.result() == "won"
    assert world.records.last.outcome == Outcome.WON


async def test_closing_needs_an_outcome(story: Story, world: FakeWorld) -> None:
    await story.submit()

    assert await story.refusal("close", "ana") == "Say how it ended."


async def test_a_note_changes_nothing_else(story: Story, world: FakeWorld) -> None:
    await story.submit()

    view = await story.do("note", "ana")

    assert view.status is Status.ASSIGNED
    assert view.clock is not None
    assert view.clock.kind is ClockKind.ACCEPT


@pytest.mark.parametrize(
    ("name", "by", "why"),
    [
        ("release", "mara", "Nobody has taken this lead over."),
        ("resolve", "mara", "This lead does not wait for a review."),
        ("reopen", "mara", "This lead is open."),
        ("decline", "ben", "This lead is with ana. Take it over to work on it."),
        ("contacted", "ben", "This lead is with ana. Take it over to work on it."),
    ],
)
async def test_what_the_state_does_not_allow_is_refused_with_a_sentence(
    story: Story, world: FakeWorld, name: str, by: str, why: str
) -> None:
    await story.submit()

    assert await story.refusal(name, by) == why


async def test_signals_do_the_same_as_updates(story: Story, world: FakeWorld) -> None:
    await story.submit()

    await story.handle.signal("submit", SubmissionRef(uuid4()))
    await story.signal("accept", "ana")
    await story.signal("contacted", "ana")
    await story.signal("note", "ana")
    await story.signal("correct", "ana")
    await story.signal("decline", "ana")
    await story.signal("takeover", "mara")
    await story.signal("release", "mara")
    await story.signal("reassign", "mara", to="cleo")
    await story.signal("resolve", "mara")
    await story.signal("reopen", "mara")
    await story.signal("close", "mara", outcome="lost")

    assert await story.handle.result() == "lost"
    assert [owner for owner, _ in world.routing.given] == ["ana", "ben", "cleo"]


async def test_a_signal_that_is_refused_leaves_the_lead_alone(
    story: Story, world: FakeWorld
) -> None:
    await story.submit()

    await story.signal("release", "mara")
    await story.signal("accept", "ana")

    await eventually(lambda: world.records.causes == ["accepted"])
