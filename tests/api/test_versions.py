"""Operators and their servers read, check, publish, compare and take back the playbook."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.embedded.temporal import EmbeddedTemporal
from adapters.playbook.published import Playbooks, let_people_in, roll_back
from adapters.setup import EXAMPLE
from adapters.store.access.sign_in import issue_link
from adapters.store.playbook.playbooks import current_version, last_version
from tests.api.conftest import Keys, Site, becomes, dana, running
from tests.api.thin_world import ThinWorld

DOCUMENT = EXAMPLE.read_text("utf-8")


class Operator:
    """Somebody with a secret key, who changes the example."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.headers = {"Authorization": f"Bearer {site.secret_key}"}

    async def get(self, path: str) -> httpx.Response:
        return await self.site.http.get(f"/v1/playbook{path}", headers=self.headers)

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.site.http.post(
            f"/v1/playbook{path}", json=body, headers=self.headers
        )

    async def publish(self, document: str = DOCUMENT, **more: Any) -> httpx.Response:
        given = {"document": document, "comment": "Tried", "by": "otto", **more}
        return await self.post("/publish", **given)

    async def current(self) -> dict[str, Any]:
        response = await self.get("")
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found


@pytest_asyncio.fixture
async def otto(site: Site, engine: AsyncEngine) -> AsyncIterator[Operator]:
    """Whatever was published, the example is in force again afterwards."""
    async with engine.connect() as connection:
        before = await current_version(connection)
    yield Operator(site)
    async with engine.begin() as connection:
        await roll_back(connection, before or 1, author="otto", comment="After a test")
    site.app.state.parts.playbook.look_again()


@asynccontextmanager
async def signed_in(
    site: Site, engine: AsyncEngine, handle: str
) -> AsyncIterator[httpx.AsyncClient]:
    """A browser of somebody who works here."""
    lasts = timedelta(minutes=5)
    async with engine.begin() as connection:
        token = await issue_link(connection, handle, clock.now(), lasts)
    transport = httpx.ASGITransport(site.app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://web.example"
    ) as http:
        await http.post(f"/sign-in/{token}")
        yield http


def medium_at(points: int) -> str:
    return DOCUMENT.replace("from_points: 30", f"from_points: {points}")


async def test_the_version_in_force_is_read_with_its_document(otto: Operator) -> None:
    published = (await otto.publish(medium_at(25), comment="More people now")).json()

    current = await otto.current()

    assert current["version"] == published["version"]
    assert current["document"] == medium_at(25)
    assert (current["author"], current["comment"]) == ("otto", "More people now")
    assert (current["state"], current["based_on"]) == ("current", None)
    one = await otto.get(f"/versions/{current['version']}")
    assert one.json() == current
    listed = (await otto.get("/versions")).json()["versions"]
    assert [one["version"] for one in listed] == sorted(
        (one["version"] for one in listed), reverse=True
    )
    assert [one["state"] for one in listed].count("current") == 1


async def test_the_second_of_two_operators_is_told_what_the_first_changed(
    otto: Operator,
) -> None:
    began_with = (await otto.current())["version"]
    first = await otto.publish(medium_at(25), based_on=began_with)

    second = await otto.publish(
        DOCUMENT.replace("capacity: 40", "capacity: 41"), based_on=began_with
    )

    assert first.status_code == 201
    assert second.status_code == 409
    problem = second.json()
    assert problem["type"] == "urn:handraise:problem:playbook-moved"
    newest = first.json()["version"]
    assert (problem["based_on"], problem["newest"]) == (began_with, newest)
    assert f"otto published version {newest}" in problem["detail"]
    assert "Nothing was overwritten" in problem["detail"]
    assert "Medium begins at 25 points instead of 30" in problem["changes"]
    assert "-    from_points: 30" in problem["diff"]
    assert "+    from_points: 25" in problem["diff"]
    assert (await otto.current())["document"] == medium_at(25)


async def test_two_who_publish_in_the_same_moment_are_told_apart(
    otto: Operator,
) -> None:
    began_with = (await otto.current())["version"]

    answers = await asyncio.gather(
        *(otto.publish(medium_at(20 + n), based_on=began_with) for n in range(5))
    )

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201, 409, 409, 409, 409]
    (won,) = [answer.json() for answer in answers if answer.status_code == 201]
    assert won["version"] == began_with + 1
    assert {a.json()["newest"] for a in answers if a.status_code == 409} == {
        began_with + 1
    }


