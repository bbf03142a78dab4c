"""Lay out who is on leave this week and next, a column per day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.owners.leaves import count_due_during
from api.desk import Reader
from api.team.leave_words import leave_in_words
from domain.working_time.hours_words import WEEKDAYS
from domain.working_time.leave import today_in

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
WEEKS = ("This week", "Next week")


@dataclass(frozen=True, slots=True)
class StripDay:
    """A day as its column's head says it: "Mon", "30"."""

    day: date
    weekday: str
    is_today: bool
    is_weekend: bool


@dataclass(frozen=True, slots=True)
class StripRow:
    """Somebody who is away on some of these days. `away` has one entry a day."""

    handle: str
    name: str
    away: tuple[bool, ...]
    told: tuple[str, ...]  # leaves of this week alone in words, with who stands in

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def family_name(self) -> str:
        return self.name.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class WeekStrip:
    days: tuple[StripDay, ...]
    rows: tuple[StripRow, ...]


def first_day_of(reader: Reader) -> date:
    """Monday of this week, where the reader is."""
    today = today_in(reader.zone, reader.now)
    return today - today.weekday() * _DAY


def week_strip(leaves: Sequence[Row[Any]], reader: Reader) -> WeekStrip:
    """`leaves` in order of their start; those of other weeks are left out."""
    today, monday = today_in(reader.zone, reader.now), first_day_of(reader)
    days = tuple(
        StripDay(day, WEEKDAYS[day.weekday()], day == today, day.weekday() >= 5)
        for day in (monday + n * _DAY for n in range(len(WEEKS) * _WEEK.days))
    )
    near: dict[str, list[Row[Any]]] = {}
    for leave in leaves:
        if leave.first_day <= days[-1].day and leave.last_day >= monday:
            near.setdefault(leave.handle, []).append(leave)
    rows = (
        StripRow(
            handle,
            reader.name_of(handle),
            tuple(_is_away(theirs, one.day) for one in days),
            tuple(
                leave_in_words(leave, leaves, reader)
                for leave in theirs
                if leave.last_day < monday + _WEEK
            ),
        )
        for handle, theirs in near.items()
    )
    return WeekStrip(days, tuple(sorted(rows, key=lambda row: row.name)))


@dataclass(frozen=True, slots=True)
class NextWeek:
    """Somebody who is on leave in the next week. `due` open leads wait for them then."""

    handle: str
    name: str
    words: str  # behind the name: "from Mon 30 November to ...; Ben Silva stands in"
    due: int


async def next_week(
    connection: AsyncConnection, leaves: Sequence[Row[Any]], reader: Reader
) -> list[NextWeek]:
    """Whoever is away on a day of next week, in order of their start."""
    monday = first_day_of(reader) + _WEEK
    away = [
        leave
        for leave in leaves
        if leave.first_day < monday + _WEEK and leave.last_day >= monday
    ]
    due = await count_due_during(connection, away)
    return [
        NextWeek(
            leave.handle,
            reader.name_of(leave.handle),
            leave_in_words(leave, leaves, reader),
            due[leave.id],
        )
        for leave in away
    ]


def _is_away(leaves: Iterable[Row[Any]], day: date) -> bool:
    return any(leave.first_day <= day <= leave.last_day for leave in leaves)
