"""The way from a mail to the business's page: it leads on, and counts once for a person."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.mail import digest_of
from models import METADATA
from tests.api.conftest import Site, dana
from tests.api.thin_world import SUBMISSIONS

pytestmark = pytest.mark.usefixtures("world")  # leads are decided

STORY = "https://northwind-fleet.example/customers/forty-vans"
CHROME = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36"}


async def mailed(engine: AsyncEngine, lead_id: str, sent_at: datetime) -> str:
    """The key of a follow-up."""
    key = f"{lead_id}/{uuid4().hex}"
    async with engine.begin() as connection:
        await connection.execute(
            insert(METADATA.tables["messages"]).values(
                id=uuid4(),
                key=key,
                digest=digest_of(key),
                lead_id=UUID(lead_id),
                kind="follow_up",
                to_name="",
                to_address="dana@northwind.example",
                subject="Customer story",
                text="",
                html="",
                created_at=sent_at,
                sent_at=sent_at,
            )
        )
    return key


async def clicks(engine: AsyncEngine, lead_id: str) -> list[Any]:
    async with engine.connect() as connection:
        found = await connection.scalars(
            select(SUBMISSIONS.c.payload).where(SUBMISSIONS.c.lead_id == UUID(lead_id))
        )
        return [
            event
            for payload in found
            for event in payload.get("events", [])
            if event["name"] == "click"
        ]


def way(site: Site, key: str) -> str:
    return str(site.app.state.parts.options.links.go(digest_of(key), STORY))


async def test_a_click_leads_on_and_counts_once(
    site: Site, engine: AsyncEngine
) -> None:
    lead_id = await site.lead(dana())
    link = way(site, await mailed(engine, lead_id, clock.now() - timedelta(hours=1)))

    first = await site.http.get(link, headers=CHROME)
    again = await site.http.get(link, headers=CHROME)

    assert (first.status_code, first.headers["location"]) == (302, STORY)
    assert (again.status_code, again.headers["location"]) == (302, STORY)
    (click,) = await clicks(engine, lead_id)
    assert click["properties"] == {"url": STORY}


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Barracuda Sentinel)"},
        {"User-Agent": "python-requests/2.32"},
        {"User-Agent": ""},
        CHROME | {"Sec-Purpose": "prefetch;prerender"},
    ],
    ids=["scanner", "script", "nobody", "prefetch"],
)
async def test_a_program_is_led_on_and_not_counted(
    site: Site, engine: AsyncEngine, headers: dict[str, str]
) -> None:
    lead_id = await site.lead(dana())
    link = way(site, await mailed(engine, lead_id, clock.now() - timedelta(hours=1)))

    led = await site.http.get(link, headers=headers)
    looked = await site.http.head(link, headers=CHROME)

    assert (led.status_code, looked.status_code) == (302, 302)
    assert await clicks(engine, lead_id) == []


async def test_what_opens_a_link_on_arrival_is_no_reader(
    site: Site, engine: AsyncEngine
) -> None:
    lead_id = await site.lead(dana())
    link = way(site, await mailed(engine, lead_id, clock.now()))

    await site.http.get(link, headers=CHROME)

    assert await clicks(engine, lead_id) == []


async def test_a_closed_lead_is_left_alone(site: Site, engine: AsyncEngine) -> None:
    body = dana()
    lead_id = await site.lead(body)
    link = way(site, await mailed(engine, lead_id, clock.now() - timedelta(hours=1)))
    await site.act(lead_id, "close", by="mara", outcome="spam")

    led = await site.http.get(link, headers=CHROME)

    assert led.headers["location"] == STORY
    assert await clicks(engine, lead_id) == []


async def test_nobody_is_led_where_we_did_not_say(site: Site) -> None:
    link = way(site, "a key")
    altered = f"{link[:-3]}abc"

    for wrong in (altered, "/go/https://evil.example", "/go/x"):
        refused = await site.http.get(wrong, headers=CHROME)
        assert refused.status_code == 404
        assert "location" not in refused.headers
