"""A lead explains itself from what was stored, and beside it what would be decided now."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, text

from adapters.explaining.explained_json import explained_json
from adapters.explaining.now import AsOfNow, explain_as_of_now
from adapters.explaining.stored import Explained, explain_lead
from adapters.playbook.published import Playbooks
from models import METADATA
from tests.activities.world import TEN, World
from workflows.ports import RouteRequest

# Worth a call within the hour, and in Spain: Ana's when large, else her team's.
HOT: dict[str, Any] = {
    "name": "Dana Ruiz",
    "job_title": "VP Operations",
    "country": "ES",
    "employees": 240,
    "message": "Quote for our vehicles this month, please",
    "page_views": [{"path": "/pricing", "seconds": 95.0, "at": TEN.isoformat()}],
    "fields": {"vehicles": 80},
}
LARGE = HOT | {"fields": {"vehicles": 300}}
TO_ANA = "to: { rep: ana }"


async def explained(world: World, lead_id: UUID) -> Explained:
    async with world.engine.connect() as connection:
        return await explain_lead(connection, lead_id, world.now, Playbooks())


async def lines(world: World, lead_id: UUID, title: str) -> list[str]:
    found = dict((await explained(world, lead_id)).sections)
    return list(found[title])


async def now(world: World, lead_id: UUID) -> AsOfNow:
    async with world.engine.connect() as connection:
        found = await explain_as_of_now(connection, lead_id, world.now, Playbooks())
    assert found is not None
    return found


def pairs(found: AsOfNow) -> dict[str, tuple[str, str]]:
    return {pair.label: (pair.then, pair.now) for pair in found.pairs}


async def routed(world: World, **body: Any) -> RouteRequest:
    request, _ = await world.assign(**body)
    return request


async def test_it_tells_who_got_it_by_which_row_and_who_else_could(
    world: World,
) -> None:
    await world.publish()
    request = await routed(world, **LARGE)

    told = await lines(world, request.lead_id, "Owner")

    assert told[0].startswith("Ana Ortiz got it: Row iberia-large names Ana Ortiz")
    assert "Row iberia-large matched: to ana" in told
    assert any(
        line.startswith("Could take it: Ana Ortiz and Ben Silva") for line in told
    )


async def test_it_tells_what_would_give_it_to_somebody_else(world: World) -> None:
    await world.publish()
    request = await routed(world, **HOT)

    told = await lines(world, request.lead_id, "What would change the owner")

    assert told[0] == "If Ana could not take it, it would go to Ben"
    assert any("vehicles 200 or more" in line and "go to Ana" in line for line in told)
    assert any("Without row iberia" in line for line in told)


async def test_whoever_was_away_is_told_as_what_could_have_been(world: World) -> None:
    await world.publish()
    await world.leave("ana", "2026-11-20", "2026-11-27")
    request = await routed(world, **HOT)

    told = await lines(world, request.lead_id, "What would change the owner")

    assert "If Ana were not away, it could go to Ana" in told


async def test_the_same_playbook_and_people_would_decide_the_same(
    world: World,
) -> None:
    await world.publish()
    request = await routed(world, **LARGE)

    found = await now(world, request.lead_id)

    assert found.differences == ("Nothing that counts has changed since",)
    assert all(then == would for then, would in pairs(found).values())


async def test_another_row_of_a_newer_version_would_give_it_to_somebody_else(
    world: World,
) -> None:
    first = await world.publish()
    request = await routed(world, **LARGE)
    second = await world.publish({TO_ANA: "to: { rep: cleo }"})

    found = await now(world, request.lead_id)

    assert pairs(found)["Playbook"] == (f"version {first}", f"version {second}")
    assert pairs(found)["Owner"] == ("Ana Ortiz", "Cleo Laurent")
    assert (
        f"Version {second} of the playbook: Row iberia-large goes to cleo instead of"
        " to ana"
    ) in found.differences


async def test_points_that_have_faded_are_told_with_what_they_were(
    world: World,
) -> None:
    await world.publish()
    request = await routed(world, **HOT)
    world.now += timedelta(days=7)

    found = await now(world, request.lead_id)

    assert any(
        line.startswith("+7.5 instead of +15: looked at /pricing")
        for line in found.differences
    )


async def test_whoever_has_left_for_a_while_since_is_told(world: World) -> None:
    await world.publish()
    request = await routed(world, **LARGE)
    await world.leave("ana", "2026-11-20", "2026-11-27")

    found = await now(world, request.lead_id)

    assert pairs(found)["Owner"] == ("Ana Ortiz", "Ben Silva")
    assert any(line.startswith("Now Ana is away until") for line in found.differences)


async def test_whoever_let_it_slip_would_not_get_it_now_either(world: World) -> None:
    await world.publish()
    first = await routed(world, **LARGE)
    again = replace(
        first,
        assignment_id=uuid4(),
        revision=first.revision + 1,
        ended_because="slipped",
        barred={"ana": "slipped"},
    )
    await world.run(world.routing.route_lead, again)

    found = await now(world, first.lead_id)

    owner = dict(found.sections)["Owner"]
    assert "Ana let this lead slip" in owner
    assert pairs(found)["Owner"] == ("Ben Silva", "Ben Silva")


async def test_whose_turn_it_is_by_now_is_told(world: World) -> None:
    await world.publish()
    request = await routed(world, **HOT)

    found = await now(world, request.lead_id)

    assert pairs(found)["Owner"] == ("Ana Ortiz", "Ben Silva")
    assert found.differences == (
        "Ben Silva would get it: Ben had the fewest leads (0 leads) of 2 who can take it",
    )


async def test_asking_changes_nothing(world: World) -> None:
    await world.publish()
    request = await routed(world, **HOT)
    tables = ("turns", "assignments", "decisions", "timeline", "leads", "messages")

    async def snapshot() -> list[Any]:
        async with world.engine.connect() as connection:
            return [
                (await connection.execute(select(METADATA.tables[table]))).all()
                for table in tables
            ]

    before = await snapshot()
    async with world.engine.connect() as connection:
        await connection.execute(text("SET TRANSACTION READ ONLY"))
        first = await explain_as_of_now(
            connection, request.lead_id, world.now, Playbooks()
        )
        second = await explain_as_of_now(
            connection, request.lead_id, world.now, Playbooks()
        )

    assert first == second
    assert await snapshot() == before


async def test_a_lead_that_was_never_decided_has_nothing_to_compare(
    world: World,
) -> None:
    await world.publish()
    lead_id, _ = await world.raise_hand(country="ES")

    async with world.engine.connect() as connection:
        assert (
            await explain_as_of_now(connection, lead_id, world.now, Playbooks()) is None
        )


async def test_it_says_which_versions_decided(world: World) -> None:
    first = await world.publish()
    request = await routed(world, **HOT)
    second = await world.publish({"points: 20": "points: 21"})
    world.now += timedelta(hours=1)
    await world.decide(request.lead_id)

    told = await lines(world, request.lead_id, "Decided")

    assert told[0].startswith(
        f"Decided by version {second} of the playbook; version {first} decided before"
    )


async def test_machines_read_the_same_sentences(world: World) -> None:
    await world.publish()
    request = await routed(world, **LARGE)
    found = await explained(world, request.lead_id)
    would = await now(world, request.lead_id)

    as_json = explained_json(request.lead_id, found, would)

    assert as_json["explanation"] == {
        title: list(told) for title, told in found.sections
    }
    assert as_json["as_of_now"]["differences"] == list(would.differences)
    assert [pair["label"] for pair in as_json["as_of_now"]["compared"]] == [
        *("Playbook", "Points", "Band", "Row", "Owner")
    ]
