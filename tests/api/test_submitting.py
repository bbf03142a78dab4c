"""A website submits a lead and shows its visitor the next step."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from fastapi import Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from api.parts import Options
from api.web.preferences import preferences_of
from domain.qualifying.bands import Band
from tests.api.conftest import Count, Site, becomes, dana, timed
from tests.api.thin_world import LEADS, SUBMISSIONS, ThinWorld


async def test_the_answer_to_the_post_is_the_first_decision(
    site: Site, world: ThinWorld
) -> None:
    response = await site.submit(dana(name="Dana Ruiz", fields={"vehicles": 80}))

    assert response.status_code == 201, response.text
    answer = response.json()
    assert answer["status"] == "assigned"
    assert answer["band"] == "high"
    assert answer["owner"] == {"name": "Ana Ortiz"}
    assert answer["next_step"]["kind"] == "book"
    assert answer["next_step"]["url"].endswith("/ana")
    assert datetime.fromisoformat(answer["next_step"]["respond_by"]).tzinfo
    assert response.headers["location"] == f"/v1/leads/{answer['lead_id']}"
    assert "score" not in answer


async def test_a_secret_key_learns_why(site: Site, world: ThinWorld) -> None:
    response = await site.submit(dana(), key=site.secret_key)

    answer = response.json()
    assert answer["score"] == {"points": 20, "fit": 20, "intent": 0, "urgency": 0}
    assert answer["reasons"][0]["because"] == "80 vans"
    assert str(UUID(answer["decision_id"])) == answer["decision_id"]


async def test_an_unclear_lead_is_told_that_a_person_looks_at_it(
    site: Site, world: ThinWorld
) -> None:
    world.band = Band.REVIEW

    answer = (await site.submit(dana())).json()

    assert answer["status"] == "in_review"
    assert answer["band"] == "review"
    assert answer["next_step"]["message"]
    assert "owner" not in answer


async def test_what_was_posted_is_kept_as_it_was(
    site: Site, world: ThinWorld, engine: AsyncEngine
) -> None:
    body = dana(
        phone="\u202a+34 600 000 000\u202c",
        message="Quote\r\nfor\t80 vehicles",
        company="  ",
        consent={"marketing": True},
        fields={"vehicles": 80, "gclid": "x", "urgent": True, "none": None},
        page_views=[{"path": "/pricing", "seconds": 95, "at": clock.now().isoformat()}],
    )

    response = await site.submit(body, Accept_Language="es-ES,es;q=0.9")

    lead_id = UUID(response.json()["lead_id"])
    async with engine.connect() as connection:
        lead = (
            await connection.execute(select(LEADS).where(LEADS.c.id == lead_id))
        ).one()
        kept = (
            await connection.execute(
                select(SUBMISSIONS).where(SUBMISSIONS.c.lead_id == lead_id)
            )
        ).one()
    assert lead.phone == "+34 600 000 000"
    assert lead.message == "Quote\r\nfor\t80 vehicles"
    assert lead.company is None
    assert lead.fields == {"vehicles": 80, "gclid": "x", "urgent": True}
    assert kept.locale == "es-ES"
    assert kept.payload["page_views"][0]["path"] == "/pricing"
    assert kept.decision_id is not None


async def test_what_somebody_did_is_kept_with_where_they_are(
    site: Site, world: ThinWorld, engine: AsyncEngine
) -> None:
    at = clock.now().isoformat()
    guide = {"name": "download", "at": at, "properties": {"file": "guide"}}
    body = dana(events=[guide], region="Catalonia", postal_code="08001")

    response = await site.submit(body)

    lead_id = UUID(response.json()["lead_id"])
    async with engine.connect() as connection:
        found = select(SUBMISSIONS).where(SUBMISSIONS.c.lead_id == lead_id)
        payload = (await connection.execute(found)).one().payload
    (event,) = payload["events"]
    assert (event["name"], event["properties"]) == ("download", {"file": "guide"})
    assert (payload["region"], payload["postal_code"]) == ("Catalonia", "08001")


async def test_a_name_is_text_whatever_it_looks_like(
    site: Site, world: ThinWorld
) -> None:
    name = "{{7*7}} ${jndi:ldap://x} <script>alert(1)</script> '; DROP TABLE leads"

    response = await site.submit(dana(name=name))

    lead = await site.read(response.json()["lead_id"])
    assert lead["name"] == name


class TestPreferences:
    async def test_who_does_not_wait_gets_a_place_to_look(
        self, site: Site, world: ThinWorld
    ) -> None:
        response = await site.submit(dana(), Prefer="respond-async")

        assert response.status_code == 202
        answer = response.json()
        assert answer["status"] == "qualifying"
        assert answer["next_step"]["kind"] == "wait"
        assert response.headers["location"] == f"/v1/leads/{answer['lead_id']}"
        assert await becomes(lambda: site.stands(answer["lead_id"], "assigned"))

    async def test_a_slow_decision_is_waited_for_as_long_as_asked(
        self, site: Site, world: ThinWorld
    ) -> None:
        world.hold()

        response, seconds = await timed(site.submit(dana(), Prefer="wait=1"))

        assert response.status_code == 202
        assert 0.95 < seconds < 2
        world.release()
        assert await becomes(
            lambda: site.stands(response.json()["lead_id"], "assigned")
        )

    async def test_nonsense_is_no_reason_to_refuse(
        self, site: Site, world: ThinWorld
    ) -> None:
        response = await site.submit(dana(), Prefer="wait=x; handling=lenient")

        assert response.status_code == 201

    @pytest.mark.parametrize(
        ("said", "seconds"),
        [
            ("", 2),
            ("wait=5", 5),
            ('Wait = "5"', 5),
            ("respond-async", 0),
            ("wait=5, respond-async", 0),
            ("handling=lenient, wait=3", 3),
            ("wait=0", 0),
            ("wait=999999", 10),
            ("wait=x", 2),
            ("wait=-1", 2),
            ("wait=1e3", 2),
            ("await=5", 2),
        ],
    )
    def test_how_long_it_waits(self, said: str, seconds: int) -> None:
        headers = [(b"prefer", said.encode())] if said else []
        request = Request({"type": "http", "headers": headers})

        found = preferences_of(request, Options(url="http://web.example"))

        assert found.wait == timedelta(seconds=seconds)


class TestTheSamePerson:
    async def test_raising_a_hand_again_is_merged_and_counts(
        self, site: Site, world: ThinWorld, engine: AsyncEngine
    ) -> None:
        body = dana(name="Dana", message="80 vehicles")
        first = await site.submit(body)

        second = await site.submit(
            body | {"email": body["email"].upper(), "message": "200!", "phone": "+34 1"}
        )

        assert first.status_code == 201
        assert second.status_code == 200
        assert second.json()["merged"] is True
        assert second.json()["lead_id"] == first.json()["lead_id"]
        assert world.turns.count(UUID(first.json()["lead_id"])) == 1
        lead = await site.read(first.json()["lead_id"])
        assert (lead["message"], lead["phone"], lead["name"]) == (
            "200!",
            "+34 1",
            "Dana",
        )
        assert await uncounted(engine, first.json()["lead_id"]) == 0

    async def test_two_first_posts_at_once_are_one_lead(
        self, site: Site, world: ThinWorld
    ) -> None:
        body = dana()

        responses = await asyncio.gather(*(site.submit(body) for _ in range(8)))

        assert sorted(r.status_code for r in responses) == [200] * 7 + [201]
        (lead_id,) = {r.json()["lead_id"] for r in responses}
        assert world.turns.count(UUID(lead_id)) == 1

    async def test_after_it_was_closed_there_is_a_new_lead(
        self, site: Site, world: ThinWorld
    ) -> None:
        body = dana()
        first = await site.lead(body)
        closed = await site.act(first, "close", by="mara", outcome="lost")
        assert closed.status_code == 200, closed.text

        second = await site.submit(body)

        assert second.status_code == 201
        assert second.json()["lead_id"] != first


class TestTheSameKeyAgain:
    async def test_the_answer_is_the_same(
        self, site: Site, world: ThinWorld, rows: Count
    ) -> None:
        body, key = dana(name="Dana"), uuid4().hex
        first = await site.submit(body, Idempotency_Key=key)
        leads, submissions = await rows("leads"), await rows("submissions")

        second = await site.submit(body, Idempotency_Key=key)

        assert (second.status_code, second.json()) == (201, first.json())
        assert (await rows("leads"), await rows("submissions")) == (leads, submissions)

    async def test_spaces_and_order_are_not_another_body(
        self, site: Site, world: ThinWorld
    ) -> None:
        body, key = dana(name="Dana"), uuid4().hex
        first = await site.submit(body, Idempotency_Key=key)

        turned = dict(reversed(body.items())) | {"name": " Dana "}
        second = await site.submit(turned, Idempotency_Key=key)

        assert second.json() == first.json()

    async def test_another_body_is_refused_and_stores_nothing(
        self, site: Site, world: ThinWorld, rows: Count
    ) -> None:
        body, key = dana(name="Dana"), uuid4().hex
        await site.submit(body, Idempotency_Key=key)
        leads, submissions = await rows("leads"), await rows("submissions")

        for other in (body | {"name": "Eve"}, dana()):
            refused = await site.submit(other, Idempotency_Key=key)

            assert refused.status_code == 422
            assert refused.json()["type"] == "urn:handraise:problem:key-reused"
        assert (await rows("leads"), await rows("submissions")) == (leads, submissions)

    async def test_ten_at_once_are_one_lead_and_one_turn(
        self, site: Site, world: ThinWorld, rows: Count
    ) -> None:
        body, key = dana(), uuid4().hex
        leads, submissions = await rows("leads"), await rows("submissions")

        responses = await asyncio.gather(
            *(site.submit(body, Idempotency_Key=key) for _ in range(10))
        )

        assert {r.status_code for r in responses} == {201}
        answers = [r.json() for r in responses]
        assert all(answer == answers[0] for answer in answers)
        assert await rows("leads") == leads + 1
        assert await rows("submissions") == submissions + 1
        assert world.turns == [UUID(answers[0]["lead_id"])]

    async def test_ten_at_once_with_ten_bodies_are_one_lead(
        self, site: Site, world: ThinWorld, rows: Count
    ) -> None:
        key = uuid4().hex
        leads, submissions = await rows("leads"), await rows("submissions")

        responses = await asyncio.gather(
            *(site.submit(dana(), Idempotency_Key=key) for _ in range(10))
        )

        assert sorted(r.status_code for r in responses) == [201] + [422] * 9
        assert await rows("leads") == leads + 1
        assert await rows("submissions") == submissions + 1

    async def test_asking_again_after_a_202_brings_the_decision(
        self, site: Site, world: ThinWorld
    ) -> None:
        world.hold()
        body, key = dana(), uuid4().hex
        first = await site.submit(body, Idempotency_Key=key, Prefer="wait=1")
        assert first.status_code == 202
        world.release()

        second = await site.submit(body, Idempotency_Key=key)

        assert second.status_code == 201
        assert second.json()["lead_id"] == first.json()["lead_id"]
        assert second.json()["band"] == "high"

    async def test_the_key_belongs_to_who_sent_it(
        self, site: Site, world: ThinWorld
    ) -> None:
        key = uuid4().hex
        await site.submit(dana(), Idempotency_Key=key)

        other = await site.submit(dana(), key=site.secret_key, Idempotency_Key=key)

        assert other.status_code == 201


async def uncounted(engine: AsyncEngine, lead_id: str) -> int:
    async with engine.connect() as connection:
        found = await connection.scalars(
            select(SUBMISSIONS.c.id).where(
                SUBMISSIONS.c.lead_id == UUID(lead_id),
                SUBMISSIONS.c.decision_id.is_(None),
            )
        )
        return len(found.all())
