"""The draft that an operator has open, and each step they take with it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.playbook.editing import plain_of
from adapters.store.playbook.drafts import (
    Draft,
    add_step,
    begin_draft,
    find_draft,
    go_to_step,
)
from adapters.store.playbook.playbooks import (
    ListedVersion,
    find_document,
    find_version,
    last_version,
)
from adapters.yaml.lines import LONGEST_TEXT, Plain
from domain.errors import ConflictError, InvalidError, NotFoundError, PlaybookError

_ELSEWHERE = (
    "The draft changed in another window meanwhile. Nothing was lost: this page shows how"
    " it stands now. Please make your last change again."
)


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft, or what is published while nobody changed anything (`draft` is None).

    `base` is the published text that it began with, `newest` the last version there is.
    """

    draft: Draft | None
    text: str
    base: str
    based_on: int
    newest: ListedVersion

    @property
    def step(self) -> int:
        return 0 if self.draft is None else self.draft.step

    @property
    def is_changed(self) -> bool:
        return self.text != self.base

    @property
    def is_behind(self) -> bool:
        """Whether somebody published since."""
        return self.based_on != self.newest.version

    def plain(self) -> Plain:
        """The document's values. PlaybookError while it cannot be read."""
        return plain_of(self.text)


async def open_draft(connection: AsyncConnection, author: str) -> OpenDraft:
    """NotFoundError before the first playbook is published."""
    version = await last_version(connection)
    newest = None if version is None else await find_version(connection, version)
    if newest is None:
        raise NotFoundError("No playbook is published yet.")
    draft = await find_draft(connection, author)
    based_on = newest.version if draft is None else draft.based_on
    base = await find_document(connection, based_on)
    if base is None:
        raise NotFoundError(f"There is no playbook version {based_on}.")
    text = base if draft is None else draft.text
    return OpenDraft(draft, text, base, based_on, newest)


async def begun(
    connection: AsyncConnection, author: str, now: datetime
) -> tuple[OpenDraft, Draft]:
    """The draft, begun from what is published if there is none yet."""
    opened = await open_draft(connection, author)
    if opened.draft is None:
        base, based_on = opened.base, opened.based_on
        await begin_draft(connection, author, base, based_on, now)
        opened = await open_draft(connection, author)
    if opened.draft is None:
        raise NotFoundError("The draft was discarded in another window.")
    return opened, opened.draft


def require_step(opened: OpenDraft, seen: str) -> None:
    """Refuse what was clicked on a page that shows the draft as it was before.

    Rows and rules are told apart by their place: a stale page would hit another one.
    """
    if seen != str(opened.step):
        raise ConflictError(_ELSEWHERE)


async def keep(
    connection: AsyncConnection, draft: Draft, text: str, said: str, now: datetime
) -> None:
    """The text as the next step, unless nothing changed."""
    if len(text) > LONGEST_TEXT:
        raise InvalidError("A playbook may have at most a million characters.")
    if text != draft.text:
        await add_step(connection, draft, text, said, now)


async def step_by(
    connection: AsyncConnection, author: str, by: int, now: datetime
) -> None:
    """Undo (-1) or redo (1); nothing happens where there is nothing more of it."""
    draft = await find_draft(connection, author)
    if draft is not None:
        await go_to_step(connection, author, draft.step + by, now)


def readable(opened: OpenDraft) -> Plain:
    """The plain values; None while the text cannot be read."""
    try:
        return opened.plain()
    except PlaybookError:
        return None
