"""What a lead is promised depends on what is known of it, where the playbook says so."""

from datetime import timedelta
from uuid import UUID

from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from tests.activities.world import TEN, World
from workflows.ports import Cause, Change, Recorded

MINUTE = timedelta(minutes=1)
OF_SPAIN = """
    for_leads:
      - id: spain
        when: { country: ES }
        accept_within: 5m
        contact_within: 30m
        max_reassignments: 4"""


async def _publish(world: World) -> None:
    line = "\n    accept_within: 15m # working time, on the owner's own clock"
    await world.publish({line: OF_SPAIN + line})


async def _accepted(world: World, lead_id: UUID, decision_id: UUID) -> Recorded:
    change = Change(
        lead_id,
        9,
        Cause.ACCEPTED,
        world.now,
        Status.ACCEPTED,
        by="ana",
        band=Band.HIGH,
        owner="ana",
        decision_id=decision_id,
        start_clock=ClockKind.CONTACT,
    )
    recorded: Recorded = await world.run(world.records.record_change, change)
    return recorded


async def test_such_a_lead_is_promised_more_and_the_timeline_says_why(
    world: World,
) -> None:
    await _publish(world)

    request, routed = await world.assign(country="ES")

    assert routed.clock is not None
    assert routed.clock.due_at == TEN + 5 * MINUTE
    assert routed.respond_by == TEN + 35 * MINUTE
    assert routed.max_reassignments == 4
    said = (await world.timeline(request.lead_id))[-1]
    assert said.endswith("Promised by the plan “spain”.")
    assert await world.run(world.routing.route_lead, request) == routed
    contact = await _accepted(world, request.lead_id, request.decision_id)
    assert contact.clock is not None
    assert contact.clock.due_at == TEN + 30 * MINUTE


async def test_others_of_the_band_are_promised_what_the_band_says(
    world: World,
) -> None:
    await _publish(world)

    request, routed = await world.assign(country="PT")

    assert routed.clock is not None
    assert routed.clock.due_at == TEN + 15 * MINUTE
    assert "plan" not in (await world.timeline(request.lead_id))[-1]
    contact = await _accepted(world, request.lead_id, request.decision_id)
    assert contact.clock is not None
    assert contact.clock.due_at == TEN + 60 * MINUTE


async def test_a_step_for_some_leads_is_in_the_plans_of_those_alone(
    world: World,
) -> None:
    steps = "      - { at: 50%, do: remind_owner }\n"
    own = "      - { at: 75%, do: tell_manager, when: { employees: { at_least: 1000 } } }\n"
    await world.publish({steps: steps + own})

    _, small = await world.assign(country="ES", employees=240)
    _, large = await world.assign(country="ES", employees=2000)

    assert small.clock is not None
    assert large.clock is not None
    assert len(large.clock.steps) == len(small.clock.steps) + 1