async def test_a_document_that_cannot_be_used_is_refused_with_its_lines(
    otto: Operator,
) -> None:
    began_with = (await otto.current())["version"]
    wrong = DOCUMENT.replace("zone: Europe/Madrid", "zone: Europe/Madird", 1)

    refused = await otto.publish(wrong)
    checked = await otto.post("/check", document=wrong)

    assert refused.status_code == 422
    (fault,) = refused.json()["errors"]
    line = wrong.partition("zone: Europe/Madird")[0].count("\n") + 1
    assert (fault["pointer"], fault["line"]) == ("/zone", line)
    assert "Europe/Madird" in fault["detail"]
    assert "expected a time zone" in fault["detail"]
    assert checked.status_code == 200
    assert not checked.json()["usable"]
    assert checked.json()["faults"][0]["line"] == line
    assert (await otto.current())["version"] == began_with


async def test_checking_publishes_nothing(otto: Operator) -> None:
    began_with = (await otto.current())["version"]

    checked = await otto.post("/check", document=medium_at(25))

    assert checked.json()["usable"]
    assert (await otto.current())["version"] == began_with


async def test_going_back_is_publishing_an_old_document_again(otto: Operator) -> None:
    before = await otto.current()
    await otto.publish(medium_at(28))

    back = await otto.post(
        "/rollback", version=before["version"], comment="Too many calls", by="mara"
    )

    assert back.status_code == 201
    current = await otto.current()
    assert current["version"] == before["version"] + 2
    assert current["document"] == before["document"]
    assert current["comment"] == (
        f"Back to version {before['version']}: Too many calls"
    )
    assert current["author"] == "mara"


async def test_a_later_version_waits_and_holds_the_next_publisher_up(
    otto: Operator,
) -> None:
    before = await otto.current()
    at = (datetime.now(UTC) + timedelta(hours=2)).isoformat()

    planned = (await otto.publish(medium_at(25), effective_at=at)).json()
    unaware = await otto.publish(medium_at(20), based_on=before["version"])
    silent = await otto.publish(medium_at(20))

    assert planned["state"] == "scheduled"
    assert (await otto.current())["version"] == before["version"]
    assert (unaware.status_code, silent.status_code) == (409, 409)
    assert "to take effect at" in unaware.json()["detail"]
    assert "cancel it" in silent.json()["detail"]


async def test_a_scheduled_version_can_be_cancelled_until_it_takes_effect(
    otto: Operator,
) -> None:
    before = await otto.current()
    at = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    planned = (await otto.publish(medium_at(25), effective_at=at)).json()["version"]

    cancelled = await otto.post(f"/versions/{planned}/cancel")
    again = await otto.post(f"/versions/{planned}/cancel")
    too_late = await otto.post(f"/versions/{before['version']}/cancel")
    nothing = await otto.post("/versions/99999/cancel")

    assert cancelled.json()["state"] == "cancelled"
    assert (again.status_code, too_late.status_code) == (409, 409)
    assert "go back instead" in too_late.json()["detail"]
    assert nothing.status_code == 404
    published = await otto.publish(medium_at(20))
    assert published.json()["version"] == planned + 1


async def test_going_back_cancels_what_was_planned(otto: Operator) -> None:
    before = await otto.current()
    at = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    planned = (await otto.publish(medium_at(25), effective_at=at)).json()["version"]

    await otto.post("/rollback", version=before["version"], by="otto")

    found = (await otto.get(f"/versions/{planned}")).json()
    assert (found["state"], found["cancelled_by"]) == ("cancelled", "otto")


async def test_a_version_takes_effect_at_its_time_and_its_people_with_it(
    otto: Operator, site: Site, engine: AsyncEngine
) -> None:
    at = datetime.now(UTC) + timedelta(seconds=1.5)
    zoe = "  zoe: { name: Zoe Lind, email: zoe@northwind.example, role: rep }\n"
    document = DOCUMENT.replace("\nteams:\n", f"{zoe}\nteams:\n").replace(
        "members: [cleo]", "members: [cleo, zoe]"
    )
    planned = (await otto.publish(document, effective_at=at.isoformat())).json()

    async def knows_zoe() -> bool:
        async with engine.begin() as connection:
            await let_people_in(connection, Playbooks())
            found = await connection.scalar(
                text("SELECT count(*) FROM users WHERE handle = 'zoe'")
            )
        return bool(found)

    assert not await knows_zoe()
    assert await becomes(knows_zoe)
    assert clock.now() >= at
    assert (await otto.current())["version"] == planned["version"]


