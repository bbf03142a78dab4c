"""Writing a lead's standing down, and starting its clocks."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError

from adapters.store.pages.team import passed_on
from adapters.store.standing.plans import read_plan
from domain.lifecycle import ActionKind, Status
from domain.promises.sla import Clock, ClockKind, Paused, StepAction
from domain.qualifying.bands import Band
from tests.activities.world import TEN, World
from workflows.ports import Cause, Change, RouteRequest

HOUR = timedelta(hours=1)


def change_of(request: RouteRequest, cause: Cause, **more: Any) -> Change:
    """The next change of Ana's lead, as the workflow would write it."""
    plain = Change(
        lead_id=request.lead_id,
        revision=request.revision + 1,
        cause=cause,
        at=TEN + timedelta(minutes=5),
        status=Status.ASSIGNED,
        band=Band.HIGH,
        points=70,
        owner="ana",
        assignment_id=request.assignment_id,
        decision_id=request.decision_id,
    )
    return replace(plain, **more)


def taken_over(request: RouteRequest, by: str) -> Change:
    return change_of(
        request,
        Cause.TAKEN_OVER,
        status=Status.TAKEN_OVER,
        by=by,
        owner=by,
        assignment_id=uuid4(),
    )


async def accepted(world: World, request: RouteRequest) -> Change:
    action_id = await world.act(request.lead_id, ActionKind.ACCEPT, "ana")
    return change_of(
        request,
        Cause.ACCEPTED,
        status=Status.ACCEPTED,
        by="ana",
        action_id=action_id,
        start_clock=ClockKind.CONTACT,
    )


async def test_an_acceptance_starts_the_clock_of_speaking_to_the_prospect(
    world: World,
) -> None:
    request, _ = await world.assign()
    change = await accepted(world, request)

    recorded = await world.run(world.records.record_change, change)

    lead, action = await world.one("leads"), await world.one("human_actions")
    assert recorded.clock is not None
    assert recorded.clock.kind is ClockKind.CONTACT
    assert recorded.clock.due_at == change.at + HOUR
    assert (lead["status"], lead["clock"]) == ("accepted", "contact")
    assert lead["due_at"] == recorded.clock.due_at
    assert lead["accepted_at"] == change.at
    assert action["applied_at"] == change.at
    assert (await world.timeline(request.lead_id))[-1] == "Ana Ortiz accepted it."


async def test_writing_twice_is_writing_once_with_the_same_answer(
    world: World,
) -> None:
    request, _ = await world.assign()
    change = await accepted(world, request)

    first = await world.run(world.records.record_change, change)
    second = await world.run(world.records.record_change, change)

    assert second == first
    assert len(await world.timeline(request.lead_id)) == 2
    assert (await world.one("leads"))["revision"] == change.revision


async def test_a_stale_change_is_not_written(world: World) -> None:
    request, _ = await world.assign()
    change = await accepted(world, request)
    stale = replace(change, revision=request.revision, status=Status.CLOSED)

    recorded = await world.run(world.records.record_change, stale)

    assert recorded.clock is not None
    assert (await world.one("leads"))["status"] == "assigned"


