"""Move a lead from one person to another, and say so with a way back.

What a page says of it stands in its address: `give` where somebody is to be chosen, `ask`
and `to` where one should think twice first, `moved` and `was` after a move.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.desk import find_lead
from adapters.store.pages.team import who_could_have
from api.desk import Reader
from api.leads.lead_rows import allowed_actions
from api.team.person_lines import PersonLine
from api.team.takers import listed_doubts
from domain.errors import InvalidError, NotFoundError
from domain.lifecycle import ActionKind

_ADDRESSED = frozenset({"give", "ask", "to", "moved", "was"})


class Asking(StrEnum):
    """What a notice wants to know."""

    NOTHING = ""  # it tells what was done
    WHOM = "whom"
    SURE = "sure"


@dataclass(frozen=True, slots=True)
class MoveNotice:
    """What to say. `to` is whom its button gives the lead to, "" without such a button."""

    lead_id: UUID
    words: str
    asks: Asking
    to: str = ""
    owner: str = ""  # who has it, where it asks for somebody else


async def find_movable(
    connection: AsyncConnection, reader: Reader, given: str
) -> Row[Any]:
    """NotFoundError where `given` is no lead's id, or that of one they do not see."""
    lead_id = _id(given)
    row = await find_lead(connection, reader.scope, lead_id) if lead_id else None
    if row is None:
        raise NotFoundError("There is no such lead among yours.")
    return row


async def needs_second_word(
    connection: AsyncConnection,
    lead_id: UUID,
    to: str,
    lines: Mapping[str, PersonLine],
) -> bool:
    """Whether something speaks against `to`. InvalidError when there is nobody like that."""
    if to not in lines:
        raise InvalidError("Choose to whom the lead should go.")
    could = await who_could_have(connection, [lead_id])
    return bool(listed_doubts(lines[to], tuple(could[lead_id].had_it)))


def moved_address(back: str, row: Row[Any]) -> str:
    """`row` as it was before."""
    return _with(back, {"moved": str(row.id), "was": row.owner or ""})


def asking_address(back: str, lead_id: UUID, to: str) -> str:
    return _with(back, {"ask": str(lead_id), "to": to})


def _with(back: str, said: Mapping[str, str]) -> str:
    path, _, query = back.partition("?")
    kept = [
        pair
        for pair in query.split("&")
        if pair and pair.partition("=")[0] not in _ADDRESSED
    ]
    return f"{path}?{'&'.join([*kept, urlencode(said)])}"


async def read_notice(
    connection: AsyncConnection,
    query: Mapping[str, str],
    lines: Mapping[str, PersonLine],
    reader: Reader,
) -> MoveNotice | None:
    """What the page's address asks to be said; None for nothing, or for nonsense."""
    for name, laid_out in (("give", _choice), ("ask", _question), ("moved", _moved)):
        lead_id = _id(query.get(name, ""))
        row = await find_lead(connection, reader.scope, lead_id) if lead_id else None
        if row is not None:
            could = await who_could_have(connection, [row.id])
            had_it = tuple(could[row.id].had_it)
            return laid_out(Said(row, query, lines, had_it, reader))
    return None


@dataclass(frozen=True, slots=True)
class Said:
    """What a notice is made from. `had_it` are who let the lead slip or declined it."""

    row: Row[Any]
    query: Mapping[str, str]
    lines: Mapping[str, PersonLine]
    had_it: tuple[str, ...]
    reader: Reader

    @property
    def title(self) -> str:
        return str(self.row.name or self.row.email)

    @property
    def may_move(self) -> bool:
        allowed = allowed_actions(self.row, self.reader)
        return self.reader.leads_others and ActionKind.REASSIGN in allowed


def _choice(said: Said) -> MoveNotice | None:
    if not said.may_move:
        return None
    words = f"Give {said.title} to"
    owner = said.row.owner or ""
    return MoveNotice(said.row.id, words, Asking.WHOM, owner=owner)


def _question(said: Said) -> MoveNotice | None:
    line = said.lines.get(said.query.get("to", ""))
    if line is None or not said.may_move:
        return None
    doubts = listed_doubts(line, said.had_it)
    words = f"{line.name}: {doubts}. Give {said.title} to {line.name} all the same?"
    return MoveNotice(said.row.id, words, Asking.SURE, to=line.handle)


def _moved(said: Said) -> MoveNotice:
    reader, owner, was = said.reader, said.row.owner, said.query.get("was", "")
    before = f" It was with {reader.name_of(was)}." if was in reader.names else ""
    now = reader.name_of(owner) if owner else "nobody"
    words = f"{said.title} is with {now} now, who has been told.{before}"
    back = said.may_move and was != owner and was in said.lines
    return MoveNotice(said.row.id, words, Asking.NOTHING, to=was if back else "")


def _id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
