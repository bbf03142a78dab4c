"""The schema comes from migrations alone, and they say what the models say."""

import asyncio
from typing import Any
from uuid import uuid4

from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from adapters.database import MIGRATIONS, migrate, migrations_config
from adapters.embedded.postgres import EmbeddedPostgres
from models import METADATA


async def _tables(url: str) -> int:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        count = await connection.scalar(
            text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        )
    return int(count or 0)


async def run_alembic(url: str, what: str, *arguments: str) -> None:
    """One of Alembic's commands on this database."""

    def run(connection: Connection) -> None:
        config = migrations_config()
        config.attributes["connection"] = connection
        getattr(command, what)(config, *arguments)

    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)


async def test_models_and_migrations_say_the_same(fresh_url: str) -> None:
    await run_alembic(fresh_url, "check")


async def test_several_processes_may_migrate_at_once(
    embedded_postgres: EmbeddedPostgres,
) -> None:
    url = await embedded_postgres.create_database(f"empty_{uuid4().hex}")

    await asyncio.gather(*(migrate(url) for _ in range(3)))

    assert await _tables(url) == len(METADATA.tables) + 1  # Alembic's own


async def test_a_migration_can_be_taken_back(fresh_url: str) -> None:
    await run_alembic(fresh_url, "downgrade", "base")

    assert await _tables(fresh_url) == 1  # Alembic's own


def test_migrations_are_named_by_their_date() -> None:
    versions = sorted((MIGRATIONS / "versions").glob("2*.py"))

    assert versions
    assert all(path.name[:4].isdigit() for path in versions)


async def test_who_was_away_before_leaves_had_a_table_still_is(fresh_url: str) -> None:
    await run_alembic(fresh_url, "downgrade", "2026_11_21_2322")
    await _execute(
        fresh_url,
        "INSERT INTO users (handle, name, email, role, paused, away_from, away_until)"
        " VALUES ('ben', 'Ben', 'ben@example.com', 'rep', false,"
        " '2026-11-30 09:00Z', '2026-12-05 00:00 Europe/Madrid'),"
        " ('ana', 'Ana', 'ana@example.com', 'rep', false, null, null)",
    )

    await run_alembic(fresh_url, "upgrade", "head")

    found = await _execute(
        fresh_url,
        "SELECT handle, starts_at = '2026-11-30 09:00Z',"
        " ends_at = '2026-12-04 23:00Z', first_day::text, last_day::text FROM leaves",
    )
    assert found == [("ben", True, True, "2026-11-30", "2026-12-04")]


async def test_who_is_paused_already_has_been_at_least_since_the_upgrade(
    fresh_url: str,
) -> None:
    await run_alembic(fresh_url, "downgrade", "2026_11_22_0659")
    await _execute(
        fresh_url,
        "INSERT INTO users (handle, name, email, role, paused, paused_until,"
        " paused_because) VALUES"
        " ('ana', 'Ana', 'ana@example.com', 'rep', true, null, 'At the fair'),"
        " ('ben', 'Ben', 'ben@example.com', 'rep', true, '2026-01-01 09:00Z', null),"
        " ('cleo', 'Cleo', 'cleo@example.com', 'rep', false, null, null)",
    )

    await run_alembic(fresh_url, "upgrade", "head")

    found = await _execute(
        fresh_url, "SELECT handle, because, paused_by, ended_at FROM pauses"
    )
    assert found == [("ana", "At the fair", None, None)]


async def _execute(url: str, sql: str) -> list[tuple[Any, ...]]:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        found = await connection.execute(text(sql))
        return [tuple(row) for row in found] if found.returns_rows else []
