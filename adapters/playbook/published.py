"""The published playbook: reading the one in force, publishing the next."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters import clock
from adapters.playbook.checks import publishable
from adapters.playbook.file import read_playbook
from adapters.playbook.moved import moved, text_diff
from adapters.store.owners.people import write_people
from adapters.store.playbook.playbooks import (
    NewVersion,
    append_version,
    cancel_scheduled,
    current_version,
    find_document,
    last_let_in,
    last_version,
    mark_let_in,
    not_let_in,
    publish_in_turn,
)
from adapters.store.standing.replanning import wish_for_hours
from domain.errors import (
    ConflictError,
    Fault,
    InvalidError,
    NotFoundError,
    PlaybookError,
)
from domain.evidence import Evidence
from domain.playbook import Playbook
from domain.promises.replanning import whose_hours_changed

_KEPT = 20  # parsed versions; a decision may have to be explained by an older one


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A version never changes once it is published."""

    version: int
    playbook: Playbook

    def as_promised_to(self, evidence: Callable[[], Evidence]) -> "PublishedVersion":
        """With the promises to one lead. Evidence is read where any depend on it."""
        if not self.playbook.promises_depend_on_lead:
            return self
        return replace(self, playbook=self.playbook.as_promised_to(evidence()))


class Playbooks:
    """Published versions, each parsed once per process."""

    def __init__(self) -> None:
        self._parsed: dict[int, PublishedVersion] = {}

    async def current(self, connection: AsyncConnection) -> PublishedVersion:
        """The version in force. NotFoundError before the first one is."""
        version = await current_version(connection)
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


async def publish_playbook(  # noqa: PLR0913  a version is made of all of this
    connection: AsyncConnection,
    text: str,
    *,
    author: str,
    comment: str,
    based_on: int | None = None,
    effective_at: datetime | None = None,
) -> PublishedVersion:
    """Check a document and keep it as the next version, at once or from then on.

    Versions stand in one line: each is built on the last one published. `based_on` says on
    which this one was; None is whatever is in force. What was planned for `effective_at` or
    later is cancelled by it.

    Raises PlaybookError, with a line per fault, when it has errors, or warnings and the
    comment is empty; PlaybookMovedError when it was not built on the last version;
    InvalidError when `effective_at` has passed.
    """
    now = clock.now()
    _check_instant(effective_at, now)
    # Seconds of processor time for a very large one: nobody else waits for it.
    playbook = await asyncio.to_thread(publishable, text, "The playbook", comment)
    await publish_in_turn(connection)
    await _check_line(connection, based_on)
    new = NewVersion(text, author, comment, based_on, effective_at, now)
    return await _keep(connection, new, playbook)


async def roll_back(
    connection: AsyncConnection,
    to_version: int,
    *,
    author: str,
    comment: str,
    based_on: int | None = None,
) -> PublishedVersion:
    """Publish an old document once more, at once. What is scheduled is cancelled.

    It was good enough once: what a newer check would say of it stops nobody who wants to
    undo harm now, as long as it can be read. With `based_on`, PlaybookMovedError when that
    is not the last version any more. NotFoundError when there is no such version.
    """
    await publish_in_turn(connection)
    if based_on is not None:
        await _check_line(connection, based_on)
    document = await find_document(connection, to_version)
    if document is None:
        raise NotFoundError(f"There is no playbook version {to_version}.")
    source = f"Version {to_version}"
    playbook = await asyncio.to_thread(read_playbook, document, source)
    said = f"Back to version {to_version}"
    words = f"{said}: {comment.strip()}" if comment.strip() else said
    last, now = await last_version(connection), clock.now()
    return await _keep(
        connection, NewVersion(document, author, words, last, None, now), playbook
    )


async def cancel_version(connection: AsyncConnection, version: int, by: str) -> None:
    """Keep a scheduled version from ever taking effect.

    NotFoundError when there is no such version; ConflictError when it is too late.
    """
    await publish_in_turn(connection)
    if await find_document(connection, version) is None:
        raise NotFoundError(f"There is no playbook version {version}.")
    if not await cancel_scheduled(connection, by, clock.now(), version=version):
        sentence = f"Version {version} does not wait to take effect: go back instead."
        raise ConflictError(sentence)


async def let_people_in(connection: AsyncConnection, playbooks: Playbooks) -> None:
    """Once a version's time has come: whom it names may sign in, whom it leaves out not.

    Safe to repeat, and in several processes at once.
    """
    if await not_let_in(connection) is None:
        return
    await publish_in_turn(connection)
    version = await not_let_in(connection)
    if version is not None:
        published = await playbooks.version(connection, version)
        await _let_in(connection, published, clock.now())


def _check_instant(effective_at: datetime | None, now: datetime) -> None:
    if effective_at is not None and effective_at <= now:
        sentence = "This time has passed; leave it out to publish at once."
        fault = Fault("/effective_at", sentence)
        raise InvalidError("The playbook cannot be published.", (fault,))


async def _check_line(connection: AsyncConnection, based_on: int | None) -> None:
    last = await last_version(connection)
    known = await current_version(connection) if based_on is None else based_on
    if last is not None and known != last:
        raise await moved(connection, based_on, last)


async def _keep(
    connection: AsyncConnection, new: NewVersion, playbook: Playbook
) -> PublishedVersion:
    published = PublishedVersion(await append_version(connection, new), playbook)
    if new.effective_at is None:
        await _let_in(connection, published, new.published_at)
    return published


async def _let_in(
    connection: AsyncConnection, published: PublishedVersion, now: datetime
) -> None:
    await write_people(connection, published.playbook.people, now)
    before = await last_let_in(connection)
    if before is not None:
        await _wish_for_hours(connection, before, published.playbook, now)
    await mark_let_in(connection, published.version, now)


async def _wish_for_hours(
    connection: AsyncConnection, before: int, playbook: Playbook, now: datetime
) -> None:
    """Clocks that run count the hours of now from now on."""
    document = await find_document(connection, before) or ""
    try:
        old = await asyncio.to_thread(read_playbook, document, f"version {before}")
    except PlaybookError:
        return  # of an older product: what replaces it must not be refused for that
    changed = whose_hours_changed(old, playbook)
    if changed:
        await wish_for_hours(connection, changed, now)


__all__ = [
    "Playbooks",
    "PublishedVersion",
    "cancel_version",
    "let_people_in",
    "publish_playbook",
    "roll_back",
    "text_diff",
]
