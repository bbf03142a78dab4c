"""Find the routing row that a lead fits, and the rows above that came closest."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

from domain.routing.rows import RoutingRow
from domain.rules.condition_index import ConditionIndex, Values, indexed, numbers
from domain.rules.facts import Facts


@dataclass(frozen=True, slots=True)
class RowIndex:
    rows: tuple[RoutingRow, ...]
    conditions: ConditionIndex
    fields: tuple[Values, ...]  # that rows want one of some values of

    def first(self, facts: Facts) -> int | None:
        """The number of the first row whose condition holds; None when none does."""
        for number in numbers(self.conditions.possible(facts)):
            if self.rows[number].when.holds(facts):
                return number
        return None

    def closest(self, facts: Facts, before: int, most: int) -> list[int]:
        """At most `most` rows above number `before`, those that came closest.

        First those that failed by a finer condition only, then those of which one
        field had a value that was wanted and one had not.
        """
        above = (1 << before) - 1
        met = failed = failed_twice = 0
        for column in self.fields:
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
    index = indexed([row.when for row in rows])
    fields = (column for column in index.columns if isinstance(column, Values))
    return RowIndex(tuple(rows), index, tuple(fields))