async def test_the_owners_own_hours_and_zone_make_the_owners_clock(
    world: World,
) -> None:
    request, _ = await world.assign()
    evening = TEN.replace(hour=16, minute=45)  # 17:45 in Madrid, 16:45 in Lisbon

    ana, ben = [
        await world.run(
            world.records.record_change,
            change_of(
                request,
                Cause.ACCEPTED,
                owner=owner,
                status=Status.ACCEPTED,
                at=evening,
                revision=request.revision + 1 + number,
                start_clock=ClockKind.CONTACT,
            ),
        )
        for number, owner in enumerate(("ana", "ben"))
    ]

    assert ana.clock is not None
    assert ben.clock is not None
    assert ana.clock.due_at == TEN.replace(day=25, hour=8, minute=45)
    assert ben.clock.due_at == evening + HOUR


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (ClockKind.ACCEPT, TEN + timedelta(minutes=20)),
        (ClockKind.CONTACT, TEN + timedelta(minutes=65)),
        (ClockKind.REVIEW, TEN + timedelta(hours=4, minutes=5)),
        (ClockKind.NEXT_TOUCH, TEN.replace(day=27) + timedelta(minutes=5)),
        # 30 working days are six weeks, and 7, 8, 25, 31 December, 1 and 6 January.
        (ClockKind.NURTURE, TEN.replace(year=2027, month=1, day=13, minute=5)),
    ],
)
async def test_every_kind_of_clock_starts_in_working_time(
    world: World, kind: ClockKind, due: Any
) -> None:
    request, _ = await world.assign()
    change = change_of(
        request, Cause.CLOCK_STARTED_AGAIN, start_clock=kind, round_number=3
    )

    recorded = await world.run(world.records.record_change, change)

    assert recorded.clock is not None
    assert recorded.clock.kind is kind
    assert recorded.clock.due_at == due
    expected = 1 if kind is ClockKind.NURTURE else 3
    assert recorded.clock.round_number == expected


async def test_a_lead_put_in_review_has_no_owner_and_a_review_with_its_reason(
    world: World,
) -> None:
    request, _ = await world.assign()
    change = change_of(
        request,
        Cause.PUT_IN_REVIEW,
        status=Status.IN_REVIEW,
        owner=None,
        assignment_id=None,
        review_id=uuid4(),
        review_code="nobody_answered",
        start_clock=ClockKind.REVIEW,
    )

    first = await world.run(world.records.record_change, change)
    await world.run(world.records.record_change, change)

    lead, review = await world.one("leads"), await world.one("reviews")
    assignment = await world.one("assignments")
    assert first.clock is not None
    assert first.clock.steps[0].action is StepAction.REMIND_REVIEWERS
    assert (lead["status"], lead["owner"]) == ("in_review", None)
    assert review["id"] == change.review_id
    assert review["because"] == "everybody who was asked let it slip"
    assert review["closed_at"] is None
    assert assignment["ended_because"] == "a person must decide"
    assert (await world.timeline(request.lead_id))[-1] == (
        "A person must decide: everybody who was asked let it slip."
    )


async def test_a_decline_that_finds_nobody_says_who_gave_it_back(world: World) -> None:
    request, _ = await world.assign()
    action = await world.act(
        request.lead_id, ActionKind.DECLINE, "ana", reason="I am at a fair"
    )
    change = change_of(
        request,
        Cause.PUT_IN_REVIEW,
        status=Status.IN_REVIEW,
        by="ana",
        owner=None,
        assignment_id=None,
        review_id=uuid4(),
        review_code="unroutable",
        action_id=action,
        start_clock=ClockKind.REVIEW,
    )

    await world.run(world.records.record_change, change)

    last = (await world.timeline(request.lead_id))[-1]
    assert last.startswith("Ana Ortiz gave it back. A person must decide: ")
    assert last.endswith(": I am at a fair")
    assert (await world.one("human_actions"))["applied_at"] == change.at


async def test_the_review_says_what_the_playbook_says(world: World) -> None:
    lead_id, _ = await world.raise_hand(country="BR")
    decision = await world.decide(lead_id)
    change = Change(
        lead_id=lead_id,
        revision=1,
        cause=Cause.PUT_IN_REVIEW,
        at=world.now,
        status=Status.IN_REVIEW,
        band=Band.REVIEW,
        decision_id=decision.decision_id,
        review_id=uuid4(),
        review_code="country_not_served",
        start_clock=ClockKind.REVIEW,
    )

    await world.run(world.records.record_change, change)

    lead = await world.one("leads")
    assert (await world.one("reviews"))["because"] == "we do not serve Brazil yet"
    assert lead["respond_by"] == TEN + timedelta(hours=4)