async def test_a_time_that_has_passed_is_refused(otto: Operator) -> None:
    at = (datetime.now(UTC) - timedelta(hours=1)).isoformat()

    refused = await otto.publish(effective_at=at)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/effective_at"


async def test_what_changed_between_two_versions_is_told(otto: Operator) -> None:
    old = (await otto.current())["version"]
    new = (await otto.publish(medium_at(25))).json()["version"]

    named = (await otto.get(f"/diff?from={old}&to={new}")).json()
    last = (await otto.get("/diff")).json()

    assert named == last
    begins = "Medium begins at 25 points instead of 30"
    assert {"section": "Bands", "sentence": begins} in named["changes"]
    assert "+    from_points: 25" in named["diff"]
    assert (await otto.get("/diff?from=99999")).status_code == 404
    assert (await otto.get("/diff?from=x")).status_code == 422


async def test_the_playbook_is_for_secret_keys_and_operators(
    otto: Operator, site: Site, engine: AsyncEngine
) -> None:
    body = {"document": medium_at(25), "comment": "x", "by": "ana"}
    site_key = {"Authorization": f"Bearer {site.site_key}"}
    async with (
        signed_in(site, engine, "mara") as mara,
        signed_in(site, engine, "otto") as operator,
    ):
        by_site_key = await site.http.get("/v1/playbook", headers=site_key)
        by_stranger = await site.http.get("/v1/playbook")
        by_manager = await mara.post("/v1/playbook/publish", json=body)
        by_operator = await operator.post("/v1/playbook/publish", json=body)
        elsewhere = await operator.post(
            "/v1/playbook/publish",
            json=body,
            headers={"Origin": "https://evil.example"},
        )

    assert by_site_key.status_code == 403
    assert by_stranger.status_code == 401
    assert by_manager.status_code == 403
    assert by_operator.status_code == 201
    assert by_operator.json()["author"] == "otto"  # whatever the body says
    assert elsewhere.status_code == 403


async def test_a_new_version_counts_within_a_second_on_every_process(  # noqa: PLR0917
    otto: Operator,
    site: Site,
    world: ThinWorld,
    database_url: str,
    temporal_server: EmbeddedTemporal,
    keys: Keys,
) -> None:
    needs_company = DOCUMENT.replace("required: [email]", "required: [email, company]")
    async with running(database_url, temporal_server.address, keys) as other:
        assert (await other.submit(dana())).status_code == 201  # it knows the old one

        await otto.publish(needs_company)
        published = asyncio.get_running_loop().time()

        async def refuses() -> bool:
            refused = await other.submit(dana())
            code: int = refused.status_code
            return code == HTTPStatus.UNPROCESSABLE_ENTITY

        assert await becomes(refuses, within=1)
        assert asyncio.get_running_loop().time() - published < 1
        assert (await site.submit(dana())).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"document": ""},
        {"document": 5},
        {"document": DOCUMENT, "based_on": 0},
        {"document": DOCUMENT, "based_on": "6"},
        {"document": DOCUMENT, "based_on": 2**40},
        {"document": DOCUMENT, "effective_at": "tomorrow"},
        {"document": DOCUMENT, "effective_at": "2026-11-20T10:00:00"},
        {"document": "a\x00b"},
        {"document": DOCUMENT, "anything": 1},
    ],
    ids=str,
)
async def test_what_cannot_be_read_is_422_with_its_place(
    otto: Operator, engine: AsyncEngine, body: dict[str, Any]
) -> None:
    async with engine.connect() as connection:
        before = await last_version(connection)

    response = await otto.post("/publish", **body)

    assert response.status_code == 422
    assert response.json()["errors"]
    async with engine.connect() as connection:
        assert await last_version(connection) == before


async def test_a_version_that_never_was_is_no_base(otto: Operator) -> None:
    response = await otto.publish(based_on=99_999)

    assert response.status_code == 422
    assert response.json()["errors"][0]["detail"] == "There is no version 99999."
