"""Lay out the broken promises of some days: whose, why, what followed, how it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.owners.leaves import leaves_between
from adapters.store.pages.breaches import (
    OnRecord,
    Stretch,
    count_held,
    list_breaches,
    read_record,
)
from api.desk import Reader
from api.leads.lead_rows import LeadLine, lead_line
from api.leads.lead_words import CLOCK
from api.team.breach_record import (
    did,
    followed,
    had_it_before,
    kept_by,
    kept_in_words,
    those_who_should,
    told,
)
from api.web.time_words import when
from domain.explaining.broken_promise import (
    Around,
    Broken,
    then_in_words,
    why_broken,
)
from domain.promises.sla import ClockKind
from domain.working_time.clock_words import left_in_words
from domain.working_time.leave import days_in_words, today_in

SHOWN = 20


@dataclass(frozen=True, slots=True)
class BreachLine:
    """One broken promise. `late` says by how much, `kept` by whom in the end, or ""."""

    lead: LeadLine
    label: str
    due_at: datetime
    whose: str
    row: str
    late: str
    kept: str
    why: tuple[str, ...]
    then: str


async def breach_lines(
    connection: AsyncConnection, within: Stretch, reader: Reader
) -> list[BreachLine]:
    """The latest first, `SHOWN` at most."""
    rows = await list_breaches(connection, reader.scope, within, limit=SHOWN)
    if not rows:
        return []
    since = min(row.broken_started_at for row in rows)
    owned = {row.broken_key: row for row in rows if row.broken_owner is not None}
    owners = {row.broken_owner for row in owned.values()}
    moments = {k: (row.broken_owner, row.broken_due_at) for k, row in owned.items()}
    obstacles = Obstacles(
        await leaves_between(connection, owners, since, reader.now),
        await count_held(connection, moments),
    )
    record = await read_record(connection, {row.id for row in rows}, since)
    return [_line(row, record.of(row.id), obstacles, reader) for row in rows]


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Leave of the owners, and how many open leads each had when a promise broke."""

    leaves: Sequence[Row[Any]]
    held: Mapping[str, int]

    def in_words(self, row: Row[Any], reader: Reader) -> Iterator[str]:
        owner, playbook = row.broken_owner, reader.playbook
        today = today_in(reader.zone, reader.now)
        for leave in self.leaves:
            begun = leave.starts_at < row.broken_due_at
            if (
                leave.handle == owner
                and begun
                and leave.ends_at > row.broken_started_at
            ):
                days = days_in_words(leave.first_day, leave.last_day, today)
                yield f"{reader.name_of(owner)} was on leave {days}."
        known = owner is not None and playbook.has_person(owner)
        most = playbook.person(owner).capacity if known else None
        if most is not None and self.held[row.broken_key] >= most:
            held = self.held[row.broken_key]
            yield f"{reader.name_of(owner)} had {held} open leads then, of at most {most}."


def _line(
    row: Row[Any], record: OnRecord, obstacles: Obstacles, reader: Reader
) -> BreachLine:
    kept = kept_by(row, record)
    whom = those_who_should(row, record, reader)
    around = Around(
        told=tuple(told(row, record, reader)),
        did=tuple(did(row, record)),
        before=had_it_before(row, record, reader),
        besides=tuple(obstacles.in_words(row, reader)),
    )
    broken = Broken(
        whom, row.broken_started_at, row.broken_due_at, row.broken_noticed_at
    )

    def say(at: datetime) -> str:
        return _clock(at, row.broken_due_at, reader)

    return BreachLine(
        lead=lead_line(row, reader),
        label=CLOCK[ClockKind(row.broken_promise)],
        due_at=row.broken_due_at,
        whose=whom[0] if len(whom) == 1 else "",
        row=row.broken_row or "",
        late=_late(row, kept, reader),
        kept=kept_in_words(kept, reader) if kept else "",
        why=why_broken(broken, around, say),
        then=then_in_words(tuple(followed(row, record, reader)), say),
    )


def _late(row: Row[Any], kept: Row[Any] | None, reader: Reader) -> str:
    """By the working time of whoever should have kept it: "12 min late", "2 h late so far"."""
    end = kept.applied_at if kept else row.closed_at or reader.now
    calendar = reader.playbook.calendar_for(row.broken_owner)
    late = left_in_words(row.broken_due_at, max(end, row.broken_due_at), calendar)
    return late if kept or row.closed_at else late.replace("late", "late so far", 1)


def _clock(at: datetime, day: datetime, reader: Reader) -> str:
    """The time alone on the day of the promise, with its day on others."""
    zone = ZoneInfo(reader.zone)
    local = at.astimezone(zone)
    if local.date() == day.astimezone(zone).date():
        return f"{local:%H:%M}"
    return when(at, reader.now, reader.zone)