async def test_an_unroutable_lead_tells_the_reviewer_why(world: World) -> None:
    await world.execute("UPDATE users SET paused = true")
    request, routed = await world.assign()
    change = change_of(
        request,
        Cause.PUT_IN_REVIEW,
        revision=1,
        status=Status.IN_REVIEW,
        owner=None,
        assignment_id=None,
        review_id=uuid4(),
        review_code="unroutable",
    )

    await world.run(world.records.record_change, change)

    assert routed.owner is None
    review = await world.one("reviews")
    assert review["because"] == "None of 2 people can take it now"


async def test_who_takes_it_over_owns_it_without_a_clock(world: World) -> None:
    request, _ = await world.assign()
    change = taken_over(request, "mara")

    await world.run(world.records.record_change, change)
    await world.run(world.records.record_change, change)

    lead = await world.one("leads")
    (held,) = await world.all("assignments", ended_at=None)
    before = await world.one("assignments", id=request.assignment_id)
    assert (held["id"], held["owner"]) == (change.assignment_id, "mara")
    assert before["ended_because"] == "Mara Conti took it over"
    assert (lead["owner"], lead["clock"], lead["due_at"]) == ("mara", None, None)
    assert lead["because"] == "Mara Conti took it over"


async def test_who_gives_it_back_is_known_and_the_owner_has_it_with_what_was_left(
    world: World,
) -> None:
    request, routed = await world.assign()
    taken = taken_over(request, "ben")
    await world.run(world.records.record_change, taken)
    assert routed.clock is not None
    released = replace(
        taken,
        cause=Cause.RELEASED,
        revision=taken.revision + 1,
        at=taken.at + timedelta(hours=1),
        status=Status.ASSIGNED,
        owner="ana",
        assignment_id=uuid4(),
        start_clock=ClockKind.ACCEPT,
        resume=Paused(routed.clock, 0, taken.at),
    )

    recorded = await world.run(world.records.record_change, released)
    again = await world.run(world.records.record_change, released)

    lead = await world.one("leads")
    (held,) = await world.all("assignments", ended_at=None)
    assert recorded == again
    assert recorded.clock is not None
    assert recorded.clock.due_at == routed.clock.due_at + timedelta(hours=1)
    assert (held["owner"], lead["owner"]) == ("ana", "ana")
    assert lead["because"] == "Ana Ortiz had it before it was taken over"
    assert (await world.timeline(request.lead_id))[-1] == (
        "Ben Silva gave it back: Ana Ortiz has it again, with the time that was left."
    )
    async with world.engine.connect() as connection:
        assert await passed_on(connection, [request.lead_id]) == {
            request.lead_id: ["ben"]
        }


async def test_a_closed_lead_has_nothing_open_and_an_outcome(world: World) -> None:
    request, _ = await world.assign()
    action_id = await world.act(
        request.lead_id,
        ActionKind.CLOSE,
        "ana",
        reason="signed\nfor a year",
        details={"value": 12000},
    )
    change = change_of(
        request,
        Cause.CLOSED,
        status=Status.CLOSED,
        by="ana",
        action_id=action_id,
        outcome="won",
    )

    await world.run(world.records.record_change, change)

    lead = await world.one("leads")
    assert (lead["outcome"], lead["value"]) == ("won", 12000)
    assert (lead["closed_at"], lead["owner"]) == (change.at, "ana")
    assert await world.all("assignments", ended_at=None) == []
    assert (await world.timeline(request.lead_id))[-1] == (
        "Ana Ortiz closed it as won: signed for a year"
    )


async def test_a_review_that_is_rejected_is_closed_by_who_rejected_it(
    world: World,
) -> None:
    lead_id, _ = await world.raise_hand(country="BR")
    await world.execute(
        "INSERT INTO reviews (id, lead_id, code, because, opened_at)"
        " VALUES (:id, :lead_id, 'country_not_served', 'x', now())",
        id=uuid4(),
        lead_id=lead_id,
    )
    change = Change(
        lead_id, 1, Cause.CLOSED, TEN, Status.CLOSED, by="mara", outcome="spam"
    )

    await world.run(world.records.record_change, change)

    review = await world.one("reviews")
    assert (review["closed_by"], review["resolution"]) == ("mara", "spam")


