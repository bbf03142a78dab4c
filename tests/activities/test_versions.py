"""A step ends with the version it began with; the next one uses the one in force."""

from dataclasses import replace
from uuid import uuid4

from tests.activities.world import World
from workflows.ports import ScoreRequest


async def sentences(world: World) -> list[str]:
    return [entry["sentence"] for entry in await world.all("timeline")]


async def test_a_decision_is_routed_by_the_version_that_scored_it(world: World) -> None:
    before = await world.publish()
    lead_id, _ = await world.raise_hand(country="ES", fields={"vehicles": 300})
    request = await world.request(lead_id)
    await world.publish({"to: { rep: ana }": "to: { rep: cleo }"})

    routed = await world.run(world.routing.route_lead, request)

    decision = await world.one("decisions", id=request.decision_id)
    assert (routed.owner, decision["routing"]["version"]) == ("ana", before)
    assert not any("version" in sentence for sentence in await sentences(world))


async def test_whoever_is_found_later_is_found_by_the_version_in_force(
    world: World,
) -> None:
    before = await world.publish()
    lead_id, _ = await world.raise_hand(country="ES", fields={"vehicles": 300})
    first = await world.request(lead_id)
    await world.run(world.routing.route_lead, first)
    after = await world.publish({"to: { rep: ana }": "to: { rep: cleo }"})
    next_one = replace(
        first,
        assignment_id=uuid4(),
        revision=first.revision + 1,
        ended_because="slipped",
        barred={"ana": "slipped"},
    )

    routed = await world.run(world.routing.route_lead, next_one)

    assert routed.owner == "cleo"
    told = (await sentences(world))[-1]
    assert told.endswith(
        f"Routed by version {after} of the playbook; version {before} scored it."
    )


async def test_the_next_decision_says_that_another_version_decided(
    world: World,
) -> None:
    before = await world.publish()
    lead_id, _ = await world.raise_hand(country="ES")
    await world.decide(lead_id)
    await world.decide(lead_id)
    assert await sentences(world) == []
    after = await world.publish({"points: 20": "points: 21"})

    decision = await world.decide(lead_id)

    assert (await world.one("decisions", id=decision.decision_id))[
        "playbook_version"
    ] == after
    assert await sentences(world) == [
        f"Decided by version {after} of the playbook; version {before} decided before."
    ]


async def test_saying_so_twice_says_it_once(world: World) -> None:
    await world.publish()
    lead_id, _ = await world.raise_hand(country="ES")
    await world.decide(lead_id)
    await world.publish({"points: 20": "points: 21"})
    decision = await world.decide(lead_id)

    again = ScoreRequest(lead_id, decision.decision_id, partial=False)
    await world.run(world.qualification.score_lead, again)

    assert len(await sentences(world)) == 1
