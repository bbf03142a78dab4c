"""Lay out one person: whether they are there, and how much they have to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.owners.leaves import leaves_between
from adapters.store.pages.team import list_people
from api.desk import Reader
from api.team.presence import Presence, presence_of
from domain.people import Person
from domain.working_time.hours_words import hours_in_words
from domain.working_time.leave import today_in

_NEARLY = 80  # percent of a limit: time to look


@dataclass(frozen=True, slots=True)
class Load:
    """So many of at most so many; `at_most` None for no limit."""

    count: int
    at_most: int | None

    @property
    def share(self) -> int:
        """Percent of the limit, 100 at most."""
        return min(100, 100 * self.count // self.at_most) if self.at_most else 0

    @property
    def is_full(self) -> bool:
        return self.at_most is not None and self.count >= self.at_most

    @property
    def tone(self) -> str:
        if self.is_full:
            return "late"
        return "soon" if self.share >= _NEARLY else "good"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person as the team's list shows them."""

    handle: str
    name: str
    presence: Presence
    open: Load
    today: Load
    running: int  # open leads with a clock
    late: int
    hours: str
    zone: str
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    paused: bool
    paused_until: datetime | None
    paused_because: str | None

    @property
    def waits(self) -> bool:
        """They hold leads while they are away."""
        return self.presence.is_away and self.open.count > 0

    @property
    def state(self) -> str:
        """Behind a name in a list to choose from: "away", "paused", "3 of 30 open"."""
        if not self.presence.takes_leads:
            return "away" if self.presence.is_away else "gets no new leads"
        limit = f" of {self.open.at_most}" if self.open.at_most else ""
        return f"{self.open.count}{limit} open"

    @property
    def gets_leads(self) -> bool:
        """There is no reason just now why a new lead should not come."""
        return self.presence.takes_leads and not self.open.is_full | self.today.is_full


def people_of(reader: Reader) -> tuple[Person, ...]:
    """Everybody whom this reader sees, in the playbook's order."""
    return tuple(p for p in reader.playbook.people if reader.scope.includes(p.handle))


async def read_lines(
    connection: AsyncConnection, people: Sequence[Person], reader: Reader
) -> tuple[dict[str, PersonLine], Sequence[Row[Any]]]:
    """Each of these people's line by handle, and their leaves from now on, in order."""
    began = {person.handle: _day_began(person.zone, reader.now) for person in people}
    rows = await list_people(connection, began, reader.now)
    leaves = await leaves_between(connection, list(rows), reader.now, None)
    lines = {
        person.handle: _line(person, rows[person.handle], leaves, reader)
        for person in people
        if person.handle in rows
    }
    return lines, leaves


def _line(
    person: Person, row: Row[Any], leaves: Sequence[Row[Any]], reader: Reader
) -> PersonLine:
    calendar = reader.playbook.calendar_of(person.handle)
    theirs = [leave for leave in leaves if leave.handle == person.handle]
    return PersonLine(
        handle=person.handle,
        name=person.name,
        presence=presence_of(row, theirs, reader),
        open=Load(row.open_leads, person.capacity),
        today=Load(row.today, person.daily_cap),
        running=row.running,
        late=row.late,
        hours=hours_in_words(calendar.hours),
        zone=calendar.zone,
        languages=person.languages,
        skills=person.skills,
        paused=row.paused,
        paused_until=row.paused_until,
        paused_because=row.paused_because,
    )


def _day_began(zone: str, now: datetime) -> datetime:
    return datetime.combine(today_in(zone, now), time(0), ZoneInfo(zone))