async def test_a_reopened_lead_starts_from_nothing(world: World) -> None:
    request, _ = await world.assign()
    close = change_of(request, Cause.CLOSED, status=Status.CLOSED, outcome="lost")
    await world.run(world.records.record_change, close)
    reopen = Change(
        request.lead_id,
        close.revision + 1,
        Cause.REOPENED,
        TEN + HOUR,
        Status.QUALIFYING,
        by="mara",
    )

    first = await world.run(world.records.record_change, reopen)
    second = await world.run(world.records.record_change, reopen)

    lead = await world.one("leads")
    assert (first.refused, second.refused) == ("", "")
    assert (lead["closed_at"], lead["outcome"], lead["status"]) == (
        None,
        None,
        "qualifying",
    )


async def test_a_lead_is_not_reopened_beside_a_newer_one_of_the_same_person(
    world: World,
) -> None:
    request, _ = await world.assign()
    close = change_of(request, Cause.CLOSED, status=Status.CLOSED, outcome="lost")
    await world.run(world.records.record_change, close)
    newer, _ = await world.raise_hand()
    await world.execute(
        "UPDATE leads SET person_key = (SELECT person_key FROM leads WHERE id = :old)"
        " WHERE id = :new",
        old=request.lead_id,
        new=newer,
    )
    reopen = Change(
        request.lead_id, 9, Cause.REOPENED, TEN, Status.QUALIFYING, by="mara"
    )

    recorded = await world.run(world.records.record_change, reopen)

    assert recorded.refused == "newer_lead"
    assert (await world.one("leads", id=request.lead_id))["status"] == "closed"


async def test_a_correction_shows_in_the_row_and_is_told_in_words(
    world: World,
) -> None:
    request, _ = await world.assign(company="Nortwind", fields={"vehicles": 20})
    fields = {"company": "Northwind", "phone": None, "fields": {"vans": 3}}
    action_id = await world.act(
        request.lead_id, ActionKind.CORRECT, "ana", details={"fields": fields}
    )
    change = change_of(request, Cause.CORRECTED, by="ana", action_id=action_id)

    await world.run(world.records.record_change, change)

    lead = await world.one("leads")
    assert (lead["company"], lead["phone"]) == ("Northwind", None)
    assert lead["fields"] == {"vehicles": 20, "vans": 3}
    assert (await world.timeline(request.lead_id))[-1] == (
        "Ana Ortiz corrected company, phone and vans."
    )


@pytest.mark.parametrize(
    ("cause", "kept", "said"),
    [
        (Cause.NURTURED, None, "No rep's time for now: it gets dated messages."),
        (Cause.SCORED_AGAIN, None, "Scored again: 70 points."),
        (Cause.MOVED_UP, None, "Moved up to high with 70 points."),
        (Cause.DECLINED, None, "Ben Silva declined it."),
        (Cause.RELEASED, None, "Ben Silva gave it back: Ana Ortiz has it again."),
        (Cause.NOTED, None, "Ben Silva left a note."),
        (Cause.CORRECTED, None, "Ben Silva corrected what is known."),
        (
            Cause.RESOLVED,
            None,
            "Ben Silva decided the review: dated messages, no rep.",
        ),
        (
            Cause.BREACHED,
            ClockKind.ACCEPT,
            "Ana Ortiz did not say “mine” in time.",
        ),
        (Cause.BREACHED, ClockKind.REVIEW, "Nobody decided the review in time."),
        (Cause.BREACHED, None, "A promise was not kept in time."),
        (
            Cause.CLOSED_BY_PLAN,
            None,
            "The last message went out; closed without an answer.",
        ),
    ],
)
async def test_every_change_is_a_sentence(
    world: World, cause: Cause, kept: ClockKind | None, said: str
) -> None:
    request, _ = await world.assign()
    clock = Clock(kept, TEN, TEN, ()) if kept else None
    change = change_of(request, cause, by="ben", keep_clock=clock)

    await world.run(world.records.record_change, change)

    entry = (await world.all("timeline", lead_id=request.lead_id))[-1]
    assert entry["sentence"] == said
    assert (entry["actor"], entry["kind"]) == ("ben", cause.value)


