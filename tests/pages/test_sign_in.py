import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI

from adapters.mail import Mail, MailError
from adapters.store.access.sign_in import LINKS_AT_ONCE, issue_link
from tests.pages.conftest import SignIn
from tests.pages.world import World

if TYPE_CHECKING:
    import httpx

ANA = "ana@northwind-fleet.example"


async def link_in_mail(world: World) -> str:
    text = await world.read(
        "SELECT text FROM messages ORDER BY created_at DESC LIMIT 1"
    )
    found = re.search(r"http://handraise\.test(/sign-in/\S+)", text or "")
    assert found is not None
    return found[1]


async def token_for(world: World, handle: str, at: timedelta = timedelta()) -> str:
    async with world.engine.begin() as connection:
        return await issue_link(connection, handle, world.now + at)


async def test_a_mailed_link_signs_in_after_one_tap(
    world: World, browse: SignIn
) -> None:
    browser = await browse("")
    await browser.post("/sign-in", data={"address": ANA.upper(), "back": "/review"})
    link = await link_in_mail(world)

    shown = await browser.get(link)
    tapped = await browser.post(link.partition("?")[0], data={"back": "/review"})
    page = await browser.get(tapped.headers["location"])

    assert "Sign me in" in shown.text
    assert tapped.headers["location"] == "/review"
    assert "Ana Ortiz" in page.text


async def test_looking_at_the_link_does_not_use_it_up(
    world: World, browse: SignIn
) -> None:
    token = await token_for(world, "ana")
    scanner, browser = await browse(""), await browse("")

    for _ in range(3):
        await scanner.get(f"/sign-in/{token}")
    tapped = await browser.post(f"/sign-in/{token}")

    assert tapped.status_code == 303


async def test_a_link_works_once(world: World, browse: SignIn) -> None:
    token = await token_for(world, "ana")
    first, second = await browse(""), await browse("")

    answers = [await b.post(f"/sign-in/{token}") for b in (first, second)]

    assert [answer.status_code for answer in answers] == [303, 410]
    assert "does not work any more" in answers[1].text


async def test_a_link_expires(world: World, browse: SignIn) -> None:
    token = await token_for(world, "ana", at=-timedelta(minutes=16))
    browser = await browse("")

    shown = await browser.get(f"/sign-in/{token}")
    tapped = await browser.post(f"/sign-in/{token}")

    assert [shown.status_code, tapped.status_code] == [410, 410]


async def test_strangers_get_the_same_answer_and_no_mail(
    world: World, browse: SignIn
) -> None:
    browser = await browse("")

    known = await browser.post("/sign-in", data={"address": ANA})
    stranger = await browser.post("/sign-in", data={"address": "eve@evil.example"})

    assert known.text == stranger.text
    assert await world.read("SELECT count(*) FROM messages") == 1


async def test_nobodys_mailbox_is_flooded(world: World, browse: SignIn) -> None:
    browser = await browse("")

    for _ in range(LINKS_AT_ONCE + 3):
        await browser.post("/sign-in", data={"address": ANA})

    assert await world.read("SELECT count(*) FROM messages") == LINKS_AT_ONCE


async def test_only_hashes_of_tokens_are_kept(world: World, browse: SignIn) -> None:
    token = await token_for(world, "ana")
    browser = await browse("")
    tapped = await browser.post(f"/sign-in/{token}")
    cookie = tapped.cookies["handraise_session"]

    kept = await world.read("SELECT string_agg(token_hash, ' ') FROM sign_in_links")
    sessions = await world.read("SELECT string_agg(token_hash, ' ') FROM sessions")

    assert token not in kept
    assert cookie not in sessions


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    world: World, browse: SignIn
) -> None:
    token = await token_for(world, "ana")
    browser = await browse("")

    tapped = await browser.post(f"/sign-in/{token}")

    cookie = tapped.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


async def test_signing_out_ends_the_session(browse: SignIn) -> None:
    ana = await browse("ana")
    session = ana.cookies["handraise_session"]

    await ana.post("/sign-out")
    ana.cookies.set("handraise_session", session)
    answer = await ana.get("/inbox")

    assert answer.status_code == 303


async def test_who_has_left_is_signed_out(world: World, browse: SignIn) -> None:
    ana = await browse("ana")
    async with world.engine.begin() as connection:
        await connection.exec_driver_sql(
            "UPDATE users SET departed_at = now() WHERE handle = 'ana'"
        )

    answer = await ana.get("/inbox")

    assert answer.status_code == 303


@pytest.mark.parametrize(
    "back",
    ["//evil.test", "/\\evil.test", "https://evil.test", "/\t/evil.test", ""],
)
async def test_signing_in_never_leads_to_another_site(
    world: World, browse: SignIn, back: str
) -> None:
    token = await token_for(world, "ana")
    browser = await browse("")

    tapped: httpx.Response = await browser.post(
        f"/sign-in/{token}", data={"back": back}
    )

    assert tapped.headers["location"] == "/inbox"


class RememberingMailer:
    def __init__(self) -> None:
        self.sent: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.sent.append(mail)


class BrokenMailer:
    async def send(self, mail: Mail) -> None:
        raise MailError(f"The mail server answered 451 to {mail.key}.")


async def test_a_mail_server_gets_the_link_and_nobody_else(
    app: FastAPI, world: World, browse: SignIn
) -> None:
    mailer = RememberingMailer()
    app.state.parts = replace(app.state.parts, mailer=mailer)
    browser = await browse("")

    await browser.post("/sign-in", data={"address": ANA})

    assert [mail.to_address for mail in mailer.sent] == [ANA]
    assert "http://handraise.test/sign-in/" in mailer.sent[0].text
    assert await world.read("SELECT count(*) FROM messages") == 0


async def test_a_mail_server_that_is_away_tells_strangers_nothing(
    app: FastAPI, browse: SignIn
) -> None:
    app.state.parts = replace(app.state.parts, mailer=BrokenMailer())
    browser = await browse("")

    known = await browser.post("/sign-in", data={"address": ANA})
    stranger = await browser.post("/sign-in", data={"address": "eve@evil.example"})

    assert [known.status_code, known.text] == [200, stranger.text]


async def test_who_is_signed_in_already_goes_on(browse: SignIn) -> None:
    ana = await browse("ana")

    answer = await ana.get("/sign-in?next=/review")

    assert answer.headers["location"] == "/review"


async def test_another_site_cannot_sign_a_visitor_in(
    world: World, browse: SignIn
) -> None:
    token = await token_for(world, "ana")
    browser = await browse("")

    answer = await browser.post(
        f"/sign-in/{token}", headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
