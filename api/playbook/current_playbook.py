"""Know the published playbook without a query per request."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.playbook.published import Playbooks, PublishedVersion
from domain.errors import NotFoundError, PlaybookError, UnavailableError

# The web words its answers by it; decisions read their own version in the database.
# Half of the second in which a new version has to be known: the query takes time as well.
PUBLISHED_WITHIN = timedelta(milliseconds=500)


class FreshPlaybook:
    """The newest published version, as of at most `PUBLISHED_WITHIN` ago."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._playbooks = Playbooks()
        self._known: tuple[PublishedVersion, datetime] | None = None

    @property
    def versions(self) -> Playbooks:
        """Every version by its number, each read once."""
        return self._playbooks

    async def current(self) -> PublishedVersion:
        now = clock.now()
        if self._known is not None and now - self._known[1] < PUBLISHED_WITHIN:
            return self._known[0]
        return await self.newest()

    def look_again(self) -> None:
        """A version was published here, a moment before its transaction ends."""
        self._known = None

    async def newest(self) -> PublishedVersion:
        """Ask the database, whatever is known.

        Raises:
            UnavailableError: none is published, or none that this version can read. That is
                nothing a visitor could put right.

        """
        async with self._engine.connect() as connection:
            try:
                version = await self._playbooks.current(connection)
            except (NotFoundError, PlaybookError) as error:
                raise UnavailableError("There is no playbook to go by.") from error
        self._known = (version, clock.now())
        return version
