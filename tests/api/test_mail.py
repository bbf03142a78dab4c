"""A mail server hands mail in over HTTP."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.incoming.parsing import LARGEST
from tests.api.conftest import Site
from tests.api.thin_world import LEADS
from tests.mail.letters import mail

MAIL = {"Content-Type": "message/rfc822"}


async def test_a_mail_becomes_a_lead_once(site: Site, engine: AsyncEngine) -> None:
    raw = mail("A quote, please", sender="Eva Lind <eva@acme.example>")
    headers = MAIL | {"Authorization": f"Bearer {site.secret_key}"}

    first = await site.http.post("/v1/mail", content=raw, headers=headers)
    second = await site.http.post("/v1/mail", content=raw, headers=headers)

    assert first.status_code == 200, first.text
    assert first.json()["kind"] == "new_lead"
    assert second.json() == {"kind": "repeated"}
    async with engine.connect() as connection:
        found = await connection.execute(
            select(LEADS.c.channel).where(LEADS.c.email == "eva@acme.example")
        )
        assert found.scalars().all() == ["email"]


async def test_a_site_key_hands_no_mail_in(site: Site) -> None:
    headers = MAIL | {"Authorization": f"Bearer {site.site_key}"}

    refused = await site.http.post("/v1/mail", content=mail("x"), headers=headers)

    assert refused.status_code == 403


async def test_mail_may_be_larger_than_other_bodies_and_not_endless(
    site: Site,
) -> None:
    headers = MAIL | {"Authorization": f"Bearer {site.secret_key}"}
    large = mail("Large", sender="x@acme.example", message="<large@acme.example>")
    attached = large + b"\r\n" * 300_000

    taken = await site.http.post("/v1/mail", content=attached, headers=headers)
    refused = await site.http.post(
        "/v1/mail", content=b"x" * LARGEST + b"x", headers=headers
    )

    assert taken.status_code == 200
    assert refused.status_code == 413
