"""People and servers act on leads through the API."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.store.access.sign_in import open_session
from api.dependencies import SESSION_COOKIE
from domain.qualifying.bands import Band
from models import METADATA
from tests.api.conftest import Site, dana
from tests.api.thin_world import ACTIONS, ThinWorld

USERS = METADATA.tables["users"]


@pytest_asyncio.fixture
async def lead(site: Site, world: ThinWorld) -> str:
    """A lead that Ana was told of."""
    return await site.lead(dana(name="Dana Ruiz"))


async def asked(engine: AsyncEngine, lead_id: str):
    async with engine.connect() as connection:
        found = await connection.execute(
            select(ACTIONS).where(ACTIONS.c.lead_id == UUID(lead_id))
        )
        return found.all()


async def test_a_lead_is_read_with_what_explains_it(site: Site, lead: str) -> None:
    read = await site.read(lead)

    assert read["lead_id"] == lead
    assert read["name"] == "Dana Ruiz"
    assert read["owner"] == {"handle": "ana", "name": "Ana Ortiz"}
    assert read["decision"]["score"]["points"] == 20
    assert read["decision"]["reasons"][0]["because"] == "80 vans"


async def test_the_answer_is_the_lead_as_it_stands(site: Site, lead: str) -> None:
    response = await site.act(lead, "accept", by="ana")

    assert response.status_code == 200, response.text
    assert response.json()["status"] == "accepted"
    assert response.json()["owner"]["handle"] == "ana"


async def test_the_words_are_kept_and_marked_as_applied(
    site: Site, lead: str, engine: AsyncEngine
) -> None:
    await site.act(lead, "note", by="mara", reason="Met her at the fair")

    (action,) = await asked(engine, lead)
    assert (action.kind, action.by, action.reason) == (
        "note",
        "mara",
        "Met her at the fair",
    )
    assert action.applied_at is not None


async def test_what_the_state_does_not_allow_is_said_with_names(
    site: Site, lead: str, engine: AsyncEngine
) -> None:
    await site.act(lead, "accept", by="ana")

    response = await site.act(lead, "accept", by="ben")

    assert response.status_code == 409
    detail = response.json()["detail"]
    assert detail.startswith("Already accepted by Ana at ")
    assert "UTC" not in detail
    assert len(await asked(engine, lead)) == 1


async def test_corrections_and_a_deals_value_stay_in_the_database(
    site: Site, lead: str, engine: AsyncEngine
) -> None:
    fields = {"company": "Northwind", "employees": 300, "fields": {"vehicles": 90}}
    corrected = await site.act(lead, "correct", by="ana", fields=fields)
    closed = await site.act(lead, "close", by="ana", outcome="won", value=12000)

    assert (corrected.status_code, closed.status_code) == (200, 200), corrected.text
    details = [action.details for action in await asked(engine, lead)]
    assert {"fields": fields} in details
    assert {"value": 12000} in details
    assert closed.json()["status"] == "closed"
    assert closed.json()["outcome"] == "won"


async def test_every_input_arrives(site: Site, world: ThinWorld) -> None:
    lead = await site.lead()
    inputs = [
        ("decline", {"by": "ana", "reason": "No time"}, "assigned"),
        ("reassign", {"by": "mara", "to": "ben"}, "assigned"),
        ("contacted", {"by": "ben"}, "contacted"),
        ("takeover", {"by": "mara"}, "taken_over"),
        ("release", {"by": "mara"}, "contacted"),
        ("close", {"by": "mara", "outcome": "spam"}, "closed"),
        ("reopen", {"by": "mara"}, None),
    ]
    for action, body, status in inputs:
        response = await site.act(lead, action, **body)

        assert response.status_code == 200, (action, response.text)
        assert status in {None, response.json()["status"]}


async def test_a_review_is_resolved(site: Site, world: ThinWorld) -> None:
    world.band = Band.REVIEW
    lead = await site.lead()

    response = await site.act(lead, "resolve", by="mara", band="high", owner="ben")

    assert response.status_code == 200, response.text
    assert response.json()["owner"]["handle"] == "ben"


async def test_a_closed_lead_takes_nothing(site: Site, lead: str) -> None:
    await site.act(lead, "close", by="mara", outcome="lost")

    response = await site.act(lead, "accept", by="ana")

    assert response.status_code == 409
    assert response.json()["detail"] == "This lead is closed. Reopen it first."


async def test_an_open_lead_cannot_be_reopened(site: Site, lead: str) -> None:
    response = await site.act(lead, "reopen", by="mara")

    assert response.status_code == 409


BAD = [
    ("accept", {}, "/by"),
    ("accept", {"by": "nobody"}, "/by"),
    ("accept", {"by": "ana", "to": "ben"}, "/to"),
    ("accept", {"by": "ana", "reason": "x\x00"}, "/reason"),
    ("accept", {"by": 7}, "/by"),
    ("accept", {"by": "ana", "colour": "red"}, "/colour"),
    ("reassign", {"by": "mara"}, "/to"),
    ("reassign", {"by": "mara", "to": "zoe"}, "/to"),
    ("note", {"by": "mara"}, "/reason"),
    ("close", {"by": "mara"}, "/outcome"),
    ("close", {"by": "mara", "outcome": "great"}, "/outcome"),
    ("close", {"by": "mara", "outcome": "won", "value": -1}, "/value"),
    ("close", {"by": "mara", "outcome": "won", "value": True}, "/value"),
    ("correct", {"by": "mara"}, "/fields"),
    ("correct", {"by": "mara", "fields": {}}, "/fields"),
    ("correct", {"by": "mara", "fields": {"owner": "ben"}}, "/fields/owner"),
    ("correct", {"by": "mara", "fields": {"employees": "x"}}, "/fields/employees"),
    ("resolve", {"by": "mara"}, "/band"),
    ("resolve", {"by": "mara", "band": "review"}, "/band"),
    ("resolve", {"by": "mara", "band": "low", "reject": True}, "/band"),
    ("resolve", {"by": "mara", "band": "high", "owner": "zoe"}, "/owner"),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad[0]} {bad[1]}")
async def test_a_body_that_cannot_be_used_names_the_place(
    site: Site, lead: str, engine: AsyncEngine, bad: tuple[str, dict[str, Any], str]
) -> None:
    action, body, pointer = bad

    response = await site.act(lead, action, **body)

    assert response.status_code == 422, response.text
    assert [fault["pointer"] for fault in response.json()["errors"]] == [pointer]
    assert await asked(engine, lead) == []


async def test_who_left_gets_no_leads(
    site: Site, lead: str, engine: AsyncEngine
) -> None:
    await set_departed(engine, "ben", clock.now())
    try:
        response = await site.act(lead, "reassign", by="mara", to="ben")
    finally:
        await set_departed(engine, "ben", None)

    assert response.status_code == 422


async def set_departed(engine: AsyncEngine, handle: str, at) -> None:
    async with engine.begin() as connection:
        await connection.execute(
            update(USERS).where(USERS.c.handle == handle).values(departed_at=at)
        )


class TestWhoMay:
    @pytest.mark.parametrize("lead_id", ["x", "1", uuid4()])
    async def test_nobody_finds_what_is_not_there(self, site: Site, lead_id) -> None:
        secret = {"Authorization": f"Bearer {site.secret_key}"}
        read = await site.http.get(f"/v1/leads/{lead_id}", headers=secret)
        acted = await site.act(str(lead_id), "accept", by="ana")

        assert (read.status_code, acted.status_code) == (404, 404)

    async def test_there_is_no_such_action(self, site: Site, lead: str) -> None:
        assert (await site.act(lead, "explode", by="ana")).status_code == 404

    async def test_a_site_key_neither_reads_nor_acts(
        self, site: Site, lead: str
    ) -> None:
        of_site = {"Authorization": f"Bearer {site.site_key}"}

        read = await site.http.get(f"/v1/leads/{lead}", headers=of_site)
        acted = await site.http.post(
            f"/v1/leads/{lead}/accept", json={"by": "ana"}, headers=of_site
        )

        assert (read.status_code, acted.status_code) == (403, 403)

    async def test_strangers_are_asked_who_they_are(
        self, site: Site, lead: str
    ) -> None:
        read = await site.http.get(f"/v1/leads/{lead}")
        acted = await site.http.post(f"/v1/leads/{lead}/accept", json={"by": "ana"})

        assert (read.status_code, acted.status_code) == (401, 401)
        assert read.headers["www-authenticate"] == "Bearer"


class TestSignedIn:
    async def as_person(
        self,
        site: Site,
        engine: AsyncEngine,
        handle: str,
        lead: str,
        action: str,
        **body,
    ) -> httpx.Response:
        async with engine.begin() as connection:
            token = await open_session(connection, handle, clock.now())
        headers = {"Cookie": f"{SESSION_COOKIE}={token}"} | body.pop("headers", {})
        return await site.http.post(
            f"/v1/leads/{lead}/{action}", json=body, headers=headers
        )

    async def test_a_person_acts_as_themself(
        self, site: Site, lead: str, engine: AsyncEngine
    ) -> None:
        response = await self.as_person(site, engine, "ana", lead, "accept")

        assert response.status_code == 200, response.text

    async def test_and_as_nobody_else(
        self, site: Site, lead: str, engine: AsyncEngine
    ) -> None:
        response = await self.as_person(site, engine, "ben", lead, "accept", by="ana")

        assert response.status_code == 422

    async def test_another_team_sees_nothing(
        self, site: Site, lead: str, engine: AsyncEngine
    ) -> None:
        response = await self.as_person(site, engine, "cleo", lead, "takeover")

        assert response.status_code == 404

    async def test_a_rep_does_not_decide_reviews(
        self, site: Site, world: ThinWorld, engine: AsyncEngine
    ) -> None:
        world.band = Band.REVIEW
        lead = await site.lead()

        by_rep = await self.as_person(site, engine, "ana", lead, "resolve", band="high")
        by_manager = await self.as_person(
            site, engine, "mara", lead, "resolve", reject=True
        )

        assert (by_rep.status_code, by_manager.status_code) == (403, 200)

    async def test_a_takeover_is_given_back_by_who_took_it_or_who_leads_them(
        self, site: Site, lead: str, engine: AsyncEngine
    ) -> None:
        await site.act(lead, "takeover", by="ben")

        by_ana = await self.as_person(site, engine, "ana", lead, "release")
        by_ben = await self.as_person(site, engine, "ben", lead, "release")

        assert by_ana.status_code == 403
        assert by_ana.json()["detail"] == (
            "Only Ben, who took this lead over, or Mara may give it back."
        )
        assert by_ben.status_code == 200, by_ben.text
        assert [a.by for a in await asked(engine, lead)] == ["ben", "ben"]

    async def test_a_lead_is_given_away_by_who_has_it_or_who_leads_them(
        self, site: Site, lead: str, engine: AsyncEngine
    ) -> None:
        by_ben = await self.as_person(site, engine, "ben", lead, "reassign", to="ben")
        by_ana = await self.as_person(site, engine, "ana", lead, "reassign", to="ben")
        by_mara = await self.as_person(site, engine, "mara", lead, "reassign", to="ana")

        assert by_ben.status_code == 403
        assert "Only Ana, who has this lead, or Mara may" in by_ben.json()["detail"]
        assert (by_ana.status_code, by_mara.status_code) == (200, 200), by_ana.text

    async def test_another_sites_page_cannot_act_with_their_cookie(
        self, site: Site, lead: str, engine: AsyncEngine
    ) -> None:
        other = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
        response = await self.as_person(
            site, engine, "ana", lead, "accept", headers=other
        )

        assert response.status_code == 403

    async def test_an_ended_session_is_nobody(self, site: Site, lead: str) -> None:
        response = await site.http.post(
            f"/v1/leads/{lead}/accept",
            json={},
            headers={"Cookie": f"{SESSION_COOKIE}=gone"},
        )

        assert response.status_code == 401


async def test_a_lead_may_wait_until_an_instant_ahead(
    site: Site, lead: str, engine: AsyncEngine
) -> None:
    await site.act(lead, "accept", by="ana")
    until = (clock.now() + timedelta(days=2)).isoformat()

    answer = await site.act(lead, "snooze", by="ana", until=until, reason="Budget")

    assert answer.status_code == 200, answer.text
    (kept,) = (a for a in await asked(engine, lead) if a.kind == "snooze")
    assert kept.reason == "Budget"


@pytest.mark.parametrize(
    "until",
    [
        clock.now() - timedelta(minutes=1),
        clock.now() + timedelta(days=182),
        datetime(4, 1, 1, tzinfo=UTC),
    ],
    ids=["yesterday", "for ever", "antiquity"],
)
async def test_a_lead_waits_neither_until_yesterday_nor_for_ever(
    site: Site, lead: str, until: datetime
) -> None:
    await site.act(lead, "accept", by="ana")

    answer = await site.act(lead, "snooze", by="ana", until=until.isoformat())

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/until"
