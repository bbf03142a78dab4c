"""Look at a team: who has how much to do, who is paused, what is stuck or soon will be."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.desk import Scope
from models import METADATA

_leads = METADATA.tables["leads"]
_users = METADATA.tables["users"]
_assignments = METADATA.tables["assignments"]

SHOWN = 20  # leads of one list; the inbox has them all
_PROMISED = ("accept", "contact", "next_touch", "review")

# `since` is when the person's own day began: a daily cap counts from there.
_PEOPLE = text(
    """
    SELECT u.handle, u.name, u.paused AND coalesce(u.paused_until > :now, true) AS paused,
           u.paused_until, u.paused_because, o.open_leads, o.running, o.late,
           (SELECT count(*) FROM assignments a
            WHERE a.owner = u.handle AND a.started_at >= d.since) AS today
    FROM unnest(CAST(:handles AS text[]), CAST(:since AS timestamptz[]))
           AS d (handle, since)
    JOIN users u ON u.handle = d.handle AND u.departed_at IS NULL
    CROSS JOIN LATERAL (
      SELECT count(*) AS open_leads, count(l.due_at) AS running,
             count(*) FILTER (WHERE l.due_at < :now) AS late
      FROM leads l WHERE l.owner = u.handle AND l.closed_at IS NULL AND NOT l.imported
    ) AS o
    """
)


async def list_people(
    connection: AsyncConnection, day_began: Mapping[str, datetime], now: datetime
) -> dict[str, Row[Any]]:
    """Of these people by handle: leads that are open, have a clock, are late, or new today.

    Who has left is not there.
    """
    given = {"handles": list(day_began), "since": list(day_began.values()), "now": now}
    found = await connection.execute(_PEOPLE, given)
    return {row.handle: row for row in found}


@dataclass(frozen=True, slots=True)
class Horizon:
    """Until when a promise is due soon: the end of each owner's next working hour."""

    now: datetime
    by_owner: Mapping[str, datetime]
    ours: datetime  # of the business, for a lead that nobody has

    def condition(self) -> ColumnElement[bool]:
        """Leads whose running promise is due soon, or mostly used up."""
        soon = case(dict(self.by_owner), value=_leads.c.owner, else_=literal(self.ours))
        about_to_break = and_(
            _leads.c.clock.in_(_PROMISED),
            _leads.c.due_at > self.now,
            or_(_leads.c.due_at <= soon, _leads.c.at_risk_at <= self.now),
        )
        return func.coalesce(about_to_break, false())  # a lead without a clock is not


async def list_about_to_break(
    connection: AsyncConnection, scope: Scope, horizon: Horizon
) -> Sequence[Row[Any]]:
    """Open leads whose promise will be broken soon, the first due first."""
    return await _open_leads(connection, scope, horizon.condition())


async def list_stuck(
    connection: AsyncConnection, scope: Scope, horizon: Horizon
) -> Sequence[Row[Any]]:
    """Other open leads that missed a deadline or wait past one, the longest due first."""
    slipped = or_(_leads.c.due_at < horizon.now, _leads.c.breaches > 0)
    return await _open_leads(connection, scope, slipped, not_(horizon.condition()))


async def _open_leads(
    connection: AsyncConnection, scope: Scope, *conditions: ColumnElement[bool]
) -> Sequence[Row[Any]]:
    """`total` is how many there are; `SHOWN` are listed."""
    found = await connection.execute(
        select(_leads, func.count().over().label("total"))
        .where(scope.condition(), _leads.c.closed_at.is_(None), *conditions)
        .order_by(_leads.c.due_at, _leads.c.id)
        .limit(SHOWN)
    )
    return found.all()


_WHO_COULD = text(
    """
    SELECT l.id, coalesce(d.routing -> 'eligible', '[]') AS eligible,
           ARRAY(SELECT a.owner FROM assignments a
                 WHERE a.lead_id = l.id
                   AND a.ended_because IN ('let it slip', 'declined it')) AS had_it
    FROM unnest(CAST(:ids AS uuid[])) AS l (id)
    LEFT JOIN LATERAL (
      SELECT routing FROM decisions
      WHERE lead_id = l.id AND routing IS NOT NULL
      ORDER BY decided_at DESC LIMIT 1
    ) AS d ON true
    """
)


async def who_could_have(
    connection: AsyncConnection, lead_ids: Sequence[UUID]
) -> dict[UUID, Row[Any]]:
    """By lead, the handles that were `eligible` for it, and those that `had_it` in vain."""
    found = await connection.execute(_WHO_COULD, {"ids": list(lead_ids)})
    return {row.id: row for row in found}


async def open_leads_of(
    connection: AsyncConnection, handle: str, *, limit: int
) -> Sequence[Row[Any]]:
    """What somebody holds, the first due first. Imported leads are history."""
    found = await connection.execute(
        select(_leads)
        .where(_is_held_by(handle))
        .order_by(_leads.c.due_at.nulls_last(), _leads.c.id)
        .limit(limit)
    )
    return found.all()


# Why somebody had to part with a lead that they are not to get again. Whoever it was only
# taken from may: it was given to somebody else, or taken over.
_PASSED_ON = (
    *("let it slip", "declined it", "gave it back"),
    *("the whole team was asked", "a person must decide"),
)


async def passed_on(
    connection: AsyncConnection, leads: Collection[UUID]
) -> Mapping[UUID, Collection[str]]:
    """By lead, who let it slip or did not want it."""
    found = await connection.execute(
        select(
            _assignments.c.lead_id,
            func.array_agg(_assignments.c.owner).label("handles"),
        )
        .where(
            _assignments.c.lead_id.in_(leads),
            _assignments.c.ended_because.in_(_PASSED_ON),
        )
        .group_by(_assignments.c.lead_id)
    )
    return {row.lead_id: row.handles for row in found}


async def count_open_leads_of(connection: AsyncConnection, handle: str) -> int:
    counted = select(func.count()).select_from(_leads).where(_is_held_by(handle))
    return await connection.scalar(counted) or 0


def _is_held_by(handle: str) -> ColumnElement[bool]:
    return and_(
        _leads.c.owner == handle,
        _leads.c.closed_at.is_(None),
        _leads.c.imported.is_(False),
    )