async def test_contact_counts_as_acceptance_and_a_clock_runs_on(world: World) -> None:
    request, routed = await world.assign()
    spoke = change_of(
        request,
        Cause.CONTACTED,
        status=Status.CONTACTED,
        by="ana",
        start_clock=ClockKind.NEXT_TOUCH,
    )
    note_id = await world.act(
        request.lead_id, ActionKind.NOTE, "ana", reason="Nice  \n"
    )
    noted = change_of(
        request,
        Cause.NOTED,
        revision=spoke.revision + 1,
        status=Status.CONTACTED,
        by="ana",
        action_id=note_id,
        keep_clock=routed.clock,
    )

    await world.run(world.records.record_change, spoke)
    await world.run(world.records.record_change, noted)

    lead = await world.one("leads")
    assert routed.clock is not None
    assert (lead["accepted_at"], lead["contacted_at"]) == (spoke.at, spoke.at)
    assert (lead["clock"], lead["due_at"]) == ("accept", routed.clock.due_at)
    assert (await world.timeline(request.lead_id))[-1] == "Ana Ortiz: Nice."


async def test_an_assignment_of_another_lead_is_a_fault_that_no_retry_mends(
    world: World,
) -> None:
    request, _ = await world.assign()
    other, _ = await world.assign()
    wrong = change_of(
        request,
        Cause.TAKEN_OVER,
        status=Status.TAKEN_OVER,
        owner="mara",
        assignment_id=other.assignment_id,
    )

    with pytest.raises(ApplicationError) as failed:
        await world.run(world.records.record_change, wrong)

    assert failed.value.non_retryable
    assert len(await world.all("assignments", ended_at=None)) == 2


async def test_nobodys_time_ends_an_assignment(world: World) -> None:
    request, _ = await world.assign()
    change = change_of(
        request,
        Cause.NURTURED,
        status=Status.NURTURING,
        owner=None,
        assignment_id=None,
        start_clock=ClockKind.NURTURE,
    )

    await world.run(world.records.record_change, change)

    assignment = await world.one("assignments")
    assert assignment["ended_because"] == "nobody's time for now"


async def test_who_left_the_playbook_is_named_by_the_handle(world: World) -> None:
    request, _ = await world.assign()
    change = change_of(
        request, Cause.BREACHED, owner="zoe", by="zoe", start_clock=ClockKind.CONTACT
    )

    recorded = await world.run(world.records.record_change, change)

    assert recorded.clock is not None
    assert (await world.one("leads"))["owner"] == "zoe"


async def test_a_broken_promise_is_kept_with_whose_it_was_and_since_when(
    world: World,
) -> None:
    request, routed = await world.assign()
    noticed = change_of(
        request,
        Cause.BREACHED,
        owner=routed.owner,
        keep_clock=routed.clock,
        breaches=1,
        at=TEN + HOUR,
    )

    for _ in range(2):
        await world.run(world.records.record_change, noticed)

    breach = await world.one("breaches")
    assert routed.clock is not None
    assert (breach["promise"], breach["owner"]) == ("accept", routed.owner)
    assert breach["row"] == routed.row
    assert (breach["started_at"], breach["due_at"]) == (TEN, routed.clock.due_at)
    assert breach["noticed_at"] == TEN + HOUR


async def test_the_row_shows_the_plan_and_from_when_on_it_is_at_risk(
    world: World,
) -> None:
    request, _ = await world.assign()
    recorded = await world.run(
        world.records.record_change, await accepted(world, request)
    )

    lead = await world.one("leads")
    assert recorded.clock is not None
    assert read_plan(lead["plan"]) == recorded.clock
    three_quarters = timedelta(minutes=45)
    assert lead["at_risk_at"] == recorded.clock.started_at + three_quarters
