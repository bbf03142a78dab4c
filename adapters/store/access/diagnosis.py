"""Ask the database about itself."""

from datetime import datetime

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.database import migrations_config


async def database_time(connection: AsyncConnection) -> datetime:
    """Its clock at this moment, aware."""
    told: datetime | None = await connection.scalar(text("SELECT clock_timestamp()"))
    if told is None:
        raise LookupError("clock_timestamp() gave nothing")
    return told


async def missing_migrations(connection: AsyncConnection) -> list[str]:
    """Revisions this version has and the database has not, oldest first."""
    known = ScriptDirectory.from_config(migrations_config())
    applied = await connection.run_sync(
        lambda sync: MigrationContext.configure(sync).get_current_heads()
    )
    every = [script.revision for script in known.walk_revisions()]
    done = {
        s.revision for head in applied for s in known.iterate_revisions(head, "base")
    }
    return [revision for revision in reversed(every) if revision not in done]
