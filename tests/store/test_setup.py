"""What the first start makes, and what later ones leave alone."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.playbook.published import Playbooks, publish_playbook
from adapters.setup import EXAMPLE, first_start
from adapters.store.access.keys import KeyKind, find_key, key_hash
from adapters.store.access.sign_in import use_link
from domain.errors import NotFoundError, PlaybookError

URL = "https://handraise.example/"


async def test_the_first_start_makes_keys_people_and_a_way_in(
    engine: AsyncEngine,
) -> None:
    made = await first_start(engine, URL)

    async with engine.begin() as connection:
        site = await find_key(connection, key_hash(made.site_key or ""))
        secret = await find_key(connection, key_hash(made.secret_key or ""))
        base, _, token = made.operator_login_url.rpartition("/")
        operator = await use_link(connection, token, clock.now() + timedelta(days=6))
        again = await use_link(connection, token, clock.now())
        published = await Playbooks().current(connection)
    assert site is not None
    assert secret is not None
    assert (site.kind, secret.kind) == (KeyKind.SITE, KeyKind.SECRET)
    assert (base, operator, again) == (
        "https://handraise.example/sign-in",
        "otto",
        None,
    )
    assert (published.version, published.playbook.name) == (1, "Northwind Fleet")


async def test_later_starts_only_make_a_new_way_in(engine: AsyncEngine) -> None:
    first = await first_start(engine, URL)

    second = await first_start(engine, URL)

    assert (second.site_key, second.secret_key) == (None, None)
    token = first.operator_login_url.rpartition("/")[2]
    async with engine.begin() as connection:
        assert await use_link(connection, token, clock.now()) is None
        assert await connection.scalar(text("SELECT count(*) FROM api_keys")) == 2
        assert await connection.scalar(text("SELECT count(*) FROM playbooks")) == 1


async def test_two_first_starts_at_once_are_one(engine: AsyncEngine) -> None:
    made = await asyncio.gather(*(first_start(engine, URL) for _ in range(3)))

    assert sum(one.site_key is not None for one in made) == 1


async def test_a_playbook_of_ones_own_comes_first(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    document = EXAMPLE.read_text("utf-8").replace("role: operator", "role: manager")
    own.write_text(document.replace("Northwind Fleet\n", "Acme\n"), "utf-8")

    made = await first_start(engine, URL, own)

    async with engine.begin() as connection:
        assert (await Playbooks().current(connection)).playbook.name == "Acme"
        token = made.operator_login_url.rpartition("/")[2]
        assert await use_link(connection, token, clock.now()) == "mara"


async def test_publishing_lets_people_in_and_out(engine: AsyncEngine) -> None:
    document = EXAMPLE.read_text("utf-8")
    swapped = document.replace("ana@northwind", "x@northwind")
    swapped = swapped.replace("ben@northwind", "ana@northwind")
    swapped = swapped.replace("x@northwind", "ben@northwind")
    without_otto = swapped.partition("  otto:")[0] + swapped.partition("\nteams:")[2]
    without_otto = without_otto.replace("  iberia: {", "\nteams:\n  iberia: {")

    async with engine.begin() as connection:
        await publish_playbook(connection, document, author="otto", comment="first")
        await connection.execute(text("UPDATE users SET paused = true"))
        await publish_playbook(
            connection, without_otto, author="otto", comment="Otto has left"
        )
        found = await connection.execute(text("SELECT * FROM users ORDER BY handle"))
        users = {row.handle: row for row in found}

    assert users["ana"].email == "ben@northwind-fleet.example"
    assert users["ana"].paused
    assert users["ana"].departed_at is None
    assert users["otto"].departed_at is not None


async def test_publishers_at_once_get_versions_one_after_the_other(
    engine: AsyncEngine,
) -> None:
    document = EXAMPLE.read_text("utf-8")

    async def publish() -> int:
        async with engine.begin() as connection:
            return (
                await publish_playbook(connection, document, author="otto", comment="")
            ).version

    versions = await asyncio.gather(*(publish() for _ in range(4)))

    assert sorted(versions) == [1, 2, 3, 4]


async def test_a_playbook_that_cannot_be_used_is_not_published(
    engine: AsyncEngine,
) -> None:
    with pytest.raises(PlaybookError):
        async with engine.begin() as connection:
            await publish_playbook(connection, "company: x", author="otto", comment="")

    async with engine.connect() as connection:
        with pytest.raises(NotFoundError):
            await Playbooks().current(connection)
        with pytest.raises(NotFoundError):
            await Playbooks().version(connection, 7)


async def test_only_so_many_versions_are_kept_in_memory(engine: AsyncEngine) -> None:
    playbooks = Playbooks()
    document = EXAMPLE.read_text("utf-8")
    async with engine.begin() as connection:
        first = await publish_playbook(connection, document, author="otto", comment="")
        await connection.execute(
            text(
                "INSERT INTO playbooks (version, document, author, comment, published_at)"
                " SELECT n, document, author, comment, published_at"
                " FROM playbooks, generate_series(2, 25) AS n"
            )
        )

        known = [await playbooks.version(connection, n + 1) for n in range(25)]
        again = await playbooks.version(connection, 25)

    assert known[0].playbook == first.playbook
    assert again is known[-1]
    assert len(playbooks._parsed) == 20
