"""The published playbook: reading the newest, publishing the next."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters import clock
from adapters.playbook.checks import publishable
from adapters.playbook.file import read_playbook
from adapters.store.people import write_people
from adapters.store.playbooks import append_version, find_document, newest_version
from domain.errors import NotFoundError
from domain.playbook import Playbook

_KEPT = 20  # parsed versions; a decision may have to be explained by an older one


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A version never changes once it is published."""

    version: int
    playbook: Playbook


class Playbooks:
    """Published versions, each parsed once per process."""

    def __init__(self) -> None:
        self._parsed: dict[int, PublishedVersion] = {}

    async def current(self, connection: AsyncConnection) -> PublishedVersion:
        """The newest version. NotFoundError before the first one is published."""
        version = await newest_version(connection)
        if version is None:
            raise NotFoundError("No playbook is published yet.")
        return await self.version(connection, version)

    async def version(
        self, connection: AsyncConnection, version: int
    ) -> PublishedVersion:
        """That very version. NotFoundError when there never was one."""
        known = self._parsed.get(version)
        if known is not None:
            return known
        document = await find_document(connection, version)
        if document is None:
            raise NotFoundError(f"There is no playbook version {version}.")
        published = PublishedVersion(
            version, read_playbook(document, f"version {version}")
        )
        while len(self._parsed) >= _KEPT:
            del self._parsed[min(self._parsed)]
        self._parsed[version] = published
        return published


async def publish_playbook(
    connection: AsyncConnection, text: str, author: str, comment: str
) -> PublishedVersion:
    """Check a document, keep it as the next version, and let its people in.

    Raises PlaybookError, with a line per fault, when it has errors, or warnings and the
    comment is empty.
    """
    playbook = publishable(text, "The playbook", comment)
    now = clock.now()
    version = await append_version(
        connection, text, author=author, comment=comment, now=now
    )
    await write_people(connection, playbook.people, now)
    return PublishedVersion(version, playbook)
