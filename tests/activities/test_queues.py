"""A lead that the rules offer to a whole team, and what slipped and is offered to the rest."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from tests.activities.test_records import change_of
from tests.activities.world import TEN, World
from workflows.ports import Cause, Change, Notice, Routed, RouteRequest

QUEUE = {
    "    when: { country: [ES, PT, AD] }\n    to: { team: iberia }": (
        "    when: { country: [ES, PT, AD] }\n    to: { queue: iberia }"
    )
}


async def _offered(world: World) -> tuple[RouteRequest, Routed]:
    await world.publish(QUEUE)
    return await world.assign(name="Dana Ruiz", company="Northwind")


def _waits(request: RouteRequest, routed: Routed) -> Change:
    return change_of(
        request,
        Cause.QUEUED,
        status=Status.QUEUED,
        owner=None,
        assignment_id=None,
        start_clock=ClockKind.ACCEPT,
        queue=routed.queue,
        promised_from=request.received_at,
    )


def _notice(request: RouteRequest, routed: Routed) -> Notice:
    return Notice(request.lead_id, "x/queued", open_to=routed.open_to)


async def test_a_queue_names_who_may_take_it_and_no_owner(world: World) -> None:
    request, routed = await _offered(world)

    routing = (await world.one("decisions"))["routing"]
    assert (routed.owner, routed.queue, routed.open_to) == (
        None,
        "iberia",
        ("ana", "ben"),
    )
    assert routed.respond_by == TEN + timedelta(minutes=75)
    assert routing["because"] == "Row iberia leaves it to the first who accepts"
    assert routing["eligible"] == ["ana", "ben"]
    assert await world.all("assignments") == []
    assert await world.run(world.routing.route_lead, request) == routed


async def test_while_it_waits_its_row_shows_the_team_and_the_clock(
    world: World,
) -> None:
    request, routed = await _offered(world)

    recorded = await world.run(world.records.record_change, _waits(request, routed))

    lead = await world.one("leads")
    assert recorded.clock is not None
    assert recorded.clock.due_at == TEN + timedelta(minutes=15)
    assert (lead["status"], lead["queue"], lead["owner"]) == ("queued", "iberia", None)
    assert lead["respond_by"] == routed.respond_by
    assert (await world.timeline(request.lead_id))[-1] == (
        "Open to team iberia: the first who accepts has it."
    )


async def test_everybody_of_the_team_is_told_and_may_accept_with_one_tap(
    world: World,
) -> None:
    request, routed = await _offered(world)
    await world.run(world.records.record_change, _waits(request, routed))

    await world.run(world.notices.notify_queue, _notice(request, routed))

    sent = {mail.to_address: mail for mail in world.mailer.sent}
    assert set(sent) == {
        "ana@northwind-fleet.example",
        "ben@northwind-fleet.example",
    }
    mail = sent["ben@northwind-fleet.example"]
    assert mail.subject == "Dana Ruiz of Northwind: a high lead for whoever is first"
    assert 'Somebody should say "mine" by' in mail.text
    assert "Mine: I accept it: https://handraise.example/tap/" in mail.text


async def test_the_first_who_accepts_owns_it_and_nobody_is_told_after(
    world: World,
) -> None:
    request, routed = await _offered(world)
    waits = _waits(request, routed)
    await world.run(world.records.record_change, waits)
    accepted = change_of(
        request,
        Cause.ACCEPTED,
        revision=waits.revision + 1,
        status=Status.ACCEPTED,
        owner="ben",
        by="ben",
        assignment_id=uuid4(),
        start_clock=ClockKind.CONTACT,
    )

    await world.run(world.records.record_change, accepted)
    await world.run(world.notices.notify_queue, _notice(request, routed))

    lead, assignment = await world.one("leads"), await world.one("assignments")
    assert (lead["owner"], lead["queue"]) == ("ben", None)
    assert lead["because"] == "Ben Silva was the first to accept it"
    assert (assignment["owner"], assignment["ended_at"]) == ("ben", None)
    assert world.mailer.sent == []


async def test_what_slipped_may_be_offered_to_the_rest_of_the_team(
    world: World,
) -> None:
    request, _ = await world.assign()
    lead = await world.one("leads")
    again = await world.request(
        request.lead_id,
        revision=lead["revision"] + 1,
        barred={"ana": "slipped"},
        ended_because="slipped",
        open_to_team_of="ana",
    )

    routed = await world.run(world.routing.route_lead, again)

    assert (routed.owner, routed.queue, routed.open_to) == (None, "iberia", ("ben",))


async def test_whoever_let_it_slip_is_not_asked_again(world: World) -> None:
    request, routed = await _offered(world)
    await world.run(world.records.record_change, _waits(request, routed))
    slipped = replace(_notice(request, routed), open_to=("ben",))

    await world.run(world.notices.notify_queue, slipped)

    assert [mail.to_name for mail in world.mailer.sent] == ["Ben Silva"]


async def test_a_team_that_could_not_be_asked_in_time_gets_its_whole_time(
    world: World,
) -> None:
    request, routed = await _offered(world)
    back = TEN + timedelta(hours=3)  # we were away; a quarter of an hour was promised
    change = replace(_waits(request, routed), at=back)

    recorded = await world.run(world.records.record_change, change)

    assert recorded.late
    assert recorded.clock is not None
    assert recorded.clock.due_at == back + timedelta(minutes=15)
    broken = await world.one("breaches")
    assert (broken["queue"], broken["due_at"]) == (
        "iberia",
        TEN + timedelta(minutes=15),
    )
    assert (await world.one("leads"))["breaches"] == 1
    assert await world.run(world.records.record_change, change) == recorded
    assert len(await world.all("breaches")) == 1


async def test_a_team_that_is_asked_while_the_promise_runs_keeps_it(
    world: World,
) -> None:
    request, routed = await _offered(world)
    change = replace(_waits(request, routed), at=TEN + timedelta(minutes=5))

    recorded = await world.run(world.records.record_change, change)

    assert not recorded.late
    assert recorded.clock is not None
    assert recorded.clock.due_at == TEN + timedelta(minutes=15)
