"""Connections that a server closed, and a database that is not there."""

import time
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database import connect, is_away, refuses_values
from adapters.statements import Statement, autocommitting, transaction
from tests.conftest import eventually

END_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def test_connections_that_a_server_closed_are_given_to_nobody(
    engine: AsyncEngine, fresh_url: str
) -> None:
    async with engine.connect() as one, engine.connect() as two:
        drivers = [
            (await connection.get_raw_connection()).driver_connection
            for connection in (one, two)
        ]
    other = connect(fresh_url)
    async with other.connect() as connection:
        await connection.execute(END_OTHERS)
    await other.dispose()
    await eventually(lambda: all(d is not None and d.is_closed() for d in drivers))

    answers = []
    for _ in range(2):
        async with engine.connect() as connection:
            answers.append(await connection.scalar(text("SELECT 1")))

    assert answers == [1, 1]


async def test_a_database_that_is_not_there_is_known_at_once() -> None:
    engine = connect("postgresql+asyncpg://nobody:x@127.0.0.1:1/none")
    started = time.monotonic()

    with pytest.raises(OSError) as away:  # noqa: PT011  asyncpg's own
        async with engine.connect():
            pass

    assert is_away(away.value)
    assert time.monotonic() - started < 1


async def test_errors_never_show_what_was_asked(engine: AsyncEngine) -> None:
    with pytest.raises(DBAPIError) as wrong:
        async with engine.connect() as connection:
            await connection.execute(
                text("SELECT CAST(CAST(:value AS text) AS int)"),
                {"value": "dana@northwind.example"},
            )

    assert refuses_values(wrong.value)
    assert "[SQL parameters hidden" in str(wrong.value)


async def test_a_statement_names_its_values(engine: AsyncEngine) -> None:
    statement = Statement("SELECT :a::int + :b::int AS sum, :a::int AS a")

    async with autocommitting(engine).connect() as connection:
        rows = await statement.all(connection, b=2, a=1)
        first = await statement.first(connection, b=3, a=1)
        nothing = await Statement("SELECT 1 WHERE false").first(connection)

    assert [(row.sum, row.a) for row in rows] == [(3, 1)]
    assert first.sum == 4
    assert nothing is None


async def test_a_transaction_that_fails_leaves_nothing(engine: AsyncEngine) -> None:
    insert = Statement("INSERT INTO companies VALUES (:domain, '{}', now())")
    count = Statement("SELECT count(*) AS companies FROM companies")

    with suppress(ZeroDivisionError):
        async with transaction(autocommitting(engine)) as connection:
            await insert.all(connection, domain="northwind.example")
            raise ZeroDivisionError
    async with transaction(autocommitting(engine)) as connection:
        await insert.all(connection, domain="other.example")

    async with autocommitting(engine).connect() as connection:
        assert (await count.first(connection)).companies == 1
