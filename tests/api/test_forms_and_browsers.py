"""A form posts, and a page of another site posts from its visitor's browser."""

import json

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from domain.qualifying.bands import Band
from tests.api.conftest import Count, Site, dana
from tests.api.thin_world import LEADS, ThinWorld

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


async def post(site: Site, inputs: dict[str, str], **headers: str) -> httpx.Response:
    inputs = {"key": site.site_key, **inputs}
    return await site.http.post("/v1/leads", data=inputs, headers=BROWSER | headers)


async def lead_of(engine: AsyncEngine, email: str):
    async with engine.connect() as connection:
        found = await connection.execute(select(LEADS).where(LEADS.c.email == email))
        return found.one()


async def test_a_form_leads_to_the_next_step(site: Site, world: ThinWorld) -> None:
    response = await post(site, dana())

    assert response.status_code == 303
    assert response.headers["location"].startswith("https://meet.")


async def test_without_a_place_to_go_the_next_step_is_a_page(
    site: Site, world: ThinWorld
) -> None:
    world.band = Band.REVIEW
    response = await post(site, dana())

    page = await site.http.get(response.headers["location"])

    assert response.status_code == 303
    assert page.status_code == 200
    assert "Thank you" in page.text


async def test_before_the_decision_the_page_thanks_all_the_same(
    site: Site, world: ThinWorld
) -> None:
    response = await post(site, dana(), Prefer="respond-async")

    page = await site.http.get(response.headers["location"])

    assert "We have your request" in page.text


async def test_every_input_finds_its_place(
    site: Site, world: ThinWorld, engine: AsyncEngine
) -> None:
    views = [{"path": "/pricing", "at": clock.now().isoformat()}]
    body = dana(
        name="Dana Ruiz",
        company="",
        employees="240",
        utm_source="search",
        landing_page="/fleet",
        consent="on",
        page_views=json.dumps(views),
        events=json.dumps([{"name": "download", "at": clock.now().isoformat()}]),
        **{
            "consent.text": "Yes",
            "source.referrer": "https://search.example/",
            "fields.vehicles": "80",
            "fields[zip]": "0612",
            "fields.share": "0.5",
            "fields.since": "May",
        },
    )

    response = await post(site, body)

    assert response.status_code == 303
    lead = await lead_of(engine, body["email"])
    assert (lead.employees, lead.company) == (240, None)
    assert lead.fields == {
        "vehicles": 80,
        "zip": "0612",
        "share": 0.5,
        "since": "May",
    }


async def test_a_multipart_form_is_the_same(
    site: Site, world: ThinWorld, engine: AsyncEngine
) -> None:
    body = dana(name="Dana Ruiz")
    parts = {name: (None, value) for name, value in body.items()}
    parts["key"] = (None, site.site_key)

    response = await site.http.post("/v1/leads", files=parts, headers=BROWSER)

    assert response.status_code == 303
    assert (await lead_of(engine, body["email"])).name == "Dana Ruiz"


async def test_a_form_with_a_file_is_refused(site: Site, rows: Count) -> None:
    before = await rows("submissions")

    response = await site.http.post(
        "/v1/leads",
        data={**dana(), "key": site.site_key},
        files={"name": ("x.exe", b"MZ")},
        headers=BROWSER,
    )

    assert response.status_code in {400, 422}
    assert await rows("submissions") == before


async def test_a_form_that_is_wrong_comes_back_as_sentences(
    site: Site, rows: Count
) -> None:
    before = await rows("submissions")

    response = await post(site, dana(employees="<b>many</b>"))

    assert response.status_code == 422
    assert response.headers["content-type"].startswith("text/html")
    assert "employees: This must be a whole number." in response.text
    assert "many" not in response.text
    assert await rows("submissions") == before


async def test_a_script_that_posts_a_form_may_ask_for_json(
    site: Site, world: ThinWorld
) -> None:
    response = await post(site, dana(), Accept="application/json")

    assert response.status_code == 201
    assert response.json()["status"] == "assigned"


@pytest.mark.parametrize("answer", ["off", "no", "0"])
async def test_no_is_no(
    site: Site, world: ThinWorld, engine: AsyncEngine, answer: str
) -> None:
    response = await post(site, dana(consent=answer))

    assert response.status_code == 303


async def test_a_form_may_name_a_page_of_ours_and_no_other(
    site: Site, world: ThinWorld
) -> None:
    ours = await post(site, dana(thanks="/demo/thanks"))
    theirs = await post(site, dana(thanks="//evil.example/x"))

    assert ours.headers["location"].startswith("/demo/thanks/")
    assert "evil" not in theirs.headers["location"]


class TestKeys:
    async def test_a_secret_key_must_not_stand_in_a_page(
        self, site: Site, world: ThinWorld
    ) -> None:
        response = await post(site, dana(key=site.secret_key))

        assert response.status_code == 401

    async def test_a_form_without_a_key_is_nobodys(self, site: Site) -> None:
        response = await site.http.post("/v1/leads", data=dana())

        assert response.status_code == 401


class TestOtherOrigins:
    async def test_a_browser_may_ask_first(self, site: Site) -> None:
        response = await site.http.options(
            "/v1/leads",
            headers={
                "Origin": "https://northwind-fleet.example",
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization,content-type",
            },
        )

        assert response.status_code == 204
        assert response.headers["access-control-allow-origin"] == "*"
        assert "POST" in response.headers["access-control-allow-methods"]
        assert "Idempotency-Key" in response.headers["access-control-allow-headers"]
        assert "access-control-allow-credentials" not in response.headers

    async def test_and_reads_the_answer_and_every_refusal(
        self, site: Site, world: ThinWorld
    ) -> None:
        good = await site.submit(dana(), Origin="https://other.example")
        bad = await site.submit({}, Origin="https://other.example")

        for response in (good, bad):
            assert response.headers["access-control-allow-origin"] == "*"

    async def test_but_nothing_else_is_open(self, site: Site) -> None:
        response = await site.http.options("/v1/leads/x/accept")

        assert "access-control-allow-origin" not in response.headers
