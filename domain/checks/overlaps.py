"""Say where the order of two routing rows decides who gets a lead, which may surprise.

A finer row above a wider one is what order is for. Rows that cross, so that each has leads
which the other has not, are told: once for all rows that ask for the same fields.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from domain.checks.finding import Finding, Severity
from domain.checks.neighbours import Neighbours, needs_it_known
from domain.checks.regions import Formula, Space, Test, TooManyCasesError, fields_of
from domain.routing.rows import RoutingRow
from domain.rules.condition_index import numbers
from domain.words import counted, labelled, listed

_TRIED = 20  # rows above, of one sort, that a row is weighed against
MOST_PAIRS = 30_000  # of rows that are weighed in all

Shape = tuple[str, ...]  # the fields that a row asks for


@dataclass(slots=True)
class _Crossing:
    """The first row of one shape that crosses one of another above it; how many do."""

    below: int
    above: int
    others: int = 0


@dataclass(slots=True)
class Overlaps:
    """Looks for them among the rows that get leads at all."""

    rows: Sequence[RoutingRow]
    formulas: Sequence[Formula]
    space: Space
    near: Neighbours
    dead: Collection[int]
    _found: dict[tuple[Shape, Shape], _Crossing] = field(default_factory=dict)
    _weighed: int = 0

    def notes(self) -> Iterator[Finding]:
        shapes = self._shapes()
        for index, formula in enumerate(self.formulas):
            if index not in self.dead:
                self._look_above(index, _shape(formula), shapes)
        for (above, below), crossing in self._found.items():
            yield self._note(above, below, crossing)
        if self._weighed >= MOST_PAIRS:
            sentence = (
                f"After {MOST_PAIRS:,} pairs of rows no more were compared: other rows may "
                "cross as well."
            )
            yield Finding(Severity.NOTE, "more-overlaps", ("routing",), sentence)

    def _shapes(self) -> dict[Shape, int]:
        found: dict[Shape, int] = {}
        for index, formula in enumerate(self.formulas):
            if index not in self.dead and formula:
                shape = _shape(formula)
                found[shape] = found.get(shape, 0) | 1 << index
        return found

    def _look_above(self, index: int, below: Shape, shapes: dict[Shape, int]) -> None:
        near = self.near.meeting(index) & (1 << index) - 1
        for above, of_shape in shapes.items():
            crossed = self._first_crossed(index, near & of_shape)
            if crossed is None:
                continue
            known = self._found.get((above, below))
            if known is None:
                self._found[above, below] = _Crossing(index, crossed)
            else:
                known.others += 1

    def _first_crossed(self, index: int, near: int) -> int | None:
        tried = 0
        for other in numbers(near):
            if self.rows[other].target == self.rows[index].target:
                continue
            if tried == _TRIED or self._weighed >= MOST_PAIRS:
                return None
            tried += 1
            self._weighed += 1
            if self._cross(self.formulas[other], self.formulas[index]):
                return other
        return None

    def _cross(self, one: Formula, other: Formula) -> bool:
        return self.space.meet(one, other) and not (
            self._covers(one, other) or self._covers(other, one)
        )

    def _covers(self, one: Formula, other: Formula) -> bool:
        """Whether `one` takes every lead of `other`."""
        asked = set(fields_of(other))
        more = (t for t in one if isinstance(t, Test) and t.field not in asked)
        if any(needs_it_known(test, self.space) for test in more):
            return False
        try:
            return self.space.beyond(other, [one]) is None
        except TooManyCasesError:
            return False

    def _note(self, above: Shape, below: Shape, crossing: _Crossing) -> Finding:
        row, taking = self.rows[crossing.below].id, self.rows[crossing.above].id
        sentence = (
            f"Some leads fit row {row} and also row {taking} above, which gets them: "
            "the order of these rows decides."
        )
        if crossing.others:
            more = counted(crossing.others, "more row")
            under = (
                "" if above == below else f", below rows that ask for {_said(above)}"
            )
            sentence += f" So it is with {more} asking for {_said(below)}{under}."
        return Finding(Severity.NOTE, "overlap", ("routing", crossing.below), sentence)


def _shape(formula: Formula) -> Shape:
    return tuple(sorted(set(fields_of(formula))))


def _said(shape: Shape) -> str:
    return listed([labelled(name) for name in shape], "and")
