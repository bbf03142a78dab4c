"""Run the statements that every lead needs, by the driver itself.

SQLAlchemy's `execute` takes a quarter of a millisecond of CPU, asyncpg's `fetch` a fifth of
that, and a lead needs fifteen statements before its owner is told. Connections and the pool
stay SQLAlchemy's; everything that is not on that path uses its expressions.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_NAME = re.compile(r"(?<!:):([a-z_]+)")


class Found(asyncpg.Record):  # type: ignore[misc]  # asyncpg has no types
    """A row whose columns are attributes."""

    def __getattr__(self, name: str) -> Any:
        return self[name]


class Statement:
    """One SQL text with `:names`, prepared once per connection."""

    def __init__(self, sql: str) -> None:
        self._names = list(dict.fromkeys(_NAME.findall(sql)))
        number = {name: f"${n}" for n, name in enumerate(self._names, start=1)}
        self._sql = _NAME.sub(lambda found: number[found[1]], sql)

    async def all(self, connection: AsyncConnection, **values: Any) -> list[Any]:
        """Every row. Raises asyncpg's errors (see `adapters.database.is_away`)."""
        given = [values[name] for name in self._names]
        found: list[Any] = await _driver(connection).fetch(
            self._sql, *given, record_class=Found
        )
        return found

    async def first(self, connection: AsyncConnection, **values: Any) -> Any:
        """The only row; None when there is none."""
        rows = await self.all(connection, **values)
        return rows[0] if rows else None


def autocommitting(engine: AsyncEngine) -> AsyncEngine:
    """The same pool; each statement is a transaction of its own."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction over several statements. `engine` is an autocommitting one.

    SQLAlchemy begins when it executes something itself, which may be never.
    """
    async with engine.connect() as connection, _driver(connection).transaction():
        yield connection


def _driver(connection: AsyncConnection) -> Any:
    sync = connection.sync_connection
    if sync is None:
        raise asyncpg.InterfaceError("the connection is closed")
    return sync.connection.driver_connection
