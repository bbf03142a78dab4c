"""Two processes that pick at the same moment never give one turn twice, nor leave one out."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.activities.picker import REQUESTS
from tests.activities.world import World
from workflows.ports import RouteRequest

ROOT = Path(__file__).parents[2]
EACH = 30  # leads per process
SPANISH = {"country": "ES"}


async def process(world: World, requests: list[RouteRequest]) -> Process:
    """A process that has read its leads and waits for the word."""
    url = world.engine.url.render_as_string(hide_password=False)
    picker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.activities.picker", url),
        cwd=ROOT,
        stdin=PIPE,
        stdout=PIPE,
    )
    assert picker.stdin is not None
    assert picker.stdout is not None
    picker.stdin.write(REQUESTS.dump_json(requests) + b"\n")
    assert await picker.stdout.readline() == b"ready\n"
    return picker


async def at_once(world: World, *given: list[RouteRequest]) -> list[str]:
    """Who got the leads, when a process for each list begins at the same moment."""
    pickers = await asyncio.gather(*(process(world, requests) for requests in given))
    answers = await asyncio.gather(*(each.communicate(b"go\n") for each in pickers))
    assert [each.returncode for each in pickers] == [0] * len(pickers)
    return [owner for answer, _ in answers for owner in answer.decode().split()]


async def in_order_of_turns(world: World) -> list[str]:
    """The owners as they were picked: the timeline is numbered under the pool's lock."""
    entries = sorted(
        await world.all("timeline", kind="assigned"), key=lambda e: e["id"]
    )
    owners = {a["lead_id"]: a["owner"] for a in await world.all("assignments")}
    return [owners[entry["lead_id"]] for entry in entries]


async def leads(
    world: World, count: int, body: Mapping[str, Any]
) -> list[RouteRequest]:
    return [
        await world.request((await world.raise_hand(**body))[0]) for _ in range(count)
    ]


async def test_two_processes_take_strict_turns(world: World) -> None:
    mine, yours = await leads(world, EACH, SPANISH), await leads(world, EACH, SPANISH)

    got = await at_once(world, mine, yours)

    taken = {turn["rep"]: turn["taken"] for turn in await world.all("turns")}
    assert Counter(got) == taken == {"ana": EACH, "ben": EACH}
    assert await in_order_of_turns(world) == ["ana", "ben"] * EACH


async def test_the_same_leads_asked_for_twice_take_one_turn_each(world: World) -> None:
    """As when a worker is thought dead and a second one does its work as well."""
    requests = await leads(world, EACH, SPANISH)

    got = await at_once(world, requests, requests)

    assert got[:EACH] == got[EACH:]
    assert len(await world.all("assignments")) == EACH
    assert await in_order_of_turns(world) == ["ana", "ben"] * (EACH // 2)
    assert sum(turn["taken"] for turn in await world.all("turns")) == EACH


async def test_every_pick_is_in_the_ledger_and_it_balances(world: World) -> None:
    shared = "method: weighted"
    await world.publish(
        {
            "members: [ana, ben], manager: mara": (
                f"members: [ana, ben, cleo], manager: mara, {shared}"
            ),
            "    languages: [pt, en, es]\n": "    languages: [pt, en, es]\n    weight: 0.5\n",
        }
    )
    mine, yours = await leads(world, 25, SPANISH), await leads(world, 25, SPANISH)

    got = await at_once(world, mine, yours)

    rows = await world.all("turns", pool="team:iberia")
    assert Counter(got) == {turn["rep"]: turn["taken"] for turn in rows}
    assert Counter(got) == {"ana": 20, "ben": 10, "cleo": 20}
    assert sum(turn["owed"] for turn in rows) == pytest.approx(0, abs=1e-6)
    assert {a["turn_of"] for a in await world.all("assignments")} == {"team:iberia"}


async def test_pools_that_lock_each_other_out_of_order_do_not_stand_still(
    world: World,
) -> None:
    """Spanish leads fall through to the others' team, whose leads lock it as well."""
    await world.publish(
        {
            "to: { team: iberia }\n  - id: spanish": (
                "to: { team: iberia }\n    else: next\n  - id: spanish"
            )
        }
    )
    await world.execute("UPDATE users SET paused = true WHERE handle IN ('ana', 'ben')")
    mine = await leads(world, 15, SPANISH)
    yours = await leads(world, 15, {"country": "DE"})

    got = await at_once(world, mine, yours)

    assert Counter(got) == {"cleo": 30}
    rows = await world.all("turns", pool="team:north")
    assert {turn["rep"]: turn["taken"] for turn in rows} == {"cleo": 30}
