"""A server asks why a lead stands where it does, and what would be decided now."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.explaining.stored import explain_lead
from adapters.playbook.published import Playbooks
from adapters.store.playbook.playbooks import current_version
from models import METADATA
from tests.api.conftest import Site, dana
from tests.api.thin_world import ThinWorld


@pytest.fixture
async def lead_id(site: Site, world: ThinWorld, engine: AsyncEngine) -> UUID:
    """A lead of Dana's in Spain, decided by the playbook in force."""
    answer = (await site.submit(dana(country="ES"))).json()
    lead = UUID(answer["lead_id"])
    async with engine.begin() as connection:
        row: dict[str, Any] = {
            "id": uuid4(),
            "lead_id": lead,
            "playbook_version": await current_version(connection),
            "evidence": {
                "received_at": datetime.now(UTC).isoformat(),
                "facts": {"country": {"value": "ES", "source": "form"}},
            },
            "reasons": [],
            "points": 0,
            "fit": 0,
            "intent": 0,
            "urgency": 0,
            "partial": False,
            "band": "low",
            "band_because": "0 points; 30 under medium",
            "decided_at": datetime.now(UTC),
        }
        await connection.execute(insert(METADATA.tables["decisions"]).values(row))
    return lead


async def test_it_is_told_in_the_sentences_of_the_page_and_the_terminal(
    site: Site, lead_id: UUID, engine: AsyncEngine
) -> None:
    headers = {"Authorization": f"Bearer {site.secret_key}"}

    response = await site.http.get(f"/v1/leads/{lead_id}/explanation", headers=headers)

    assert response.status_code == 200
    told = response.json()
    async with engine.connect() as connection:
        found = await explain_lead(connection, lead_id, datetime.now(UTC), Playbooks())
    assert {
        title: lines for title, lines in told["explanation"].items() if title != "Now"
    } == {title: list(lines) for title, lines in found.sections if title != "Now"}
    assert told["band"] is not None
    assert "as_of_now" not in told


async def test_what_would_be_decided_now_stands_beside_it(
    site: Site, lead_id: UUID
) -> None:
    headers = {"Authorization": f"Bearer {site.secret_key}"}

    response = await site.http.get(
        f"/v1/leads/{lead_id}/explanation?as_of=now", headers=headers
    )

    now = response.json()["as_of_now"]
    labels = [pair["label"] for pair in now["compared"]]
    assert labels == ["Playbook", "Points", "Band", "Row", "Owner"]
    assert now["differences"]
    assert "Score" in now["explanation"]


async def test_strangers_and_unknown_leads_are_refused(
    site: Site, lead_id: UUID
) -> None:
    secret = {"Authorization": f"Bearer {site.secret_key}"}
    site_key = {"Authorization": f"Bearer {site.site_key}"}
    path = f"/v1/leads/{lead_id}/explanation"

    assert (await site.http.get(path)).status_code == 401
    assert (await site.http.get(path, headers=site_key)).status_code == 403
    nowhere = f"/v1/leads/{uuid4()}/explanation"
    assert (await site.http.get(nowhere, headers=secret)).status_code == 404
    wrong = f"{path}?as_of=yesterday"
    assert (await site.http.get(wrong, headers=secret)).status_code == 422
