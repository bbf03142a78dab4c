"""The schema comes from migrations alone, and they say what the models say."""

import asyncio
from uuid import uuid4

from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from adapters.database import MIGRATIONS, migrate, migrations_config
from adapters.embedded.postgres import EmbeddedPostgres


async def _tables(url: str) -> int:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        count = await connection.scalar(
            text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        )
    return int(count or 0)


async def _run(url: str, what: str, *arguments: str) -> None:
    def run(connection: Connection) -> None:
        config = migrations_config()
        config.attributes["connection"] = connection
        getattr(command, what)(config, *arguments)

    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)


async def test_models_and_migrations_say_the_same(fresh_url: str) -> None:
    await _run(fresh_url, "check")


async def test_several_processes_may_migrate_at_once(
    embedded_postgres: EmbeddedPostgres,
) -> None:
    url = await embedded_postgres.create_database(f"empty_{uuid4().hex}")

    await asyncio.gather(*(migrate(url) for _ in range(3)))

    assert await _tables(url) == 17


async def test_a_migration_can_be_taken_back(fresh_url: str) -> None:
    await _run(fresh_url, "downgrade", "base")

    assert await _tables(fresh_url) == 1  # Alembic's own


def test_migrations_are_named_by_their_date() -> None:
    versions = sorted((MIGRATIONS / "versions").glob("2*.py"))

    assert versions
    assert all(path.name[:4].isdigit() for path in versions)
