"""Say what stands between the version somebody began with and the newest one."""

import asyncio
from difflib import unified_diff

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.playbook.file import read_playbook
from adapters.store.playbook.playbooks import (
    ListedVersion,
    VersionState,
    find_document,
    find_version,
)
from domain.comparing.playbook_diff import changes
from domain.errors import Fault, InvalidError, PlaybookError, PlaybookMovedError

_AT = "%Y-%m-%d %H:%M UTC"


def text_diff(old: str, new: str) -> list[str]:
    """Unified lines with three lines around each change; empty when nothing changed."""
    return list(unified_diff(old.splitlines(), new.splitlines(), lineterm=""))[2:]


def sentence_diff(old: str, new: str) -> tuple[str, ...]:
    """What changed, in sentences; empty when one of them cannot be read any more."""
    try:
        before, after = (read_playbook(text, "The playbook") for text in (old, new))
    except PlaybookError:
        return ()
    return tuple(change.sentence for change in changes(before, after))


async def moved(
    connection: AsyncConnection, based_on: int | None, newest: int
) -> PlaybookMovedError:
    """The refusal of whoever did not build on `newest`, with what they missed.

    InvalidError when `based_on` was never published.
    """
    published = await find_version(connection, newest)
    after = await find_document(connection, newest)
    if published is None or after is None:  # versions are never removed
        raise LookupError(newest)
    if based_on is None:
        return PlaybookMovedError(_planned(published), based_on=None, newest=newest)
    before = await find_document(connection, based_on)
    if before is None:
        fault = Fault("/based_on", f"There is no version {based_on}.")
        raise InvalidError("The playbook cannot be published.", (fault,))
    said = await asyncio.to_thread(sentence_diff, before, after)
    return PlaybookMovedError(
        _not_on_top(published, based_on),
        based_on=based_on,
        newest=newest,
        changes=said,
        diff=tuple(text_diff(before, after)),
    )


def _planned(last: ListedVersion) -> str:
    return (
        f"Version {last.version} by {last.author} takes effect at"
        f" {last.effective_at:{_AT}}. Build on it (based on {last.version}), or cancel it."
    )


def _not_on_top(last: ListedVersion, based_on: int) -> str:
    planned = last.state is VersionState.SCHEDULED
    until = f", to take effect at {last.effective_at:{_AT}}" if planned else ""
    return (
        f"Yours is based on version {based_on}, and {last.author} published version"
        f" {last.version} at {last.published_at:{_AT}}{until}. Nothing was overwritten:"
        f" take over what changed, and publish again based on version {last.version}."
    )
