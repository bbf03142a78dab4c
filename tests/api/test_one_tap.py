"""A tap in a mail acts, once, and whoever comes second is told who was first."""

import asyncio
from uuid import UUID

import httpx
import pytest_asyncio
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.letters.links import LASTS, Links, Tap
from domain.lifecycle import ActionKind
from tests.api.conftest import SIGNING_KEY, Site, dana
from tests.api.thin_world import ACTIONS, ThinWorld

LINKS = Links("", SIGNING_KEY.get_secret_value().encode())


@pytest_asyncio.fixture
async def lead(site: Site, world: ThinWorld) -> str:
    """A lead that Ana was told of."""
    return await site.lead(dana(name="Dana Ruiz"))


def link(lead: str, kind: ActionKind, handle: str = "ana") -> str:
    return LINKS.tap(Tap(UUID(lead), handle, kind, clock.now() + LASTS)) or ""


async def tapped(site: Site, url: str, **fields: str) -> httpx.Response:
    return await site.http.post(
        url,
        data=fields,
        headers={"Accept": "text/html", "Sec-Fetch-Site": "same-origin"},
    )


async def test_one_tap_accepts(site: Site, lead: str) -> None:
    answer = await tapped(site, link(lead, ActionKind.ACCEPT))

    assert answer.status_code == 200, answer.text
    assert "Yours." in answer.text
    assert (await site.read(lead))["status"] == "accepted"


async def test_a_mail_scanner_that_fetches_every_link_changes_nothing(
    site: Site, lead: str
) -> None:
    for kind in (ActionKind.ACCEPT, ActionKind.DECLINE, ActionKind.TAKEOVER):
        for method in ("GET", "HEAD", "OPTIONS"):
            await site.http.request(method, link(lead, kind))

    assert (await site.read(lead))["status"] == "assigned"


async def test_the_second_tap_says_who_has_it(site: Site, lead: str) -> None:
    url = link(lead, ActionKind.ACCEPT)
    await tapped(site, url)

    again = await tapped(site, url)

    assert again.status_code == 409
    assert "Already accepted by Ana at" in again.text


async def test_of_two_taps_in_the_same_moment_one_wins(site: Site, lead: str) -> None:
    url = link(lead, ActionKind.ACCEPT)

    both = await asyncio.gather(tapped(site, url), tapped(site, url))

    assert sorted(answer.status_code for answer in both) == [200, 409]


async def test_declining_finds_somebody_else_and_keeps_the_reason(
    site: Site, lead: str, engine: AsyncEngine
) -> None:
    url = link(lead, ActionKind.DECLINE)

    answer = await tapped(site, url, reason="I know her from before")

    assert answer.status_code == 200, answer.text
    assert "Somebody else is being found" in answer.text
    async with engine.connect() as connection:
        kept = select(ACTIONS.c.reason).where(ACTIONS.c.lead_id == UUID(lead))
        assert await connection.scalar(kept) == "I know her from before"


async def test_a_manager_takes_over_from_the_mail(site: Site, lead: str) -> None:
    answer = await tapped(site, link(lead, ActionKind.TAKEOVER, "mara"))

    assert answer.status_code == 200, answer.text
    assert (await site.read(lead))["status"] == "taken_over"
