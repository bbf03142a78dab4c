"""Whether this database was set up before, asked by one process at a time."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('first start'))")
_ANY_KEY = text("SELECT EXISTS (SELECT FROM api_keys)")


async def has_keys(connection: AsyncConnection) -> bool:
    """Others who ask wait until this transaction ends."""
    await connection.execute(_ONE_AT_A_TIME)
    found: bool | None = await connection.scalar(_ANY_KEY)
    return bool(found)
