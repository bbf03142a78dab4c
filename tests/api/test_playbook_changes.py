"""The web words its answers by the playbook that is published now."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.playbook.published import publish_playbook
from adapters.setup import EXAMPLE
from adapters.store.raised_hands.intake import Stored
from api.leads.answers import decided
from domain.in_words.names import called, name_of
from domain.lifecycle import Status
from domain.promises.booking import NOBODY
from domain.qualifying.bands import Band
from models import METADATA
from tests.api.conftest import Site, dana
from tests.api.thin_world import ThinWorld
from workflows.answers import Answer

PLAYBOOKS = METADATA.tables["playbooks"]
DOCUMENT = EXAMPLE.read_text("utf-8")


@pytest_asyncio.fixture
async def publish(site: Site, engine: AsyncEngine) -> AsyncIterator[object]:
    """Publish a changed example; afterwards, the example itself."""

    async def publish_changed(before: str, after: str) -> None:
        assert before in DOCUMENT
        async with engine.begin() as connection:
            changed = DOCUMENT.replace(before, after, 1)
            await publish_playbook(
                connection, changed, author="otto", comment="Changed"
            )
        await site.app.state.parts.playbook.newest()

    yield publish_changed
    await publish_changed("", "")


async def test_it_may_require_more_than_the_address(
    site: Site, world: ThinWorld, publish
) -> None:
    await publish("required: [email]", "required: [email, company, fields.vehicles]")

    response = await site.submit(dana(company=" "))

    assert response.status_code == 422
    pointers = [fault["pointer"] for fault in response.json()["errors"]]
    assert pointers == ["/company", "/fields/vehicles"]
    complete = dana(company="Northwind", fields={"vehicles": 0})
    assert (await site.submit(complete)).status_code == 201


async def test_an_owner_named_a_moment_ago_is_known(
    site: Site, world: ThinWorld, publish
) -> None:
    known = await site.app.state.parts.playbook.current()
    await publish("name: Ana Ortiz", "name: Ana Ortega")
    site.app.state.parts.playbook._known = (known, datetime.now(UTC))

    await site.app.state.parts.playbook.newest()
    answer = (await site.submit(dana())).json()

    assert answer["owner"] == {"name": "Ana Ortega"}


async def test_without_any_playbook_it_is_503_and_not_the_visitors_fault(
    site: Site, engine: AsyncEngine
) -> None:
    async with engine.begin() as connection:
        await connection.execute(
            PLAYBOOKS.insert().values(
                version=999,
                document="company: [broken",
                author="x",
                comment="x",
                published_at=datetime.now(UTC),
            )
        )
    site.app.state.parts.playbook._known = None
    try:
        response = await site.submit(dana())
    finally:
        async with engine.begin() as connection:
            await connection.execute(text("ALTER TABLE playbooks DISABLE TRIGGER USER"))
            await connection.execute(
                delete(PLAYBOOKS).where(PLAYBOOKS.c.version == 999)
            )
            await connection.execute(text("ALTER TABLE playbooks ENABLE TRIGGER USER"))
        await site.app.state.parts.playbook.newest()

    assert response.status_code == 503
    assert response.headers["retry-after"]


async def test_an_owner_who_left_the_playbook_is_not_named_to_visitors(
    site: Site,
) -> None:
    playbook = (await site.app.state.parts.playbook.current()).playbook
    stored = Stored(uuid4(), uuid4(), datetime.now(UTC))
    answer = Answer(uuid4(), Status.ASSIGNED, Band.HIGH, owner="zoe")

    body = decided(stored, answer, playbook, NOBODY)

    assert "owner" not in body
    assert body["next_step"]["message"]


@pytest.mark.parametrize(
    ("handle", "name"), [("ana", "Ana Ortiz"), ("zoe", "Zoe")], ids=str
)
async def test_people_are_called_by_name(site: Site, handle: str, name: str) -> None:
    playbook = (await site.app.state.parts.playbook.current()).playbook

    assert name_of(playbook, handle) == name
    assert called(handle, playbook) == name.split(maxsplit=1)[0]
