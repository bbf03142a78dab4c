"""Giving leads to people: fairly, once, and for reasons that are kept."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError

from domain.lifecycle import ActionKind
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from tests.activities.world import TEN, World

_SPANISH: dict[str, Any] = {"country": "ES", "fields": {"vehicles": 20}}


async def test_a_new_lead_gets_an_owner_a_clock_and_an_explanation(
    world: World,
) -> None:
    request, routed = await world.assign()

    lead = await world.one("leads")
    assignment = await world.one("assignments")
    routing = (await world.one("decisions"))["routing"]
    assert (routed.owner, routed.row) == ("ana", "iberia")
    assert routed.clock is not None
    assert routed.clock.kind is ClockKind.ACCEPT
    assert routed.clock.due_at == TEN + timedelta(minutes=15)
    assert routed.clock.utc_offset == timedelta(hours=1)
    assert routed.respond_by == TEN + timedelta(minutes=75)
    assert routed.max_reassignments == 2
    assert (lead["status"], lead["owner"], lead["band"]) == ("assigned", "ana", "high")
    assert lead["due_at"] == routed.clock.due_at
    assert lead["revision"] == request.revision
    assert assignment["id"] == request.assignment_id
    assert assignment["ended_at"] is None
    assert routing["row"] == "iberia"
    assert routing["eligible"] == ["ana", "ben"]
    assert routing["passed_over"][0]["row"] == "iberia-large"
    assert (routing["band"], routing["further"]) == ("high", 0)
    assert await world.timeline(request.lead_id) == [
        "Ana Ortiz got it: Ana and Ben had 0 leads each; Ana comes first in the team."
    ]


async def test_a_promise_that_broke_while_we_were_away_is_owned_up_to(
    world: World,
) -> None:
    lead_id, _ = await world.raise_hand(**_SPANISH)
    request = await world.request(lead_id)
    world.now = TEN + timedelta(hours=2)

    routed = await world.run(world.routing.route_lead, request)

    assert routed.late
    assert routed.clock is not None
    assert routed.clock.due_at == world.now + timedelta(minutes=15)
    assert routed.respond_by == world.now + timedelta(minutes=75)
    assert (await world.one("leads"))["breaches"] == 1
    assert await world.run(world.routing.route_lead, request) == routed
    breach = await world.one("breaches")
    assert (breach["owner"], breach["row"]) == (None, "iberia")
    assert breach["due_at"] == TEN + timedelta(minutes=15)
    assert breach["noticed_at"] == world.now


async def test_who_is_at_home_is_told_when_they_work_again(world: World) -> None:
    world.now = TEN + timedelta(hours=12)

    _, routed = await world.assign()

    opening = TEN.replace(hour=8) + timedelta(days=1)
    assert routed.clock is not None
    first, then, *_ = routed.clock.steps
    assert (first.action, then.action) == ("tell_owner", "remind_owner")
    assert opening < first.at < then.at == opening + timedelta(minutes=7.5)


async def test_whom_a_person_gives_it_to_is_told_at_once(world: World) -> None:
    world.now = TEN + timedelta(hours=12)
    lead_id, _ = await world.raise_hand(**_SPANISH)
    request = await world.request(lead_id, to="ana", by="mara")

    routed = await world.run(world.routing.route_lead, request)

    assert routed.clock is not None
    assert routed.clock.steps[0].action == "remind_owner"


async def test_who_gets_a_lead_half_way_through_its_promise_gets_the_whole_of_it(
    world: World,
) -> None:
    lead_id, _ = await world.raise_hand(**_SPANISH)
    request = await world.request(lead_id)
    world.now = TEN + timedelta(minutes=9)

    routed = await world.run(world.routing.route_lead, request)

    assert not routed.late
    assert routed.clock is not None
    assert routed.clock.due_at == world.now + timedelta(minutes=15)


async def test_routing_twice_changes_nothing_and_answers_the_same(
    world: World,
) -> None:
    request, first = await world.assign()
    world.now += timedelta(hours=3)

    second = await world.run(world.routing.route_lead, request)

    assert second == first
    assert len(await world.all("assignments")) == 1
    assert len(await world.all("timeline")) == 1
    assert [turn["taken"] for turn in await world.all("turns")] == [1, 0]


async def test_a_repeated_routing_answers_by_the_playbook_of_its_time(
    world: World,
) -> None:
    request, first = await world.assign()
    await world.publish({"accept_within: 15m": "accept_within: 5m"})

    again = await world.run(world.routing.route_lead, request)

    assert again == first


async def test_forty_leads_at_once_are_a_strict_round_robin(world: World) -> None:
    requests = [
        await world.request((await world.raise_hand(**_SPANISH))[0]) for _ in range(40)
    ]

    routed = await asyncio.gather(
        *(world.run_until_done(world.routing.route_lead, each) for each in requests)
    )

    order = [a["owner"] for a in await _in_order(world)]
    turns = {turn["rep"]: turn["taken"] for turn in await world.all("turns")}
    assert Counter(one.owner for one in routed) == {"ana": 20, "ben": 20}
    assert Counter(order) == {"ana": 20, "ben": 20}
    assert turns == {"ana": 20, "ben": 20}


async def _in_order(world: World) -> list[dict[str, str]]:
    return sorted(await world.all("assignments"), key=lambda a: a["started_at"])


async def test_one_after_the_other_takes_strict_turns(world: World) -> None:
    owners = []
    for _ in range(6):
        world.now += timedelta(seconds=1)
        owners.append((await world.assign())[1].owner)

    assert owners == ["ana", "ben"] * 3


@pytest.mark.parametrize(
    ("state", "because"),
    [
        ("paused = true", "Ana takes no new leads for now"),
        ("departed_at = '2026-11-20T09:00Z'", "Ana no longer works here"),
    ],
)
async def test_who_is_not_there_is_passed_over_with_a_reason(
    world: World, state: str, because: str
) -> None:
    await world.execute(f"UPDATE users SET {state} WHERE handle = 'ana'")  # noqa: S608

    _, routed = await world.assign()

    routing = (await world.one("decisions"))["routing"]
    assert routed.owner == "ben"
    assert routing["excluded"] == [{"handle": "ana", "because": because}]


async def test_a_pause_that_has_ended_is_over(world: World) -> None:
    ended = world.now - timedelta(minutes=1)
    await world.execute(
        f"UPDATE users SET paused = true, paused_until = '{ended}'"  # noqa: S608
        " WHERE handle = 'ana'"
    )

    _, routed = await world.assign()

    assert routed.owner == "ana"


async def test_who_is_on_leave_is_passed_over_with_a_reason(world: World) -> None:
    await world.leave("ana", "2026-11-23", "2026-11-25")

    _, routed = await world.assign()

    routing = (await world.one("decisions"))["routing"]
    because = "Ana is away until 00:00 on Thu"
    assert routed.owner == "ben"
    assert routing["excluded"] == [{"handle": "ana", "because": because}]


@pytest.mark.parametrize(
    ("first_day", "last_day", "cancelled_at"),
    [
        ("2026-12-01", "2026-12-10", None),
        ("2026-11-16", "2026-11-20", None),
        ("2026-11-23", "2026-11-25", TEN),
    ],
    ids=["ahead", "over", "cancelled"],
)
async def test_leave_that_does_not_count_now_keeps_nobody_from_leads(
    world: World, first_day: str, last_day: str, cancelled_at: datetime | None
) -> None:
    await world.leave("ana", first_day, last_day, cancelled_at=cancelled_at)

    _, routed = await world.assign()

    assert routed.owner == "ana"


async def test_who_has_their_hands_full_is_passed_over(world: World) -> None:
    await world.publish({"capacity: 30 # open leads": "capacity: 1 # open leads"})
    await world.assign()
    await world.assign()

    request, third = await world.assign()

    decision = await world.one("decisions", id=request.decision_id)
    assert third.owner == "ben"
    assert decision["routing"]["excluded"] == [
        {"handle": "ana", "because": "Ana has 1 of 1 open lead"}
    ]


async def test_who_let_it_slip_does_not_get_it_again(world: World) -> None:
    request, _ = await world.assign()
    world.now += timedelta(minutes=15)
    again = replace(
        request,
        assignment_id=uuid4(),
        revision=request.revision + 1,
        received_at=world.now,
        barred={"ana": "slipped"},
        ended_because="slipped",
        breaches=1,
    )

    routed = await world.run(world.routing.route_lead, again)

    before = await world.one("assignments", id=request.assignment_id)
    lead = await world.one("leads")
    assert routed.owner == "ben"
    assert before["ended_because"] == "let it slip"
    assert before["ended_at"] == world.now
    assert len(await world.all("assignments", ended_at=None)) == 1
    assert (lead["owner"], lead["breaches"]) == ("ben", 1)
    assert (await world.timeline(request.lead_id))[-1] == (
        "Ana Ortiz let it slip. Ben Silva got it: Ben is the only one who can take it."
    )


async def test_what_the_prospect_was_told_stands_whoever_has_it(
    world: World,
) -> None:
    request, first = await world.assign()
    world.now += timedelta(minutes=15)
    again = replace(
        request,
        assignment_id=uuid4(),
        revision=request.revision + 1,
        received_at=world.now,
        barred={"ana": "slipped"},
        ended_because="slipped",
    )

    second = await world.run(world.routing.route_lead, again)
    repeated = await world.run(world.routing.route_lead, again)

    assert first.respond_by == second.respond_by == repeated.respond_by
    assert (await world.one("leads"))["respond_by"] == first.respond_by


async def test_who_declined_and_left_does_not_get_it_either(world: World) -> None:
    request, _ = await world.assign()
    again = replace(
        request,
        assignment_id=uuid4(),
        revision=request.revision + 1,
        barred={"zoe": "declined", "ana": "released"},
        ended_because="released",
    )

    routed = await world.run(world.routing.route_lead, again)

    excluded = (await world.one("decisions"))["routing"]["excluded"]
    assert routed.owner == "ben"
    assert excluded == [{"handle": "ana", "because": "Ana gave this lead back"}]


async def test_nobody_there_is_a_named_outcome_that_leaves_things_as_they_are(
    world: World,
) -> None:
    request, _ = await world.assign()
    barred = {"ana": "slipped", "ben": "declined"}
    again = replace(
        request, assignment_id=uuid4(), revision=request.revision + 1, barred=barred
    )

    routed = await world.run(world.routing.route_lead, again)
    repeated = await world.run(world.routing.route_lead, again)

    assert routed.owner is None
    assert repeated == routed
    assert (await world.one("leads"))["revision"] == request.revision
    assert (await world.one("assignments"))["ended_at"] is None
    routing = (await world.one("decisions"))["routing"]
    assert routing["because"] == "None of 2 people can take it now"
    assert (await world.timeline(request.lead_id))[-1] == (
        "None of 2 people can take it now: Ana let this lead slip;"
        " Ben declined this lead."
    )


async def test_a_person_gives_it_to_somebody_without_costing_them_a_turn(
    world: World,
) -> None:
    await world.execute("UPDATE users SET paused = true WHERE handle = 'cleo'")
    request, _ = await world.assign()
    action_id = await world.act(request.lead_id, ActionKind.REASSIGN, "mara")
    gift = replace(
        request,
        assignment_id=uuid4(),
        revision=request.revision + 1,
        to="cleo",
        by="mara",
        action_id=action_id,
        ended_because="reassigned",
    )

    routed = await world.run(world.routing.route_lead, gift)
    again = await world.run(world.routing.route_lead, gift)

    assert (routed.owner, routed.row) == ("cleo", "")
    assert again == routed
    assert (await world.one("human_actions"))["applied_at"] == world.now
    assert {t["rep"]: t["taken"] for t in await world.all("turns")} == {
        "ana": 1,
        "ben": 0,
    }
    assert (await world.timeline(request.lead_id))[-1] == (
        "Ana Ortiz had it. Cleo Laurent got it: Mara Conti gave it to Cleo Laurent."
    )


async def test_nobody_of_that_name_gets_nothing(world: World) -> None:
    lead_id, _ = await world.raise_hand()
    request = await world.request(lead_id, to="zoe", by="mara")

    routed = await world.run(world.routing.route_lead, request)

    assert routed.owner is None
    assert await world.all("assignments") == []


async def test_an_assignment_ends_the_review_before_it(world: World) -> None:
    lead_id, _ = await world.raise_hand()
    await world.execute(
        "INSERT INTO reviews (id, lead_id, code, because, opened_at)"
        " VALUES (:id, :lead_id, 'competitor', 'x', now())",
        id=uuid4(),
        lead_id=lead_id,
    )
    request = await world.request(lead_id, band=Band.MEDIUM, to="ben", by="mara")

    await world.run(world.routing.route_lead, request)

    review = await world.one("reviews")
    assert (review["closed_by"], review["resolution"]) == ("mara", "assigned")


async def test_a_straggling_try_does_not_undo_what_came_after(world: World) -> None:
    request, _ = await world.assign()
    straggler = replace(request, assignment_id=uuid4())

    routed = await world.run(world.routing.route_lead, straggler)

    assert routed.owner is None
    assert (await world.one("assignments"))["id"] == request.assignment_id


async def test_an_old_try_is_read_back_after_the_lead_went_on(world: World) -> None:
    request, first = await world.assign()
    world.now += timedelta(minutes=1)
    again = replace(
        request,
        assignment_id=uuid4(),
        revision=request.revision + 1,
        barred={"ana": "declined"},
        ended_because="declined",
    )
    await world.run(world.routing.route_lead, again)

    before = await world.run(world.routing.route_lead, request)

    assert before.owner == "ana"
    assert before.clock == first.clock


async def test_a_decision_of_another_lead_routes_nothing(world: World) -> None:
    request, _ = await world.assign()
    wrong = replace(request, decision_id=uuid4(), revision=99)

    with pytest.raises(ApplicationError) as refused:
        await world.run(world.routing.route_lead, wrong)

    assert refused.value.non_retryable
