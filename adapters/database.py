"""How the database is reached, brought up to date, and known to be away."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg
from pydantic_core import from_json, to_json
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

# A stopped database has to be known within a second, so that intake can say 503.
_CONNECT_WITHIN = timedelta(seconds=1)
_CONNECTION_FREE_WITHIN = timedelta(seconds=2)
# Statements here take milliseconds; a longer one hangs on a lock or a frozen server.
_STATEMENT_WITHIN = timedelta(seconds=10)
_ONE_MIGRATION_AT_A_TIME = 0x4861_6E64  # "Hand": a number that only this product locks
_CONNECTIONS = 10
_CONNECTIONS_AT_PEAK = 20  # per process; PostgreSQL's own default allows 100 in all


def connect(
    url: str, *, statement_within: timedelta = _STATEMENT_WITHIN
) -> AsyncEngine:
    """An engine for `postgresql+asyncpg://…`. Opens no connection yet.

    Errors never carry parameters: they are what prospects wrote.
    """
    engine = create_async_engine(
        url,
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS_AT_PEAK - _CONNECTIONS,
        pool_timeout=_CONNECTION_FREE_WITHIN.total_seconds(),
        hide_parameters=True,
        json_serializer=_json,
        json_deserializer=from_json,
        connect_args={
            "timeout": _CONNECT_WITHIN.total_seconds(),
            "command_timeout": statement_within.total_seconds(),
            "server_settings": {"application_name": "handraise", "jit": "off"},
        },
    )
    event.listen(engine.sync_engine, "checkout", _leave_out_the_dead)
    event.listen(engine.sync_engine, "invalidate", _drop)
    return engine


def _drop(_: object, entry: ConnectionPoolEntry, *_why: object) -> None:
    """End a lost connection at once.

    SQLAlchemy would wait two seconds for a frozen server to say goodbye.
    """
    lost: asyncpg.Connection | None = entry.driver_connection
    if lost is not None:
        lost.terminate()


async def migrate(url: str) -> None:
    """Bring the schema up to date. Safe to repeat, and in several processes at once."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def is_away(error: BaseException) -> bool:
    """Whether the database could not be reached, or was lost: trying later helps."""
    if isinstance(error, DBAPIError):
        away = error.connection_invalidated or _says_it_is_away(error.orig)
        return away or _is_overrun(error.orig)
    if isinstance(error, PoolTimeoutError):
        return True
    return _says_it_is_away(error) or isinstance(error, _OVERRUN)


def refuses_values(error: BaseException) -> bool:
    """Whether the database will refuse the same values again, however often it is asked.

    By PostgreSQL's code: SQLAlchemy has no class for most of what asyncpg says.
    """
    code = (
        getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else ""
    )
    return str(code)[:2] in _ABOUT_VALUES


def migrations_config() -> "Config":
    """Alembic's configuration, wherever this package is installed."""
    from alembic.config import Config  # noqa: PLC0415 - see _upgrade

    config = Config(MIGRATIONS / "alembic.ini")
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _leave_out_the_dead(driver: Any, *_: object) -> None:
    """Nobody gets a connection that a restarted server closed. Costs no round trip."""
    if driver.driver_connection.is_closed():
        raise DisconnectionError


def take_turns(connection: Connection) -> None:
    """Wait until nobody else migrates; held until the connection is closed."""
    lock = text("SELECT pg_advisory_lock(:number)")
    connection.execute(lock, {"number": _ONE_MIGRATION_AT_A_TIME})


def _upgrade(connection: Connection) -> None:
    take_turns(connection)  # before Alembic: its context is one per process
    # A third of a second that the worker, which never migrates, need not spend.
    from alembic import command  # noqa: PLC0415

    config = migrations_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _json(value: object) -> str:
    return to_json(value).decode()


_ABOUT_VALUES = frozenset({"22", "23"})  # data exceptions, violated constraints
_AWAY = (
    OSError,  # refused, reset, no route; TimeoutError is one of them
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # cut off in the middle of something
    asyncpg.exceptions.OperatorInterventionError,  # it is shutting down or starting up
    asyncpg.TooManyConnectionsError,
)
_OVERRUN = (
    asyncpg.exceptions.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.InsufficientResourcesError,
)


def _says_it_is_away(error: BaseException | None) -> bool:
    """SQLAlchemy wraps asyncpg's errors; the original is their cause."""
    return isinstance(error, _AWAY) or (
        error is not None and isinstance(error.__cause__, _AWAY)
    )


def _is_overrun(error: BaseException | None) -> bool:
    """Deadlocks and lock timeouts: nothing is wrong with what was asked."""
    return error is not None and isinstance(error.__cause__, _OVERRUN)
