"""Whatever people do and however much time passes, the invariants hold."""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment

from domain.lifecycle import Outcome, Status
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from tests.fakes import FakeWorld
from tests.workflows.conftest import Story, telling
from workflows.messages import LeadView
from workflows.ports import BandedLead

EXAMPLES = int(os.environ.get("HANDRAISE_EXAMPLES", "12"))
PEOPLE = ["ana", "ben", "cleo", "mara"]
TO_PROSPECT = {"acknowledge_lead", "send_bridge", "send_follow_up"}
CLOCK_OF = {
    Status.QUEUED: ClockKind.ACCEPT,
    Status.ASSIGNED: ClockKind.ACCEPT,
    Status.ACCEPTED: ClockKind.CONTACT,
    Status.CONTACTED: ClockKind.NEXT_TOUCH,
    Status.IN_REVIEW: ClockKind.REVIEW,
    Status.NURTURING: ClockKind.NURTURE,
}
_WHILE_IT_WAITS = ClockKind.SNOOZE
OWNED = {Status.ASSIGNED, Status.ACCEPTED, Status.CONTACTED, Status.TAKEN_OVER}


@dataclass(frozen=True)
class Skip:
    minutes: int


@dataclass(frozen=True)
class Submit:
    band: Band


@dataclass(frozen=True)
class Snooze:
    by: str
    minutes: int


@dataclass(frozen=True)
class Do:
    name: str
    by: str
    inputs: dict[str, Any] = field(default_factory=dict)


def doing(name: str, **inputs: st.SearchStrategy[Any]) -> st.SearchStrategy[Do]:
    return st.builds(
        Do, st.just(name), st.sampled_from(PEOPLE), st.fixed_dictionaries(inputs)
    )


Event = Skip | Submit | Snooze | Do
person = st.sampled_from(PEOPLE)
events = st.one_of(
    st.builds(Skip, st.sampled_from([1, 29, 31, 61, 125, 600, 1500])),
    st.builds(Submit, st.sampled_from(Band)),
    *(
        doing(name)
        for name in (
            *("accept", "decline", "contacted", "takeover", "release", "note"),
            "resume",
        )
    ),
    st.builds(Snooze, st.sampled_from(PEOPLE), st.sampled_from([1, 90, 3000])),
    doing("correct"),
    doing("reassign", to=st.none() | person),
    doing("resolve", band=st.none() | st.sampled_from(Band), to=st.none() | person),
    doing("resolve", reject=st.just(value=True)),
    doing("close", outcome=st.sampled_from(Outcome)),
)


@given(
    st.sampled_from(Band),
    st.lists(events, min_size=2, max_size=10),
    st.sampled_from(["to an owner", "to a queue", "opened when it slips"]),
)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
async def test_never_nobody_never_twice_and_human_beats_machine(
    skipping: WorkflowEnvironment, first: Band, script: list[Event], routed: str
) -> None:
    world = FakeWorld()
    world.routing.queue = "iberia" if routed == "to a queue" else None
    world.routing.opens_to_team = routed == "opened when it slips"
    world.routing.reps = PEOPLE
    world.qualification.bands = [banded(first)]
    async with telling(skipping, world, cached=100) as story:
        await story.submit()
        for event in script:
            before = await settled(story)
            if before.status is Status.CLOSED:
                break
            sent = list(world.mail.kinds)
            requests = len(world.routing.requests)
            note(f"{event} on {before.status} of {before.owner}")
            await happen(story, world, event)
            after = await settled(story)
            never_nobody(after)
            never_twice(world)
            if isinstance(event, Skip) and before.status is Status.TAKEN_OVER:
                assert after == before
                assert world.mail.kinds == sent
                assert len(world.routing.requests) == requests


def banded(band: Band) -> BandedLead:
    return BandedLead(band, "unclear" if band is Band.REVIEW else None)


async def happen(story: Story, world: FakeWorld, event: Event) -> None:
    match event:
        case Skip(minutes):
            await story.skip(timedelta(minutes=minutes))
        case Submit(band):
            world.qualification.bands = [banded(band)]
            await story.submit()
        case Snooze(by, minutes):
            clock = (await story.state()).clock
            since = story.started_at if clock is None else clock.due_at
            await attempt(story, "snooze", by, until=since + timedelta(minutes=minutes))
        case Do(name, by, inputs):
            await attempt(story, name, by, **inputs)


async def attempt(story: Story, name: str, by: str, **inputs: Any) -> None:
    try:
        await story.do(name, by, **inputs)
    except WorkflowUpdateFailedError as error:
        if not is_refusal(error):
            raise


def is_refusal(error: WorkflowUpdateFailedError) -> bool:
    """A sentence for the person, not a fault."""
    cause = error.cause
    if not isinstance(cause, ApplicationError):
        return False
    return cause.type == "Refused" and cause.message.endswith(".")


async def settled(story: Story) -> LeadView:
    """The standing once nothing is under way: all mail sent, the decision made."""
    await story.settle()
    return await story.state()


def never_nobody(view: LeadView) -> None:
    if view.status in OWNED:
        assert view.owner is not None
    else:
        assert view.owner is None or view.status is Status.CLOSED
    if view.status in CLOCK_OF:
        assert view.clock is not None
        assert view.clock.kind in {CLOCK_OF[view.status], _WHILE_IT_WAITS}
        if view.clock.kind is _WHILE_IT_WAITS:
            assert view.status in {Status.ACCEPTED, Status.CONTACTED}
    else:
        assert view.clock is None
    assert (view.review_code is not None) is (view.status is Status.IN_REVIEW)


def never_twice(world: FakeWorld) -> None:
    # The bridge has one key for each kind of promise: the outbox sends it once.
    assert [key for key in world.mail.sent_twice if "/bridge-" not in key] == []
    revisions = world.revisions
    assert len(revisions) == len(set(revisions))
    for request in world.routing.requests:
        if request.ended_because == "slipped":
            assert "slipped" in request.barred.values()
    for owner, request in world.routing.given:
        if request.to is None:
            assert owner not in request.barred
