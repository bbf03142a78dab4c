"""What a published version says, and what it changed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.playbook.file import read_playbook
from adapters.store.playbook.playbooks import ListedVersion, find_document, find_version
from api.playbook.editor.difference import Difference, difference
from domain.errors import NotFoundError, PlaybookError
from domain.playbook import Playbook

STATES = {
    "scheduled": "Planned",
    "current": "Counts now",
    "past": "Past",
    "cancelled": "Cancelled",
}


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """`playbook` is None where this release cannot read it any more.

    `before` is the version that it was built on, None for the first.
    """

    document: str
    playbook: Playbook | None
    before: int | None
    changed: Difference


async def read_version(connection: AsyncConnection, version: int) -> ReadVersion:
    """NotFoundError when there never was one."""
    listed = await find_version(connection, version)
    document = await find_document(connection, version)
    if listed is None or document is None:
        raise NotFoundError(f"There is no playbook version {version}.")
    before, changed = await _changed(connection, listed)
    playbook = await asyncio.to_thread(_readable, document)
    return ReadVersion(document, playbook, before, changed)


async def with_changes(
    connection: AsyncConnection, versions: Sequence[ListedVersion]
) -> list[tuple[ListedVersion, tuple[str, ...]]]:
    """Each with what it changed, in sentences."""
    found = []
    for version in versions:
        _, changed = await _changed(connection, version)
        said = [one for _, some in changed.sections or () for one in some]
        found.append((version, tuple(said)))
    return found


async def _changed(
    connection: AsyncConnection, version: ListedVersion
) -> tuple[int | None, Difference]:
    before = version.based_on or version.version - 1 or None
    old = None if before is None else await find_document(connection, before)
    new = await find_document(connection, version.version)
    if old is None or new is None:
        return None, Difference((), [])
    return before, await difference(old, new)


def _readable(document: str) -> Playbook | None:
    try:
        return read_playbook(document, "The version")
    except PlaybookError:
        return None
