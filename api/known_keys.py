"""Know a key without a query per request."""

from collections import OrderedDict
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.store.access.keys import Key, find_key, key_hash
from domain.errors import UnauthorizedError

# How long a revoked key may still work.
REVOKED_WITHIN = timedelta(seconds=3)
_REMEMBERED = 1000  # guesses must not grow the memory
_LONGEST_KEY = 200


class KnownKeys:
    """Keys by hash, as of at most `REVOKED_WITHIN` ago."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._known: OrderedDict[str, tuple[Key | None, datetime]] = OrderedDict()

    async def find(self, key: str | None) -> Key:
        """The key's identity. Raise `UnauthorizedError` for none or a wrong one."""
        if not key:
            raise UnauthorizedError("Send a site key or a secret key.")
        if len(key) > _LONGEST_KEY:
            raise UnauthorizedError("This key is not known here.")
        found = await self._look_up(key_hash(key))
        if found is None:
            raise UnauthorizedError("This key is not known here.")
        return found

    async def _look_up(self, hashed: str) -> Key | None:
        now = clock.now()
        known = self._known.get(hashed)
        if known is not None and now - known[1] < REVOKED_WITHIN:
            return known[0]
        async with self._engine.connect() as connection:
            found = await find_key(connection, hashed)
        self._known[hashed] = (found, now)
        self._known.move_to_end(hashed)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return found
