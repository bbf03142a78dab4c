"""What an address of the inbox asks for: filters, words, and what is none of ours."""

from datetime import timedelta
from typing import Any

import pytest

from tests.pages.conftest import SignIn
from tests.pages.world import World


async def titles(browse: SignIn, handle: str, **query: str) -> set[str]:
    browser = await browse(handle)
    inbox = await browser.get("/inbox", params=query)
    assert inbox.status_code == 200
    lines = inbox.text.split('aria-label="Tick ')[1:]
    return {line.partition('"')[0] for line in lines}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "accepted"}, {"Snoozed Sam", "Ben's Bo"}),
        ({"band": "medium"}, {"Snoozed Sam"}),
        ({"due": "late"}, {"Late Lee"}),
        ({"due": "today"}, {"Late Lee"}),
        ({"due": "snoozed"}, {"Snoozed Sam"}),
        ({"owner": "ben"}, {"Ben's Bo"}),
        ({"owner": "team:iberia", "status": "assigned"}, {"Late Lee"}),
        ({"owner": "ben", "band": "medium"}, set()),
        ({"view": "mine"}, {"Late Lee", "Snoozed Sam"}),
    ],
)
async def test_an_address_narrows_the_list_down(
    world: World, browse: SignIn, query: dict[str, str], found: set[str]
) -> None:
    far = world.now + timedelta(days=40)
    await world.lead(name="Late Lee", due_at=world.now - timedelta(minutes=1))
    await world.lead(
        name="Snoozed Sam",
        status="accepted",
        band="medium",
        clock="snooze",
        due_at=world.now - timedelta(seconds=1),
    )
    await world.lead(name="Ben's Bo", status="accepted", owner="ben", due_at=far)
    await world.lead(name="Cleo's Cy", status="accepted", owner="cleo", due_at=far)

    shown = await titles(browse, "ana", **{"view": "all"} | query)

    assert {title.replace("&#39;", "'") for title in shown} == found


@pytest.mark.parametrize(
    "words",
    [
        "ruiz",
        "RUI",
        "josé",
        "jose ruiz",
        "trackwise",
        "wise-fleet",
        "dana@",
        "fleet jos",
    ],
)
async def test_a_search_finds_the_beginnings_of_words(
    world: World, browse: SignIn, words: str
) -> None:
    await world.lead(
        name="José Ruiz", company="Trackwise", email="dana@wise-fleet.example"
    )
    await world.lead(name="Nora New", company="Elsewhere", email="nora@new.example")

    assert await titles(browse, "ana", q=words) == {"José Ruiz"}


async def test_a_search_finds_nothing_of_another_team(
    world: World, browse: SignIn
) -> None:
    await world.lead(name="José Ruiz", owner="ana")

    assert await titles(browse, "cleo", view="all", q="ruiz") == set()


async def test_closed_leads_are_found_by_words_too(
    world: World, browse: SignIn
) -> None:
    closed: dict[str, Any] = {"status": "closed", "outcome": "won", "due_at": None}
    await world.lead(name="Won Wendy", closed_at=world.now, clock=None, **closed)
    await world.lead(name="Won Will", closed_at=world.now, clock=None, **closed)

    assert await titles(browse, "ana", view="closed", q="wendy") == {"Won Wendy"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"view": "everything"}, "There is no such list"),
        ({"status": "lost"}, "There is no such state of a lead"),
        ({"band": "purple"}, "There is no such band"),
        ({"due": "never"}, "Leads can be late"),
        ({"owner": "cleo"}, "nobody whose leads you see"),
        ({"owner": "team:nowhere"}, "nobody whose leads you see"),
        ({"q": "!?&|"}, "A search needs letters or digits"),
        ({"q": "x" * 5000, "band": "\x00"}, "There is no such band"),
    ],
)
async def test_what_cannot_be_asked_is_said_and_left_out(
    world: World, browse: SignIn, query: dict[str, str], said: str
) -> None:
    await world.lead(name="Dana Ruiz")
    ana = await browse("ana")

    inbox = await ana.get("/inbox", params=query)

    assert inbox.status_code == 200
    assert said in inbox.text
    assert ("Dana Ruiz" in inbox.text) == ("x" not in query.get("q", ""))


async def test_what_was_asked_stays_from_list_to_list_and_screen_to_screen(
    world: World, browse: SignIn
) -> None:
    for number in range(30):
        due_at = world.now + timedelta(minutes=number + 1)
        await world.lead(name=f"Lead {number:02}", due_at=due_at)
    await world.lead(name="Other", band="low")
    ana = await browse("ana")

    first = (await ana.get("/inbox?band=high&q=lead")).text
    more = first.split('class="button" href="/inbox?view=mine&amp;')[1].split('"')[0]
    second = (await ana.get("/inbox?view=mine&" + more.replace("&amp;", "&"))).text

    assert 'href="/inbox?view=all&amp;band=high&amp;q=lead"' in first
    assert "Lead 24" in first
    assert "Lead 29" in second
    assert "Lead 24" not in second
    assert "Other" not in first + second


async def test_an_empty_list_says_why_it_is_empty(world: World, browse: SignIn) -> None:
    ana = await browse("ana")
    nothing_yet = (await ana.get("/inbox")).text
    await world.lead(
        status="closed", closed_at=world.now, due_at=None, clock=None, outcome="won"
    )

    all_done = (await ana.get("/inbox")).text
    no_match = (await ana.get("/inbox?q=ruiz")).text

    assert "Nothing waits for you" in nothing_yet
    assert "All done" in all_done
    assert "No lead matches" in no_match
    assert 'href="/inbox?view=closed&amp;q=ruiz"' in no_match


async def test_the_browser_may_ask_for_my_leads_alone(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead(owner="ana")
    await world.lead(owner="ben")
    ana = await browse("ana")

    mine = (await ana.get("/inbox/mine")).json()["leads"]

    assert [lead["id"] for lead in mine] == [str(lead_id)]
    assert mine[0]["title"] == "Dana Ruiz · Northwind"
    assert mine[0]["new"]
    assert mine[0]["due_words"].startswith("Accept by ")
