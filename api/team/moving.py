"""Move a lead from one person to another, and say so with a way back.

What a page says of it stands in its address: `moved` and `was` after a move, `ask` and
`to` where somebody should think twice first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.desk import find_lead
from adapters.store.team import who_could_have
from api.desk import Reader
from api.leads.lead_rows import allowed_actions
from api.team.person_lines import PersonLine
from api.team.takers import listed_doubts
from domain.errors import InvalidError, NotFoundError
from domain.lifecycle import ActionKind

ADDRESSED = frozenset({"moved", "was", "ask", "to"})


@dataclass(frozen=True, slots=True)
class MoveNotice:
    """What to say. `to` is whom the button gives the lead to, "" without a button."""

    lead_id: UUID
    title: str
    words: str
    to: str
    is_question: bool


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
    return bool(await doubts_about(connection, lead_id, lines[to]))


async def doubts_about(
    connection: AsyncConnection, lead_id: UUID, line: PersonLine
) -> str:
    """What speaks against giving this very lead to them; "" for nothing."""
    could = await who_could_have(connection, [lead_id])
    return listed_doubts(line, tuple(could[lead_id].had_it))


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
        if pair and pair.partition("=")[0] not in ADDRESSED
    ]
    return f"{path}?{'&'.join([*kept, urlencode(said)])}"


async def read_notice(
    connection: AsyncConnection,
    query: Mapping[str, str],
    lines: Mapping[str, PersonLine],
    reader: Reader,
) -> MoveNotice | None:
    """What the page's address asks to be said; None for nothing, or for nonsense."""
    asked, given = query.get("ask"), query.get("moved")
    lead_id = _id(asked or given or "")
    row = await find_lead(connection, reader.scope, lead_id) if lead_id else None
    if row is None:
        return None
    if asked is None:
        return _moved(row, query.get("was", ""), reader)
    line = lines.get(query.get("to", ""))
    if line is None:
        return None
    title = row.name or row.email
    doubts = await doubts_about(connection, row.id, line)
    words = f"{line.name}: {doubts}. Give {title} to {line.name} all the same?"
    return MoveNotice(row.id, title, words, line.handle, is_question=True)


def _moved(row: Row[Any], was: str, reader: Reader) -> MoveNotice:
    title = row.name or row.email
    before = f" It was with {reader.name_of(was)}." if was in reader.names else ""
    now = reader.name_of(row.owner) if row.owner else "nobody"
    words = f"{title} is with {now} now, who has been told.{before}"
    may_undo = ActionKind.REASSIGN in allowed_actions(row, reader)
    may_undo = may_undo and was != row.owner and was in dict(reader.colleagues())
    return MoveNotice(row.id, title, words, was if may_undo else "", is_question=False)


def _id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
