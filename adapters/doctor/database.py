"""Look at the database: its schema, its playbook, its clock."""

from collections.abc import AsyncIterator
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.clock import now
from adapters.database import is_away
from adapters.doctor.finding import Finding
from adapters.store.access.diagnosis import database_time, missing_migrations
from adapters.store.playbook.playbooks import current_version

# Deadlines are computed on one machine and fire on another.
_CLOCKS_MAY_DIFFER = timedelta(seconds=2)


async def examine_database(engine: AsyncEngine) -> AsyncIterator[Finding]:
    """One finding per look; the first fault that hides the others ends it."""
    try:
        async with engine.connect() as connection:
            yield Finding("database", "The database answers.")
            yield await _clocks(connection)
            migrations = await _migrations(connection)
            yield migrations
            if migrations.is_well:
                yield await _playbook(connection)
    except Exception as error:
        if not is_away(error):
            raise
        yield Finding(
            "database",
            f"The database does not answer ({type(error).__name__}).",
            "Start it, or correct HANDRAISE_DATABASE_URL.",
        )


async def _migrations(connection: AsyncConnection) -> Finding:
    missing = await missing_migrations(connection)
    if missing:
        sentence = f"{len(missing)} migrations are missing, from {missing[0]} on."
        return Finding("migrations", sentence, "Run `handraise migrate`.")
    return Finding("migrations", "The schema is the one this version needs.")


async def _playbook(connection: AsyncConnection) -> Finding:
    version = await current_version(connection)
    if version is None:
        remedy = "Run `handraise prepare`, which publishes the example."
        return Finding("playbook", "No playbook is published.", remedy)
    return Finding("playbook", f"Version {version} is published.")


async def _clocks(connection: AsyncConnection) -> Finding:
    apart = abs(await database_time(connection) - now())
    seconds = f"{apart.total_seconds():.1f} s"
    if apart > _CLOCKS_MAY_DIFFER:
        sentence = f"The database's clock is {seconds} apart from this machine's."
        return Finding("clocks", sentence, "Set both by NTP.")
    return Finding("clocks", f"This machine and the database are {seconds} apart.")
