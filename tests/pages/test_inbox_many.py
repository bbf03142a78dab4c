"""What may go wrong with the ticked leads, before anything is done with any."""

from uuid import uuid4

import httpx
import pytest

from tests.pages.conftest import SignIn
from tests.pages.world import World


async def do(
    browser: httpx.AsyncClient, what: str, *leads: object, **fields: str
) -> httpx.Response:
    form = {"do": what, "lead": [str(lead) for lead in leads], **fields}
    return await browser.post("/inbox", data=form)


@pytest.mark.parametrize(
    ("what", "fields", "said"),
    [
        ("", {}, "Say what to do with the leads."),
        ("correct", {}, "Say what to do with the leads."),
        ("snooze", {"snooze.until": ""}, "Say until when: a day and a time."),
        ("snooze", {"snooze.until": "2020-01-01T09:00"}, "This must be in the future"),
        ("snooze nonsense", {}, "Say until when: a day and a time."),
        ("close", {}, "This must be one of"),
        ("close", {"close.outcome": "merged"}, "Leads are merged by"),
        ("reassign", {"reassign.to": "nobody"}, "Nobody who works here"),
    ],
)
async def test_a_form_that_cannot_be_used_is_said_once(
    world: World, browse: SignIn, what: str, fields: dict[str, str], said: str
) -> None:
    leads = [await world.lead(name=f"Lead {n}") for n in range(3)]
    mara = await browse("mara")

    answer = await do(mara, what, *leads, **fields)

    assert answer.status_code == 422
    assert answer.text.count(said) == 1
    assert await world.count("human_actions") == 0


@pytest.mark.parametrize("leads", [[], ["none"], [uuid4() for _ in range(101)]])
async def test_some_leads_have_to_be_named_and_not_too_many(
    browse: SignIn, leads: list[object]
) -> None:
    ana = await browse("ana")

    answer = await do(ana, "accept", *leads)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


async def test_a_foreign_lead_is_not_touched_nor_named(
    world: World, browse: SignIn
) -> None:
    of_cleo = await world.lead(name="Cleo's Cy", owner="cleo")
    ana = await browse("ana")

    answer = await do(ana, "accept", of_cleo, of_cleo)

    assert "One lead is not among those that you see." in answer.text
    assert "Cy" not in answer.text
    assert await world.count("human_actions") == 0


async def test_a_rep_gives_away_what_is_theirs_and_reads_why_not_the_others(
    world: World, browse: SignIn
) -> None:
    leads = [await world.lead(name=f"{who}'s", owner=who) for who in ("ana", "ben")]
    ana = await browse("ana")

    shown = (await ana.get("/inbox?view=all")).text
    answer = await do(ana, "reassign", *leads, **{"reassign.to": "ben"})

    assert ">Give them over</button>" in shown
    assert "ben&#39;s: Only Ben, who has this lead, or Mara may give it" in answer.text
    assert "ana&#39;s: Only" not in answer.text


async def test_while_temporal_is_away_each_lead_says_so(
    world: World, browse: SignIn
) -> None:
    leads = [await world.lead(name=f"Lead {n}") for n in range(2)]
    ana = await browse("ana")

    answer = await do(ana, "accept", *leads)

    assert "Lead 0: " in answer.text
    assert "Lead 1: " in answer.text
    assert "Undo" not in answer.text


async def test_another_sites_page_cannot_do_it(world: World, browse: SignIn) -> None:
    lead_id = await world.lead()
    ana = await browse("ana")
    ana.headers["Sec-Fetch-Site"] = "cross-site"

    answer = await do(ana, "accept", lead_id)

    assert answer.status_code == 403
