"""Do one thing with several leads: each by itself, so that one that cannot stops no other."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from adapters.store.pages.inbox import leads_by_id
from api.desk import Reader
from api.leads.acting import Actor, act
from api.leads.action_forms import body_of
from api.leads.lead_words import DONE_TO_MANY
from api.parts import Parts
from domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    UnavailableError,
)
from domain.lifecycle import ActionKind
from domain.words import counted

MOST = 100  # leads of one request
_SIDE_BY_SIDE = 5  # that wait for Temporal together
# What stops one lead, and no other.
_WHY_NOT = (ConflictError, ForbiddenError, NotFoundError, UnavailableError)
UNDO: Mapping[ActionKind, ActionKind] = {
    ActionKind.SNOOZE: ActionKind.RESUME,
    ActionKind.CLOSE: ActionKind.REOPEN,
}


@dataclass(frozen=True, slots=True)
class Done:
    """How it went: the leads it was done with, and of each other one why not."""

    kind: ActionKind
    leads: tuple[UUID, ...] = ()
    why_not: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Such as "3 leads accepted."; "" when none was."""
        said = DONE_TO_MANY[self.kind]
        return f"{counted(len(self.leads), 'lead')} {said}." if self.leads else ""

    @property
    def undo(self) -> ActionKind | None:
        return UNDO.get(self.kind) if self.leads else None


async def act_on_many(
    parts: Parts,
    reader: Reader,
    kind: ActionKind,
    ids: Sequence[UUID],
    form: Mapping[str, str],
) -> Done:
    """`form` is what a lead's own page would send for this kind.

    Raises:
        InvalidError: no lead is named, too many are, or the form cannot be used.

    """
    if not ids:
        raise InvalidError("Tick the leads first.")
    if len(ids) > MOST:
        raise InvalidError(f"At most {MOST} leads at once.")
    async with parts.engine.connect() as connection:
        rows = await leads_by_id(connection, reader.scope, ids)
    actor = Actor(reader.handle, reader.role)
    gate = asyncio.Semaphore(_SIDE_BY_SIDE)

    async def one(row: Row[Any]) -> str | None:
        async with gate:
            try:
                body = body_of(kind, form, row, reader.zone)
                await act(parts, actor, row.id, kind, body)
            except _WHY_NOT as error:
                return f"{row.name or row.email}: {error}"
        return None

    # The first alone: a form that cannot be used is said once.
    seen = [rows[lead_id] for lead_id in ids if lead_id in rows]
    said = [await one(row) for row in seen[:1]]
    said += await asyncio.gather(*map(one, seen[1:]))
    return Done(
        kind,
        tuple(row.id for row, why in zip(seen, said, strict=True) if why is None),
        (*filter(None, said), *_unseen(len(ids) - len(seen))),
    )


def _unseen(count: int) -> Iterable[str]:
    if count == 1:
        yield "One lead is not among those that you see."
    elif count:
        yield f"{count} leads are not among those that you see."
