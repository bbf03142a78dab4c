"""Read the audit trail, the oldest entry first: a page of it, or all of it as a stream."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Text, and_, cast, not_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.auditing.entries import Entry
from domain.auditing.origins import MACHINE, Origin
from domain.errors import NotFoundError
from models import METADATA

_audit = METADATA.tables["audit"]
_keys = METADATA.tables["api_keys"]
_actions = METADATA.tables["human_actions"]
_messages = METADATA.tables["messages"]
_AT_ONCE = 1_000  # rows of a stream that are in memory


class By(StrEnum):
    """Whose deeds, as an address says it."""

    ALL = "all"
    PEOPLE = "people"  # of the business, and the prospect
    MACHINE = "handraise"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of one lead, not before `since`, before `until`, by whom."""

    lead_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    by: By = By.ALL


async def read_entries(
    connection: AsyncConnection,
    wanted: Wanted,
    *,
    after: int | None = None,
    limit: int,
    newest_first: bool = False,
) -> Sequence[Entry]:
    """What stands behind the entry `after`. NotFoundError where there is no such entry."""
    query = _query(wanted, newest_first=newest_first)
    if after is not None:
        place = await _place(connection, after)
        here = tuple_(_audit.c.at, _audit.c.id)
        query = query.where(here < place if newest_first else here > place)
    found = await connection.execute(query.limit(limit))
    return [_entry(row) for row in found]


async def _place(connection: AsyncConnection, entry_id: int) -> tuple[datetime, int]:
    found = await connection.execute(
        select(_audit.c.at, _audit.c.id).where(_audit.c.id == entry_id)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFoundError(f"There is no entry {entry_id} in the audit trail.")
    return row.at, row.id


async def stream_entries(
    connection: AsyncConnection, wanted: Wanted
) -> AsyncIterator[Entry]:
    """By a cursor of the server: the memory it takes does not depend on how many there are."""
    query = _query(wanted).execution_options(yield_per=_AT_ONCE)
    async with connection.stream(query) as rows:
        async for row in rows:
            yield _entry(row)


def _query(wanted: Wanted, *, newest_first: bool = False) -> Select[Any]:
    entry = _audit.c
    by_key = entry.origin.in_([Origin.API.value, Origin.SITE.value])
    query = (
        select(
            _audit,
            _keys.c.name.label("key_name"),
            _actions.c.reason,
            _messages.c.to_name.label("mailed_to"),
        )
        .outerjoin(_keys, and_(by_key, cast(_keys.c.id, Text) == entry.via))
        .outerjoin(_actions, _actions.c.id == entry.source_id)
        .outerjoin(_messages, _messages.c.id == entry.source_id)
    )
    if newest_first:
        query = query.order_by(entry.at.desc(), entry.id.desc())
    else:
        query = query.order_by(entry.at, entry.id)
    if wanted.lead_id is not None:
        query = query.where(entry.lead_id == wanted.lead_id)
    if wanted.by is not By.ALL:
        by_us = entry.actor == MACHINE
        query = query.where(by_us if wanted.by is By.MACHINE else not_(by_us))
    if wanted.since is not None:
        query = query.where(entry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(entry.at < wanted.until)
    return query


def _entry(row: Row[Any]) -> Entry:
    changed = row.changed | (row.personal or {})
    return Entry(
        id=row.id,
        at=row.at,
        lead_id=row.lead_id,
        actor=row.actor,
        origin=row.origin,
        via=row.via,
        key_name=row.key_name,
        kind=row.kind,
        reason=row.reason,
        mailed_to=row.mailed_to,
        changed={name: (before, after) for name, (before, after) in changed.items()},
    )
