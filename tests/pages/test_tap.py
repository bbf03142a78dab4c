"""What a one-tap link shows, and why it may show that nothing can be done."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import update

from adapters.letters.links import LASTS, Links, Tap
from domain.lifecycle import ActionKind
from models import METADATA
from tests.pages.conftest import KEY, URL, SignIn
from tests.pages.world import World

LINKS = Links(URL, KEY.get_secret_value().encode())


@pytest_asyncio.fixture
async def tap(world: World) -> Tap:
    """Ana may accept Dana's lead."""
    lead_id, assignment_id = await world.lead(), uuid4()
    await world.add(
        "assignments",
        id=assignment_id,
        lead_id=lead_id,
        owner="ana",
        because="Ana waited longest",
        started_at=world.now,
    )
    return Tap(lead_id, "ana", ActionKind.ACCEPT, world.now + LASTS, assignment_id)


async def _change(world: World, table: str, **values: Any) -> None:
    async with world.engine.begin() as connection:
        await connection.execute(update(METADATA.tables[table]).values(**values))


async def test_opening_it_shows_what_it_would_do_and_changes_nothing(
    world: World, browse: SignIn, tap: Tap
) -> None:
    stranger = await browse("")

    answer = await stranger.get(LINKS.tap(tap) or "")

    assert answer.status_code == 200
    assert "Is Dana Ruiz yours?" in answer.text
    assert "You act as Ana Ortiz" in answer.text
    assert 'method="post"' in answer.text
    assert await world.count("human_actions") == 0


async def test_declining_asks_why(browse: SignIn, tap: Tap) -> None:
    stranger = await browse("")
    link = LINKS.tap(replace(tap, kind=ActionKind.DECLINE)) or ""

    shown = await stranger.get(link)
    refused = await stranger.post(link, data={"reason": " "})

    assert "Why not?" in shown.text
    assert refused.status_code == 422
    assert "Say why in a few words." in refused.text


@pytest.mark.parametrize("harm", ["cut off", "longer", "another"])
async def test_an_altered_link_is_refused(browse: SignIn, tap: Tap, harm: str) -> None:
    stranger = await browse("")
    start, _, token = (LINKS.tap(tap) or "").rpartition("/")

    harmed = {"cut off": token[:-4], "longer": f"{token}x", "another": "x"}[harm]
    answer = await stranger.post(f"{start}/{harmed}")

    assert answer.status_code == 404
    assert "This link is damaged" in answer.text


async def test_somebody_elses_key_signs_nothing_here(browse: SignIn, tap: Tap) -> None:
    stranger = await browse("")

    answer = await stranger.get(Links(URL, b"another key").tap(tap) or "")

    assert answer.status_code == 404


async def test_an_old_link_leads_to_the_lead(
    world: World, browse: SignIn, tap: Tap
) -> None:
    stranger = await browse("")
    old = replace(tap, expires_at=world.now - timedelta(minutes=1))

    answer = await stranger.post(LINKS.tap(old) or "")

    assert answer.status_code == 410
    assert "too old" in answer.text
    assert f'href="/leads/{tap.lead_id}"' in answer.text


async def test_another_person_cannot_use_it_by_mistake(
    browse: SignIn, tap: Tap
) -> None:
    ben = await browse("ben")

    answer = await ben.post(LINKS.tap(tap) or "")

    assert answer.status_code == 403
    assert "This link was sent to Ana Ortiz, and you are Ben Silva." in answer.text


async def test_when_the_lead_has_gone_to_somebody_else_it_says_to_whom(
    world: World, browse: SignIn, tap: Tap
) -> None:
    await _change(world, "assignments", ended_at=world.now)
    await _change(world, "leads", owner="ben")
    stranger = await browse("")

    answer = await stranger.post(LINKS.tap(tap) or "")

    assert answer.status_code == 409
    assert "not yours any more: Ben has it" in answer.text


async def test_a_closed_lead_says_so(world: World, browse: SignIn, tap: Tap) -> None:
    await _change(world, "leads", closed_at=world.now, status="closed")
    stranger = await browse("")

    answer = await stranger.get(LINKS.tap(tap) or "")

    assert answer.status_code == 409
    assert "This lead is closed." in answer.text


async def test_who_has_left_cannot_act_any_more(
    world: World, browse: SignIn, tap: Tap
) -> None:
    await _change(world, "users", departed_at=world.now)
    stranger = await browse("")

    answer = await stranger.post(LINKS.tap(tap) or "")

    assert answer.status_code == 410


def test_without_a_key_no_mail_has_such_links(tap_of_nobody: Tap) -> None:
    assert Links(URL).tap(tap_of_nobody) is None
    assert Links(URL).read("anything") is None


@pytest.fixture
def tap_of_nobody() -> Tap:
    return Tap(UUID(int=1), "ana", ActionKind.ACCEPT, datetime.max.replace(tzinfo=UTC))
