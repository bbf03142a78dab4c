"""Run migrations one process at a time, and never stand in the way of a busy table."""

import asyncio
import os
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from adapters.clock import now
from adapters.database import take_turns
from models import METADATA


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        compare_type=True,
        render_item=_render,
        process_revision_directives=_date,
    )
    with context.begin_transaction():
        take_turns(connection)
        _be_brief(connection)
        context.run_migrations()
    connection.commit()


def _be_brief(connection: Connection) -> None:
    """A migration that waits for a lock makes everybody behind it wait as well."""
    connection.execute(text("SET LOCAL lock_timeout = '4s'"))
    connection.execute(text("SET LOCAL statement_timeout = '60s'"))


def _render(kind: str, item: Any, _: object) -> str | Literal[False]:
    """Frozen migrations must not depend on a library of the models."""
    if kind == "type" and type(item).__name__ == "AutoString":
        return "sa.String()"
    return False


def _date(_: object, __: object, directives: list[Any]) -> None:
    """Ids that sort by when they were written."""
    for directive in directives:
        directive.rev_id = now().strftime("%Y_%m_%d_%H%M")


async def _run_alone() -> None:
    engine = create_async_engine(
        os.environ["HANDRAISE_DATABASE_URL"], poolclass=NullPool
    )
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


if "connection" in context.config.attributes:
    run(context.config.attributes["connection"])
else:
    asyncio.run(_run_alone())
