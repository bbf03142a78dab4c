"""The audit trail for other programs."""

from typing import Any

import httpx
import pytest

from tests.api.conftest import Site, dana
from tests.api.thin_world import ThinWorld


async def audit(site: Site, key: str | None = None, **asked: Any) -> httpx.Response:
    return await site.http.get(
        "/v1/audit",
        params=asked,
        headers={"Authorization": f"Bearer {key or site.secret_key}"},
    )


async def test_it_is_read_page_by_page(site: Site, world: ThinWorld) -> None:
    lead = await site.lead(dana())
    await site.act(lead, "note", by="ana", reason="Calls at noon")
    await site.act(lead, "accept", by="ben")  # Ana has it

    whole = (await audit(site, lead=lead)).json()
    paged: list[Any] = []
    after: dict[str, Any] = {}
    while True:
        page = (await audit(site, lead=lead, limit=1, **after)).json()
        paged += page["entries"]
        if page["next"] is None:
            break
        after = {"after": page["next"]}

    assert paged == whole["entries"]
    assert whole["next"] is None
    raised, *_, refused = paged
    assert raised["what"] == "The prospect raised a hand"
    assert (raised["origin"], raised["via"]) == ("site", "Website")
    assert raised["changes"]["status"] == {"before": None, "after": "qualifying"}
    assert refused["kind"] == "refused_accept"
    assert refused["where"] == "by the API (Server)"


async def test_since_and_until_are_instants(site: Site, world: ThinWorld) -> None:
    lead = await site.lead(dana())
    raised, second, *_ = (await audit(site, lead=lead)).json()["entries"]

    found = (
        await audit(site, lead=lead, since=raised["at"], until=second["at"])
    ).json()

    assert found["entries"] == [raised]


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "yesterday"},
        {"since": "2026-11-20T10:00:00"},  # of which zone?
        {"until": "x"},
        {"lead": "dana"},
        {"limit": 0},
        {"limit": 501},
        {"after": "x"},
        {"after": 2**63},
    ],
)
async def test_what_cannot_be_asked_is_a_problem(
    site: Site, asked: dict[str, Any]
) -> None:
    answer = await audit(site, **asked)

    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"]


async def test_a_page_behind_an_entry_that_is_none_is_not_there(site: Site) -> None:
    answer = await audit(site, after=2**62)

    assert answer.status_code == 404
    assert "no entry" in answer.json()["detail"]


async def test_a_site_key_does_not_read_it(site: Site) -> None:
    assert (await audit(site, key=site.site_key)).status_code == 403
