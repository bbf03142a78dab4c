"""Published versions never change, and stand in one line whoever publishes when."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.playbook.checks import publishable
from adapters.playbook.published import (
    Playbooks,
    publish_playbook,
    roll_back,
    text_diff,
)
from adapters.playbook.taking_effect import keep_in_effect
from adapters.setup import EXAMPLE
from adapters.store.playbook.playbooks import VersionState, list_versions
from domain.errors import (
    InvalidError,
    NotFoundError,
    PlaybookError,
    PlaybookMovedError,
)
from tests.api.conftest import becomes

DOCUMENT = EXAMPLE.read_text("utf-8")


def medium_at(points: int) -> str:
    return DOCUMENT.replace("from_points: 30", f"from_points: {points}")


async def somebody_waits(engine: AsyncEngine) -> bool:
    """Whether a transaction waits for another one that publishes."""
    async with engine.connect() as connection:
        waiting = await connection.scalar(
            text(
                "SELECT count(*) FROM pg_locks l JOIN pg_database d"
                " ON d.oid = l.database AND d.datname = current_database()"
                " WHERE l.locktype = 'advisory' AND NOT l.granted"
            )
        )
    return bool(waiting)


@pytest_asyncio.fixture
async def first(engine: AsyncEngine) -> AsyncIterator[int]:
    async with engine.begin() as connection:
        made = await publish_playbook(
            connection, DOCUMENT, author="otto", comment="First"
        )
    yield made.version


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE playbooks SET document = 'x'",
        "UPDATE playbooks SET comment = 'better'",
        "UPDATE playbooks SET author = 'mara'",
        "UPDATE playbooks SET version = 7",
        "UPDATE playbooks SET effective_at = now() + interval '1 day'",
        "UPDATE playbooks SET published_at = now() - interval '1 day'",
        "UPDATE playbooks SET based_on = 7",
        "UPDATE playbooks SET cancelled_at = now()",
        "DELETE FROM playbooks",
    ],
)
async def test_the_database_itself_refuses_to_change_a_version(
    engine: AsyncEngine, first: int, change: str
) -> None:
    with pytest.raises(DBAPIError, match="Version 1 of the playbook"):
        async with engine.begin() as connection:
            await connection.execute(text(change))

    async with engine.connect() as connection:
        (version,) = await list_versions(connection)
    assert (version.version, version.comment) == (first, "First")


async def test_of_two_who_began_with_the_same_version_one_is_told_about_the_other(
    engine: AsyncEngine, first: int
) -> None:
    """Both transactions are open at once, and the second waits for the first to end."""
    inside, may_end = asyncio.Event(), asyncio.Event()

    async def mara() -> None:
        async with engine.begin() as connection:
            await publish_playbook(
                connection, medium_at(25), author="mara", comment="m", based_on=first
            )
            inside.set()
            await may_end.wait()

    async def otto() -> PlaybookMovedError:
        await inside.wait()
        with pytest.raises(PlaybookMovedError) as refused:
            async with engine.begin() as connection:
                await publish_playbook(
                    connection,
                    medium_at(20),
                    author="otto",
                    comment="o",
                    based_on=first,
                )
        return refused.value

    async def end_while_otto_waits() -> None:
        assert await becomes(lambda: somebody_waits(engine))
        may_end.set()

    _, refused, _ = await asyncio.gather(mara(), otto(), end_while_otto_waits())

    assert (refused.based_on, refused.newest) == (first, first + 1)
    assert "Medium begins at 25 points instead of 30" in refused.changes
    assert "+    from_points: 25" in refused.diff
    async with engine.connect() as connection:
        versions = await list_versions(connection)
        assert (await Playbooks().current(connection)).version == first + 1
    assert [one.author for one in versions] == ["mara", "otto"]


async def test_a_version_published_here_is_in_force_everywhere_at_once(
    engine: AsyncEngine, first: int
) -> None:
    here, elsewhere = Playbooks(), Playbooks()
    async with engine.connect() as connection:
        assert (await elsewhere.current(connection)).version == first

    async with engine.begin() as connection:
        made = await publish_playbook(
            connection, medium_at(25), author="otto", comment="x"
        )

    async with engine.connect() as connection:
        assert (await elsewhere.current(connection)).version == made.version
        assert (await here.current(connection)).playbook.thresholds.medium == 25


async def test_what_was_planned_for_later_than_a_new_version_never_comes(
    engine: AsyncEngine, first: int
) -> None:
    soon, late = (datetime.now(UTC) + timedelta(hours=n) for n in (1, 2))
    async with engine.begin() as connection:
        await publish_playbook(
            connection, medium_at(20), author="otto", comment="a", effective_at=late
        )
        await publish_playbook(
            connection,
            medium_at(21),
            author="mara",
            comment="b",
            based_on=first + 1,
            effective_at=soon,
        )
        versions = await list_versions(connection)

    states = {one.version: one.state for one in versions}
    assert states == {
        first: VersionState.CURRENT,
        first + 1: VersionState.CANCELLED,
        first + 2: VersionState.SCHEDULED,
    }
    assert versions[1].cancelled_by == "mara"


async def test_going_back_does_not_stumble_over_newer_checks(
    engine: AsyncEngine, first: int
) -> None:
    """A document that once counted may be needed now, whatever would be said today."""
    unreachable = "  - { id: never, when: { country: ES }, to: { team: north } }\n"
    document = DOCUMENT.replace(
        "  - id: everyone-else", f"{unreachable}  - id: everyone-else"
    )
    async with engine.begin() as connection:
        with pytest.raises(PlaybookError):
            await publish_playbook(connection, document, author="otto", comment="x")
        await connection.execute(
            text(
                "INSERT INTO playbooks (version, document, author, comment, published_at)"
                " VALUES (2, :document, 'otto', 'x', now())"
            ),
            {"document": document},
        )

        back = await roll_back(connection, 2, author="otto", comment="")

        versions = await list_versions(connection)
    assert (back.version, versions[0].comment) == (3, "Back to version 2")


async def test_going_back_to_what_never_was_or_from_elsewhere_is_refused(
    engine: AsyncEngine, first: int
) -> None:
    async with engine.begin() as connection:
        with pytest.raises(NotFoundError):
            await roll_back(connection, 9, author="otto", comment="")
        await publish_playbook(connection, medium_at(25), author="mara", comment="m")
        with pytest.raises(PlaybookMovedError):
            await roll_back(
                connection, first, author="otto", comment="", based_on=first
            )
        with pytest.raises(InvalidError):
            await publish_playbook(
                connection, DOCUMENT, author="otto", comment="", based_on=9
            )


async def test_others_are_served_while_a_playbook_is_checked(
    engine: AsyncEngine, first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check that takes long takes a thread, not the event loop."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    served_meanwhile = 0

    def slow(*given: str):
        time.sleep(0.5)
        return publishable(*given)

    async def serve() -> None:
        nonlocal served_meanwhile
        while not ended.is_set():
            await asyncio.sleep(0.01)
            served_meanwhile += 1

    monkeypatch.setattr("adapters.playbook.published.publishable", slow)
    serving = loop.create_task(serve())

    async with engine.begin() as connection:
        await publish_playbook(connection, medium_at(25), author="otto", comment="x")

    ended.set()
    await serving
    assert served_meanwhile > 10


async def test_people_are_let_in_when_their_version_s_time_comes(
    engine: AsyncEngine, first: int
) -> None:
    at = datetime.now(UTC) + timedelta(seconds=1)
    zoe = "  zoe: { name: Zoe Lind, email: zoe@northwind.example, role: rep }\n"
    document = DOCUMENT.replace("\nteams:\n", f"{zoe}\nteams:\n")
    async with engine.begin() as connection:
        await publish_playbook(
            connection, document, author="otto", comment="Zoe comes", effective_at=at
        )

    async def zoe_is_in() -> bool:
        async with engine.connect() as connection:
            found = await connection.scalar(
                text("SELECT count(*) FROM users WHERE handle = 'zoe'")
            )
        return bool(found)

    beside_the_worker = asyncio.create_task(keep_in_effect(engine))
    assert not await zoe_is_in()
    assert await becomes(zoe_is_in)
    assert datetime.now(UTC) >= at
    beside_the_worker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await beside_the_worker


def test_the_difference_of_texts_is_told_in_unified_lines() -> None:
    assert text_diff("a\nb\nc\n", "a\nx\nc\n") == [
        "@@ -1,3 +1,3 @@",
        " a",
        "-b",
        "+x",
        " c",
    ]
    assert text_diff("a", "a") == []
