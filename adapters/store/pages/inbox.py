"""List the leads that somebody asks for: by view, by what narrows it down, by words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.desk import Scope, View
from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from domain.qualifying.bands import Band
from models import METADATA

_leads = METADATA.tables["leads"]

# Written out, or PostgreSQL would not know the index again. It sorts a lead without a clock last.
_DUE = func.coalesce(
    _leads.c.due_at, literal_column("'9999-01-01 00:00+00'::timestamptz")
)
_WORDS = func.lead_words(_leads.c.name, _leads.c.company, _leads.c.email)
_MOST_MATCHES = 2_000  # leads that have the words; a list is sorted from as many


class DueBy(StrEnum):
    LATE = "late"
    TODAY = "today"  # or late
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list down; nothing does by default.

    `words`: letters and digits only, in lower case; each begins a word of the lead's name,
    company or mail address. `owners`: whose.
    """

    status: Status | None = None
    band: Band | None = None
    due: DueBy | None = None
    owners: frozenset[str] | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One list of one person: `handle` is whose leads are "mine"; `today_ends` where they are."""

    view: View
    handle: str
    scope: Scope
    now: datetime
    today_ends: datetime
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class Mark:
    """The place after which the next screen of a list begins."""

    at: datetime
    lead_id: UUID


async def list_leads(
    connection: AsyncConnection, wanted: Wanted, *, after: Mark | None, limit: int
) -> Sequence[Row[Any]]:
    """Leads by what is due first (closed ones: latest first), from `after` on."""
    found = await connection.execute(list_query(wanted, after, limit))
    rows: Sequence[Row[Any]] = found.all()
    return rows


def list_query(wanted: Wanted, after: Mark | None, limit: int) -> Select[Any]:
    closed = wanted.view is View.CLOSED
    at: ColumnElement[datetime] = _leads.c.closed_at if closed else _DUE
    place = tuple_(at, _leads.c.id)
    query = select(_leads, at.label("place")).where(*_conditions(wanted))
    if after is not None:
        mark = tuple_(after.at, after.lead_id)
        query = query.where(place < mark if closed else place > mark)
    order = (at.desc(), _leads.c.id.desc()) if closed else (at, _leads.c.id)
    return query.order_by(*order).limit(limit)


async def leads_by_id(
    connection: AsyncConnection, scope: Scope, ids: Sequence[UUID]
) -> dict[UUID, Row[Any]]:
    """Those of `ids` that exist and that this scope may see."""
    found = await connection.execute(
        select(_leads).where(_leads.c.id.in_(ids), scope.condition())
    )
    return {row.id: row for row in found}


async def has_closed_any(connection: AsyncConnection, handle: str) -> bool:
    """Whether a lead of theirs was ever closed."""
    one = select(_leads.c.id).where(
        _leads.c.owner == handle, _leads.c.closed_at.is_not(None)
    )
    return await connection.scalar(select(one.exists())) or False


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    of_view = [wanted.scope.condition(), *_of_view(wanted.view, wanted.handle)]
    found = [*of_view, *_narrowed(wanted)]
    if wanted.filters.words:
        # By the words first, whatever PostgreSQL thinks of it: going through a list in its
        # order to find a rare word reads all of it.
        query = " & ".join(f"{word}:*" for word in wanted.filters.words)
        matching = (
            select(_leads.c.id)
            .where(*of_view, _WORDS.op("@@")(func.to_tsquery("simple", query)))
            .limit(_MOST_MATCHES)
            .cte("matching")
            .prefix_with("MATERIALIZED")
        )
        found.append(_leads.c.id.in_(select(matching.c.id)))
    return found


def _of_view(view: View, handle: str) -> tuple[ColumnElement[bool], ...]:
    is_open = _leads.c.closed_at.is_(None)
    match view:
        case View.MINE:
            return is_open, _leads.c.owner == handle
        case View.ALL:
            return (is_open,)
        case View.UNOWNED:
            return is_open, _leads.c.owner.is_(None)
        case View.CLOSED:
            return (_leads.c.closed_at.is_not(None),)


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked, lead = wanted.filters, _leads.c
    found: list[ColumnElement[bool]] = []
    if asked.status is not None:
        found.append(lead.status == asked.status.value)
    if asked.band is not None:
        found.append(lead.band == asked.band.value)
    if asked.owners is not None:
        found.append(lead.owner.in_(asked.owners))
    if asked.due is not None:
        found.append(_due(asked.due, wanted))
    return found


def _due(by: DueBy, wanted: Wanted) -> ColumnElement[bool]:
    snoozed = _leads.c.clock == ClockKind.SNOOZE.value
    running = or_(_leads.c.clock.is_(None), ~snoozed)
    match by:
        case DueBy.LATE:
            return and_(_leads.c.due_at <= wanted.now, running)
        case DueBy.TODAY:
            return and_(_leads.c.due_at < wanted.today_ends, running)
        case DueBy.SNOOZED:
            return snoozed
