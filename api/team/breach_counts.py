"""Count broken promises by whose they were, and by row of the routing table."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.breaches import Stretch, count_breaches
from api.desk import Reader
from domain.promises.sla import ClockKind

# Where no row of the table chose.
_ROWS = {"": "given by hand", None: "not routed yet"}


@dataclass(frozen=True, slots=True)
class BreachCounts:
    """Each list has the most first."""

    total: int
    by_person: list[tuple[str, int]]
    by_row: list[tuple[str, int]]


async def breach_counts(
    connection: AsyncConnection, within: Stretch, reader: Reader
) -> BreachCounts:
    people: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    for found in await count_breaches(connection, reader.scope, within):
        people[_whose(found, reader)] += found.broken
        rows[_ROWS.get(found.row, found.row)] += found.broken
    return BreachCounts(people.total(), people.most_common(), rows.most_common())


def _whose(found: Row[Any], reader: Reader) -> str:
    if found.owner is not None:
        return reader.name_of(found.owner)
    if found.queue is not None:
        return f"Team {found.queue}"
    if found.promise == ClockKind.REVIEW:
        return "Reviews"
    return "Nobody yet"
