"""Find what stood in the way of promises, in what is on record about them and their owners."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.owners.leaves import leaves_that_were
from adapters.store.owners.pauses import pauses_between
from adapters.store.pages.breach_record import OnRecord
from adapters.store.pages.breaches import count_held
from api.desk import Reader
from domain.explaining.obstacles import (
    HoursChanged,
    NoNewLeads,
    NotInSlack,
    Obstacle,
    OnLeave,
    StoodStill,
    TooMuch,
)
from domain.working_time.leave import days_in_words, today_in


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Leave and pauses of owners, and how many open leads each had when it broke."""

    leaves: Sequence[Row[Any]]
    pauses: Sequence[Row[Any]]
    held: Mapping[str, int]

    def around(
        self, row: Row[Any], record: OnRecord, reader: Reader
    ) -> Iterator[Obstacle]:
        """Of one broken promise, in the order in which they are told."""
        yield from _meanwhile(row, record, reader)
        yield from self._leave(row, reader)
        yield from self._pauses(row, reader)
        yield from self._too_much(row, reader)

    def _leave(self, row: Row[Any], reader: Reader) -> Iterator[Obstacle]:
        today = today_in(reader.zone, reader.now)
        for leave in self.leaves:
            over_at = min(leave.ends_at, leave.back_at or leave.ends_at)
            if _touches(row, leave, over_at):
                days = days_in_words(leave.first_day, leave.last_day, today)
                early = leave.back_at is not None and leave.back_at <= row.broken_due_at
                back_at = leave.back_at if early else None
                yield OnLeave(reader.name_of(leave.handle), days, back_at)

    def _pauses(self, row: Row[Any], reader: Reader) -> Iterator[Obstacle]:
        for pause in self.pauses:
            if _touches(row, pause, pause.over_at):
                by = pause.paused_by
                yield NoNewLeads(
                    who=reader.name_of(pause.handle),
                    since=pause.starts_at,
                    over_at=pause.over_at,
                    because=(pause.because or "").rstrip("."),
                    by=reader.name_of(by) if by and by != pause.handle else "",
                )

    def _too_much(self, row: Row[Any], reader: Reader) -> Iterator[Obstacle]:
        owner, playbook = row.broken_owner, reader.playbook
        known = owner is not None and playbook.has_person(owner)
        at_most = playbook.person(owner).capacity if known else None
        if at_most is not None and self.held[row.broken_key] >= at_most:
            held = self.held[row.broken_key]
            yield TooMuch(reader.name_of(owner), held, at_most)


def _touches(row: Row[Any], away: Row[Any], over_at: datetime | None) -> bool:
    """Whether its owner was away at some time while it ran."""
    return (
        bool(away.handle == row.broken_owner)
        and away.starts_at < row.broken_due_at
        and (over_at is None or over_at > row.broken_started_at)
    )


def _meanwhile(row: Row[Any], record: OnRecord, reader: Reader) -> Iterator[Obstacle]:
    """What happened to its clock and its notices."""
    for one in record.meanwhile:
        if not row.broken_started_at <= one.at <= row.broken_due_at:
            continue
        if one.kind == "snoozed":
            went_on = _went_on(one, record, row.broken_due_at)
            yield StoodStill(reader.name_of(one.actor), one.at, went_on)
        elif one.kind == "replanned":
            before = one.due_before
            yield HoursChanged(
                one.at, None if before is None else datetime.fromisoformat(before)
            )
        elif one.kind == "by_mail":
            because = one.sentence.partition(": ")[2].rstrip(".")
            yield NotInSlack(because)


def _went_on(snooze: Row[Any], record: OnRecord, due_at: datetime) -> datetime:
    """When the clock ran again: a promise breaks only while it does."""
    resumed = (
        one.at
        for one in record.meanwhile
        if one.kind == "resumed" and one.at >= snooze.at
    )
    return next(resumed, due_at)


async def read_obstacles(
    connection: AsyncConnection,
    rows: Sequence[Row[Any]],
    since: datetime,
    now: datetime,
) -> Obstacles:
    """For broken promises that started at `since` or later."""
    owned = {row.broken_key: row for row in rows if row.broken_owner is not None}
    owners = {row.broken_owner for row in owned.values()}
    moments = {k: (row.broken_owner, row.broken_due_at) for k, row in owned.items()}
    return Obstacles(
        await leaves_that_were(connection, owners, since, now),
        await pauses_between(connection, owners, since, now),
        await count_held(connection, moments),
    )
