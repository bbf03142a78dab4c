"""Give the demo site a site key of its own."""

import base64
import hmac

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.store.access.keys import find_key, keep_key, key_hash
from api.parts import Parts

_PURPOSE = b"the site key of the demo site"


def demo_key(signing_key: bytes) -> str:
    """The same in every process. A site key may stand in a page: it is no secret."""
    digest = hmac.digest(signing_key or b"unsigned", _PURPOSE, "sha256")
    return "pk_" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


async def ensure_demo_key(parts: Parts) -> str:
    """The key, which works from now on."""
    key = demo_key(parts.options.signing_key)
    if not await _is_kept(parts.engine, key):
        try:
            async with parts.engine.begin() as connection:
                await keep_key(connection, key, "demo site", clock.now())
        except IntegrityError:
            return key  # another process was first
    return key


async def _is_kept(engine: AsyncEngine, key: str) -> bool:
    async with engine.connect() as connection:
        return await find_key(connection, key_hash(key)) is not None
