"""Find the routing rows that a lead may fit, without asking every row.

Bit n of a whole number stands for row n, counted from the top, so that a field's answer
for a thousand rows is one look-up and one `&`. Only "is one of" is indexed; the rows that
are left are asked in full.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from domain.conditions import Clause
from domain.facts import Facts
from domain.requirements import OneOf
from domain.rows import RoutingRow
from domain.values import Key


@dataclass(frozen=True, slots=True)
class _Column:
    """What the rows ask of one field."""

    field: str
    asking: int  # the rows that want one of some values
    others: int  # the rows that do not
    by_key: Mapping[Key, int]  # the rows that want this very value

    def met(self, facts: Facts) -> int:
        """The rows that ask for the value that is known."""
        rows = 0
        for key in facts.keys(self.field):
            rows |= self.by_key.get(key, 0)
        return rows


@dataclass(frozen=True, slots=True)
class RowIndex:
    rows: tuple[RoutingRow, ...]
    columns: tuple[_Column, ...]

    def first(self, facts: Facts) -> int | None:
        """The number of the first row whose condition holds; None when none does."""
        possible = (1 << len(self.rows)) - 1
        for column in self.columns:
            possible &= column.met(facts) | column.others
        for number in numbers(possible):
            if self.rows[number].when.holds(facts):
                return number
        return None

    def closest(self, facts: Facts, before: int, most: int) -> list[int]:
        """At most `most` rows above number `before`, those that came closest.

        First those that failed by a finer condition only, then those of which one
        indexed field held and one did not.
        """
        above = (1 << before) - 1
        met = failed = failed_twice = 0
        for column in self.columns:
            fitting = column.met(facts)
            missed = column.asking ^ fitting
            failed_twice |= failed & missed
            failed |= missed
            met |= fitting
        finer = numbers(above & ~failed)
        nearly = numbers(above & met & failed & ~failed_twice)
        return sorted(islice(chain(finer, nearly), most))


def index_of(rows: Sequence[RoutingRow]) -> RowIndex:
    """Made once per playbook: a thousand rows take some milliseconds."""
    everything = (1 << len(rows)) - 1
    columns: dict[str, dict[Key, int]] = {}
    asking: dict[str, int] = {}
    for number, row in enumerate(rows):
        for name, wanted in _first_wanted(row).items():
            asking[name] = asking.get(name, 0) | 1 << number
            by_key = columns.setdefault(name, {})
            for key in wanted.keys:
                by_key[key] = by_key.get(key, 0) | 1 << number
    found = (
        _Column(name, asking[name], everything ^ asking[name], by_key)
        for name, by_key in columns.items()
    )
    return RowIndex(tuple(rows), tuple(found))


def numbers(bits: int) -> Iterator[int]:
    """The places of the ones, from the lowest."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _first_wanted(row: RoutingRow) -> dict[str, OneOf]:
    """By field the first of the row's lists of values; the row is asked for any other."""
    found: dict[str, OneOf] = {}
    for clause in row.when.clauses:
        if isinstance(clause, Clause):
            for required in clause.required:
                if isinstance(required, OneOf):
                    found.setdefault(clause.field, required)
    return found
