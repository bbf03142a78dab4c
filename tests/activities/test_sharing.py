"""Giving leads by methods, claims and settings of the playbook, with a real ledger."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.lifecycle import ActionKind
from tests.activities.world import TEN, World
from workflows.ports import Routed, RouteRequest

DAY = timedelta(days=1)
IBERIA = "iberia: { members: [ana, ben], manager: mara }"
ANA = "capacity: 30 # open leads; more go to somebody else"
LARGE: dict[str, Any] = {"fields": {"vehicles": 300}}  # the row names Ana
ELSEWHERE: dict[str, Any] = {"email": "joan@contoso.example"}


async def settings(world: World, **sections: str) -> None:
    """Sections of the playbook that the example does not have."""
    text = "".join(f"{name}: {value}\n" for name, value in sections.items())
    await world.publish({"\nrouting:\n": f"\n{text}\nrouting:\n"})


async def method(world: World, words: str) -> None:
    shared = IBERIA.replace("manager: mara", f"manager: mara, {words}")
    await world.publish({IBERIA: shared})


async def turns(world: World) -> dict[str, int]:
    return {turn["rep"]: turn["taken"] for turn in await world.all("turns")}


async def balances(world: World) -> dict[str, float]:
    return {turn["rep"]: turn["owed"] for turn in await world.all("turns")}


async def because(world: World, request: RouteRequest) -> str:
    decision = await world.one("decisions", id=request.decision_id)
    return str(decision["routing"]["because"])


async def close(world: World, lead_id: UUID, outcome: str, days_ago: float) -> None:
    await world.execute(
        "UPDATE leads SET status = 'closed', closed_at = :at, outcome = :outcome"
        " WHERE id = :id",
        at=world.now - days_ago * DAY,
        outcome=outcome,
        id=lead_id,
    )


def again(request: RouteRequest, ended: str, **more: Any) -> RouteRequest:
    """The lead is to go to somebody else than Ana."""
    return replace(
        request,
        assignment_id=uuid4(),
        revision=request.revision + 1,
        barred={"ana": ended},
        ended_because=ended,
        **more,
    )


async def test_two_leads_of_a_company_go_to_one_person(world: World) -> None:
    await settings(world, sticky="{ company: 90d }")
    await world.assign()

    request, second = await world.assign(company="Northwind")

    assert second.owner == "ana"
    assert await because(world, request) == "Ana has Northwind's other lead"
    assert await turns(world) == {"ana": 2, "ben": 0}


@pytest.mark.parametrize(
    ("outcome", "days_ago", "owner"),
    [("lost", 89, "ana"), ("lost", 91, "ben"), ("spam", 1, "ben")],
)
async def test_a_closed_lead_counts_for_a_while_and_spam_never(
    world: World, outcome: str, days_ago: float, owner: str
) -> None:
    await settings(world, sticky="{ company: 90d }")
    first, _ = await world.assign()
    await close(world, first.lead_id, outcome, days_ago)

    _, second = await world.assign()

    assert second.owner == owner


async def test_a_person_who_comes_back_meets_the_same_rep(world: World) -> None:
    await settings(world, sticky="{ person: 180d }")
    first, _ = await world.assign(email="dana@gmail.com")
    await close(world, first.lead_id, "lost", 100)
    await world.execute("UPDATE leads SET person_key = 'dana@gmail.com'")
    lead_id, _ = await world.raise_hand(email="dana@gmail.com", country="ES")
    await world.execute(
        "UPDATE leads SET person_key = 'dana@gmail.com' WHERE id = :id", id=lead_id
    )
    request = await world.request(lead_id)

    routed = await world.run(world.routing.route_lead, request)

    assert routed.owner == "ana"
    assert await because(world, request) == "Ana had this person's last lead"


async def test_a_mail_provider_is_nobodys_company(world: World) -> None:
    await settings(world, sticky="{ company: 90d }")
    await world.assign(email="dana@gmail.com")
    await world.execute("UPDATE leads SET person_key = 'dana@gmail.com'")

    _, second = await world.assign(email="joan@gmail.com")

    assert second.owner == "ben"


async def test_a_subsidiary_is_the_same_company_where_the_playbook_says_so(
    world: World,
) -> None:
    group = "[[northwind.example, contoso.example]]"
    await world.assign()
    await settings(world, sticky=f"{{ company: 90d, same_company: {group} }}")

    _, joined = await world.assign(**ELSEWHERE)
    _, other = await world.assign(email="li@fabrikam.example")

    assert joined.owner == "ana"
    assert other.owner == "ben"


async def test_an_owner_on_leave_leaves_it_to_the_pool_and_it_says_why(
    world: World,
) -> None:
    await settings(world, sticky="{ company: 90d, wait_at_most: 4h }")
    await world.assign()
    await world.leave("ana", "2026-11-24", "2026-11-29")

    request, second = await world.assign()

    assert second.owner == "ben"
    assert await because(world, request) == (
        "Ana has northwind.example's other lead but is away until 00:00 on Mon;"
        " Ben is the only one who can take it"
    )


async def test_a_stand_in_takes_what_was_meant_for_who_is_on_leave(
    world: World,
) -> None:
    await world.leave("ana", "2026-11-24", "2026-11-29", stand_in="cleo")

    request, routed = await world.assign(**LARGE)

    assert routed.owner == "cleo"
    said = await because(world, request)
    assert said.startswith("Row iberia-large names Ana Ortiz, who is away until")
    assert said.endswith("; Cleo stands in")


async def test_a_stand_in_who_has_left_or_is_full_is_passed_over(world: World) -> None:
    await world.leave("ana", "2026-11-24", "2026-11-29", stand_in="cleo")
    await world.execute("UPDATE users SET paused = true WHERE handle = 'cleo'")

    _, routed = await world.assign(**LARGE)

    assert routed.owner == "ben"


async def test_a_daily_cap_holds_until_midnight_where_the_person_is(
    world: World,
) -> None:
    await world.publish({ANA: "daily_cap: 1"})
    await world.assign()
    await world.assign()

    request, third = await world.assign()
    world.now = TEN + timedelta(hours=13)  # 23:00 in Madrid
    _, late = await world.assign()
    world.now = TEN + timedelta(hours=14)
    _, tomorrow = await world.assign()

    assert [third.owner, late.owner, tomorrow.owner] == ["ben", "ben", "ana"]
    decision = await world.one("decisions", id=request.decision_id)
    assert decision["routing"]["excluded"] == [
        {"handle": "ana", "because": "Ana had 1 of 1 lead today"}
    ]


async def test_the_one_with_most_room_gets_it(world: World) -> None:
    await method(world, "method: least_open")
    for _ in range(3):
        await world.assign()
    await world.execute("UPDATE assignments SET ended_at = now() WHERE owner = 'ben'")

    request, fourth = await world.assign()

    assert fourth.owner == "ben"
    assert await because(world, request) == (
        "Ben has most room of 2 who can take it: 0 of 30 open leads"
    )


async def test_the_one_who_wins_most_gets_it(world: World) -> None:
    for outcome in ("won", "lost", "won", "lost"):  # Ana's are won, Ben's are lost
        request, _ = await world.assign()
        await close(world, request.lead_id, outcome, 10)
    await method(world, "method: best_conversion, explore: 10%")

    request, routed = await world.assign()

    assert routed.owner == "ana"
    assert await because(world, request) == (
        "Ana wins most: 2 of 2 closed leads, reckoned as 58%"
    )


async def test_wins_of_long_ago_count_no_more(world: World) -> None:
    request, _ = await world.assign()
    await close(world, request.lead_id, "won", 366)
    await method(world, "method: best_conversion")

    request, routed = await world.assign()

    assert routed.owner == "ben"
    assert "wins most" not in await because(world, request)


async def test_whoever_looks_after_the_company_gets_it(world: World) -> None:
    await method(world, "method: account_owner")
    await world.execute(
        "INSERT INTO companies (domain, facts, updated_at) VALUES"
        """ ('northwind.example', '{"account_owner": "ben"}', now())"""
    )

    request, routed = await world.assign(company="Northwind")

    assert routed.owner == "ben"
    assert await because(world, request) == "Ben looks after Northwind"


async def test_a_row_that_says_so_lets_a_lead_go_on_to_the_rows_below(
    world: World,
) -> None:
    await world.publish(
        {
            "to: { team: iberia }\n  - id: spanish": "to: { team: iberia }\n    else: next\n  - id: spanish"
        }
    )
    await world.execute("UPDATE users SET paused = true WHERE handle IN ('ana', 'ben')")

    request, routed = await world.assign()

    routing = (await world.one("decisions", id=request.decision_id))["routing"]
    assert (routed.owner, routed.row) == ("cleo", "everyone-else")
    assert [over["row"] for over in routing["passed_over"]] == [
        "iberia-large",
        "iberia",
        "spanish-or-portuguese",
        "dashcams",
    ]
    assert routing["passed_over"][1]["because"] == (
        "None of 2 people can take it now: Ana takes no new leads for now;"
        " Ben takes no new leads for now"
    )
    assert (await world.run(world.routing.route_lead, request)) == routed


async def test_without_that_nobody_of_the_row_is_nobody_at_all(world: World) -> None:
    await world.execute("UPDATE users SET paused = true WHERE handle IN ('ana', 'ben')")

    _, routed = await world.assign()

    assert routed.owner is None


@pytest.mark.parametrize(
    ("fairness", "taken"),
    [
        ("{ declines_cost_turn: true }", {"ana": 1, "ben": 1}),
        ("{ declines_cost_turn: false }", {"ana": 0, "ben": 1}),
    ],
)
async def test_declining_costs_a_turn_unless_the_playbook_says_otherwise(
    world: World, fairness: str, taken: dict[str, int]
) -> None:
    await settings(world, fairness=fairness)
    request, _ = await world.assign()
    declined = again(request, "declined")

    first = await world.run(world.routing.route_lead, declined)
    repeated = await world.run(world.routing.route_lead, declined)

    assert first.owner == "ben"
    assert repeated == first
    assert await turns(world) == taken


async def test_letting_it_slip_costs_a_turn_in_any_case(world: World) -> None:
    await settings(world, fairness="{ declines_cost_turn: false }")
    request, _ = await world.assign()

    await world.run(world.routing.route_lead, again(request, "slipped"))

    assert await turns(world) == {"ana": 1, "ben": 1}


async def test_a_turn_is_given_back_once_although_nobody_else_is_there(
    world: World,
) -> None:
    await settings(world, fairness="{ declines_cost_turn: false }")
    request, _ = await world.assign()
    await world.execute("UPDATE users SET paused = true WHERE handle = 'ben'")
    declined = again(request, "declined")

    for _ in range(3):
        assert await world.run(world.routing.route_lead, declined) == Routed(None)

    assert await turns(world) == {"ana": 0, "ben": 0}
    owed = await balances(world)
    assert owed["ana"] == pytest.approx(owed["ben"])


async def test_a_gift_moves_the_turn_where_the_playbook_says_that_it_counts(
    world: World,
) -> None:
    await settings(world, fairness="{ gifts_cost_turn: true }")
    request, _ = await world.assign()
    action_id = await world.act(request.lead_id, ActionKind.REASSIGN, "mara")
    gift = replace(
        request,
        assignment_id=uuid4(),
        revision=request.revision + 1,
        to="ben",
        by="mara",
        action_id=action_id,
        ended_because="reassigned",
    )

    routed = await world.run(world.routing.route_lead, gift)
    _, following = await world.assign()

    assert routed.owner == "ben"
    assert following.owner == "ana"
    assert await turns(world) == {"ana": 1, "ben": 1}


async def test_a_joiner_begins_level_and_who_left_is_forgotten(world: World) -> None:
    for _ in range(6):
        await world.assign()
    await world.publish(
        {
            "north: { members: [cleo]": "north: { members: [ben]",
            IBERIA: IBERIA.replace("ben", "cleo"),
        }
    )

    owners = [(await world.assign())[1].owner for _ in range(4)]

    assert Counter(owners) == {"ana": 2, "cleo": 2}


async def test_who_comes_back_from_leave_catches_up_one_lead(world: World) -> None:
    await world.leave("ben", "2026-11-24", "2026-11-24")
    for _ in range(10):
        await world.assign()
    world.now = TEN + DAY

    owners = [(await world.assign())[1].owner for _ in range(5)]

    assert owners.count("ben") == 3


async def test_a_ledger_of_the_release_before_goes_on_as_it_stood(world: World) -> None:
    await world.execute(
        "INSERT INTO turns (pool, rep, taken) VALUES"
        " ('team:iberia', 'ana', 8), ('team:iberia', 'ben', 7)"
    )

    owners = [(await world.assign())[1].owner for _ in range(3)]

    assert owners == ["ben", "ana", "ben"]
