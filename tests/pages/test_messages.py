"""Everybody sees what prospects will read, and nobody sees more than that."""

import re
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx
import pytest

from tests.pages.conftest import SignIn
from tests.pages.world import World

HERE = "/playbook/messages"


async def shown(browser: httpx.AsyncClient, **asked: str) -> str:
    answer = await browser.get(f"{HERE}?{urlencode(asked)}")
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", answer.text)


async def letter(browser: httpx.AsyncClient, **asked: str) -> str:
    answer = await browser.get(f"{HERE}/letter?{urlencode(asked)}")
    assert answer.status_code == 200, answer.text
    return answer.text


async def cleos_lead(world: World) -> UUID:
    lead_id = await world.lead(owner="cleo", name="Zoe Hidden", company="Hidden SA")
    await world.decision(lead_id)
    return lead_id


async def test_a_rep_sees_every_message_and_where_another_language_stands_in(
    browse: SignIn,
) -> None:
    ana = await browse("ana")

    page = await shown(ana)

    for title in (
        *("Answer to high leads, without an owner", "Answer to low leads"),
        *("The bridge, when a promise slips", "Customer story"),
        "The foot of dated messages",
    ):
        assert title in page
    assert "English stands in" in page
    assert "Dana Ruiz, who is made up" in page
    assert f'href="{HERE}"' in (await ana.get("/playbook")).text


async def test_a_message_is_shown_as_it_is_sent_in_the_language_asked_for(
    browse: SignIn,
) -> None:
    ana = await browse("ana")
    asked = {"language": "es", "message": "message-customer-story"}

    page, html = await shown(ana, **asked), await letter(ana, **asked)

    assert "Cómo cuarenta furgonetas gastan" in page
    assert page.count('<iframe class="letter') == page.count(" sandbox ") == 2
    assert "Una empresa de reparto" in html
    assert "/unsubscribe/preview" in html
    assert '<html lang="es">' in html


async def test_what_is_not_there_is_said_with_what_stands_in(browse: SignIn) -> None:
    ana = await browse("ana")

    page = await shown(ana, language="fr", message="medium")

    assert "Not there in French: English stands in" in page
    assert "18 texts not there in French" in page
    assert "the message “shall-we-call”" in page


async def test_a_mail_of_the_preview_runs_nothing_and_counts_nobody(
    browse: SignIn,
) -> None:
    ana = await browse("ana")

    answer = await ana.get(f"{HERE}/letter?message=message-customer-story")

    assert answer.headers["content-security-policy"].startswith("sandbox;")
    assert "/go/" not in answer.text
    assert "https://northwind-fleet.example/customers/forty-vans" in answer.text


async def test_a_real_lead_is_written_to_in_its_own_language(
    world: World, browse: SignIn
) -> None:
    lead_id = await world.lead(name="Dana Ruiz", language="es")
    ana = await browse("ana")

    page = await shown(ana, lead=f"http://handraise.test/leads/{lead_id}")

    assert "Hola, Dana:" in page
    assert "In Spanish, to" in page
    assert f'href="/leads/{lead_id}"' in page


@pytest.mark.parametrize("way", ["", "/letter"])
async def test_a_lead_of_another_team_stays_unseen(
    world: World, browse: SignIn, way: str
) -> None:
    lead_id = await cleos_lead(world)
    ana = await browse("ana")

    hidden = await ana.get(f"{HERE}{way}?lead={lead_id}")
    unknown = await ana.get(f"{HERE}{way}?lead={uuid4()}")
    nonsense = await ana.get(f"{HERE}{way}?lead=nobody")

    assert [a.status_code for a in (hidden, unknown, nonsense)] == [404] * 3
    assert "Hidden" not in hidden.text


async def test_it_comes_by_mail_to_who_asks_and_to_nobody_else(
    world: World, browse: SignIn
) -> None:
    otto = await browse("otto")

    answer = await otto.post(f"{HERE}/send?language=es&message=bridge")

    assert answer.status_code == 303
    assert (
        answer.headers["location"] == f"{HERE}?message=bridge&language=es&done=mailed"
    )
    row = await world.read("SELECT to_address || ' ' || subject FROM messages")
    subject = "Preview: Vamos con retraso con su solicitud a Northwind Fleet"
    assert row == f"otto@northwind-fleet.example {subject}"
    done = await shown(otto, done="mailed")
    assert "Sent to you." in done


async def test_a_preview_with_a_leads_name_is_kept_with_the_lead(
    world: World, browse: SignIn
) -> None:
    lead_id = await cleos_lead(world)
    mara, ana = await browse("mara"), await browse("ana")

    sent = await mara.post(f"{HERE}/send?message=high&lead={lead_id}")
    refused = await ana.post(f"{HERE}/send?message=high&lead={lead_id}")

    assert (sent.status_code, refused.status_code) == (303, 404)
    assert await world.read("SELECT lead_id FROM messages") == lead_id
    assert "Zoe" not in (await ana.get("/outbox")).text


async def test_another_sites_page_cannot_send_it(world: World, browse: SignIn) -> None:
    otto = await browse("otto")

    answer = await otto.post(
        f"{HERE}/send?message=high", headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert await world.count("messages") == 0


async def test_an_operator_sees_the_draft_before_it_counts(
    world: World, browse: SignIn
) -> None:
    otto, ana = await browse("otto"), await browse("ana")
    text = await world.read("SELECT document FROM playbooks")
    german = '        es: "Gracias. Nuestra guía'
    text = text.replace(german, f'        de: "Vielen Dank. Lesen Sie dies."\n{german}')
    await otto.post("/playbook/edit/text", data={"text": text})

    draft = await shown(otto, of="draft", language="de", message="low")
    published = await shown(otto, language="de", message="low")
    refused = await ana.get(f"{HERE}?of=draft")

    assert "Vielen Dank. Lesen Sie dies." in draft
    assert "Vielen Dank. Lesen Sie dies." not in published
    assert refused.status_code == 403


async def test_a_draft_that_cannot_be_read_says_so(browse: SignIn) -> None:
    otto = await browse("otto")
    none = await shown(otto, of="draft")
    await otto.post("/playbook/edit/text", data={"text": "company: ["})

    broken = await shown(otto, of="draft")

    assert "You have no draft: this is what is published." in none
    assert "Your draft cannot be read just now" in broken


async def test_a_band_that_mails_nothing_says_so(world: World, browse: SignIn) -> None:
    otto = await browse("otto")
    text = await world.read("SELECT document FROM playbooks")
    kind = "kind: resources"
    text = text.replace(kind, f"{kind}\n      acknowledge_with: ~")
    await otto.post("/playbook/edit/text", data={"text": text})

    page = await shown(otto, of="draft", message="low")
    sent = await otto.post(f"{HERE}/send?of=draft&message=low")

    assert "No mail acknowledges it" in page
    assert sent.status_code == 422


async def test_strangers_are_asked_to_sign_in(browse: SignIn) -> None:
    stranger = await browse("")

    answer = await stranger.get(HERE)

    assert answer.status_code in (303, 401)
    assert "Dana" not in answer.text
