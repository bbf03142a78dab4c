"""Lay out the broken promises of some days: whose, why, what followed, how it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.breach_record import OnRecord, read_record
from adapters.store.pages.breaches import Stretch, list_breaches
from api.desk import Reader
from api.leads.lead_rows import LeadLine, lead_line
from api.leads.lead_words import CLOCK
from api.team.breach_notices import those_who_should, told
from api.team.breach_record import (
    did,
    followed,
    had_it_before,
    kept_by,
    kept_in_words,
)
from api.team.obstacles import Obstacles, read_obstacles
from api.web.time_words import when
from domain.explaining.broken_promise import (
    Around,
    Broken,
    then_in_words,
    why_broken,
)
from domain.explaining.obstacles import in_the_way
from domain.promises.sla import ClockKind
from domain.working_time.clock_words import left_in_words

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
    obstacles = await read_obstacles(connection, rows, since, reader.now)
    record = await read_record(connection, {row.id for row in rows}, since)
    return [_line(row, record.of(row.id), obstacles, reader) for row in rows]


def _line(
    row: Row[Any], record: OnRecord, obstacles: Obstacles, reader: Reader
) -> BreachLine:
    def say(at: datetime) -> str:
        return _clock(at, row.broken_due_at, reader)

    kept = kept_by(row, record)
    whom = those_who_should(row, record, reader)
    around = Around(
        told=tuple(told(row, record, reader)),
        did=tuple(did(row, record)),
        before=had_it_before(row, record, reader),
        besides=tuple(
            in_the_way(one, say) for one in obstacles.around(row, record, reader)
        ),
    )
    broken = Broken(
        whom, row.broken_started_at, row.broken_due_at, row.broken_noticed_at
    )
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
