"""Hours or leave change while a lead waits for its owner."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from domain.lifecycle import Status
from domain.promises.sla import Clock, ClockKind, Paused
from tests.activities.world import TEN, World
from workflows.ports import Cause, Change, Replanned, ReplanRequest

MORNING_ONLY = {"mon-fri: 09:00-18:00": "mon-fri: 07:00-10:05"}


async def _given_to_ana(world: World) -> tuple[UUID, Clock]:
    request, routed = await world.assign()
    assert routed.owner == "ana"
    assert routed.clock is not None
    return request.lead_id, routed.clock


async def _looked_at_again(world: World, lead_id: UUID, clock: Clock) -> Replanned:
    request = ReplanRequest(lead_id, world.now, clock, "ana")
    found: Replanned = await world.run(world.records.replan_clock, request)
    return found


async def test_what_is_left_of_a_promise_counts_the_new_hours(world: World) -> None:
    lead_id, clock = await _given_to_ana(world)
    await world.publish(MORNING_ONLY)

    found = await _looked_at_again(world, lead_id, clock)

    # Five of the fifteen minutes are left until 10:05, ten for the next morning at seven.
    next_morning = TEN.replace(hour=6) + timedelta(days=1)
    assert not found.absent
    assert found.clock.due_at == next_morning + timedelta(minutes=10)
    assert found.clock.version == clock.version + 1
    again = await _looked_at_again(world, lead_id, found.clock)
    assert again.clock == found.clock


async def test_a_version_that_leaves_the_hours_alone_moves_nothing(
    world: World,
) -> None:
    lead_id, clock = await _given_to_ana(world)
    await world.publish({"from_points: 60": "from_points: 61"})

    assert await _looked_at_again(world, lead_id, clock) == Replanned(clock)


async def test_a_clock_of_an_older_product_runs_on_as_it_was(world: World) -> None:
    lead_id, clock = await _given_to_ana(world)
    old = replace(clock, version=0)
    await world.publish(MORNING_ONLY)

    assert await _looked_at_again(world, lead_id, old) == Replanned(old)


async def test_nobody_waits_for_somebody_who_goes_on_leave(world: World) -> None:
    lead_id, clock = await _given_to_ana(world)
    await world.leave("ana", "2026-11-24", "2026-11-30")

    assert (await _looked_at_again(world, lead_id, clock)).absent


async def test_leave_that_begins_after_the_promise_takes_nothing_away(
    world: World,
) -> None:
    lead_id, clock = await _given_to_ana(world)
    await world.leave("ana", "2026-11-25", "2026-11-30")

    assert await _looked_at_again(world, lead_id, clock) == Replanned(clock)


async def test_the_next_owner_gets_it_and_the_turn_is_given_back(
    world: World,
) -> None:
    first, _ = await world.assign()
    before = await world.one("turns", pool="team:iberia", rep="ana")
    await world.leave("ana", "2026-11-24", "2026-11-30")
    request = await world.request(first.lead_id, ended_because="absent")
    request = replace(request, barred={"ana": "absent"})

    routed = await world.run(world.routing.route_lead, request)

    assert routed.owner == "ben"
    after = await world.one("turns", pool="team:iberia", rep="ana")
    assert after["taken"] == before["taken"] - 1
    assert (
        "Ana Ortiz will not be there in time."
        in (await world.timeline(first.lead_id))[-1]
    )


async def test_publishing_asks_for_the_clocks_whose_hours_change(world: World) -> None:
    lead_id, _ = await _given_to_ana(world)
    await world.publish({"from_points: 60": "from_points: 61"})
    assert (await world.one("leads", id=lead_id))["replan_since"] is None

    await world.publish(MORNING_ONLY)

    assert (await world.one("leads", id=lead_id))["replan_since"] is not None


async def test_the_timeline_says_so(world: World) -> None:
    lead_id, clock = await _given_to_ana(world)
    later = replace(clock, due_at=clock.due_at + timedelta(days=1))
    lead = await world.one("leads", id=lead_id)
    change = Change(
        lead_id,
        lead["revision"] + 1,
        Cause.REPLANNED,
        world.now,
        Status.ASSIGNED,
        owner="ana",
        keep_clock=later,
    )

    await world.run(world.records.record_change, change)

    assert (await world.timeline(lead_id))[-1] == (
        "The hours have changed: now due 10:15 tomorrow."
    )
    moved = await world.one("leads", id=lead_id)
    assert moved["due_at"] == later.due_at
    assert moved["at_risk_at"] > lead["at_risk_at"]


def _contact(clock: Clock) -> Clock:
    return replace(clock, kind=ClockKind.CONTACT)


async def _gets_it_back(world: World, lead_id: UUID, clock: Clock) -> Replanned:
    """Taken from Ana at once, and given back an hour later."""
    later = world.now + timedelta(hours=1)
    paused = Paused(clock, 0, world.now)
    request = ReplanRequest(lead_id, later, clock, "ana", paused)
    found: Replanned = await world.run(world.records.replan_clock, request)
    return found


async def test_who_gets_a_lead_back_has_the_time_that_was_left(world: World) -> None:
    lead_id, clock = await _given_to_ana(world)

    found = await _gets_it_back(world, lead_id, clock)

    assert not found.absent
    assert found.clock.due_at == clock.due_at + timedelta(hours=1)


async def test_who_is_on_leave_gets_nothing_back(world: World) -> None:
    lead_id, clock = await _given_to_ana(world)
    await world.leave("ana", "2026-11-24", "2026-11-30")

    assert (await _gets_it_back(world, lead_id, _contact(clock))).absent


async def test_leave_to_come_takes_nothing_from_who_had_accepted(world: World) -> None:
    lead_id, clock = await _given_to_ana(world)
    late = replace(clock, due_at=clock.due_at + timedelta(days=3))
    await world.leave("ana", "2026-11-25", "2026-11-30")

    assert not (await _gets_it_back(world, lead_id, _contact(late))).absent
    assert (await _gets_it_back(world, lead_id, late)).absent


async def test_nobody_keeps_a_promise_who_no_longer_works_here(world: World) -> None:
    lead_id, clock = await _given_to_ana(world)
    request = ReplanRequest(lead_id, world.now, _contact(clock), "zoe")

    assert (await world.run(world.records.replan_clock, request)).absent
