"""Say whether a lead can meet one condition and none of some others.

A region is a set of leads: by field, the literals that the value must meet. Fields are
weighed apart, so visits and pages seen, say, may be thought to disagree: the answer
"none" is certain, and "some" is as certain as that.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from domain.checks.closed_fields import closed_fields
from domain.checks.literals import Literal, possible
from domain.qualifying.qualification import QualificationModel
from domain.rules.conditions import Clause, Condition
from domain.rules.requirements import Known, Requirement

MOST_STEPS = 3000  # of one question; one in a playbook as people write them needs ten
MOST_WORK = 500_000  # conditions held against regions in one check: some seconds

Region = Mapping[str, frozenset[Literal]]
EVERY_LEAD: Region = MappingProxyType({})


class TooManyCasesError(Exception):
    """The question was given up: it has more cases than anybody would wait for."""


@dataclass(frozen=True, slots=True)
class Test:
    """A requirement of one field, and its opposite."""

    field: str
    yes: Literal
    no: Literal


@dataclass(frozen=True, slots=True)
class Either:
    alternatives: tuple["Formula", ...]


Formula = tuple[Test | Either, ...]  # all of them hold


class Space:
    """All leads there can be. Remembers what it has worked out."""

    def __init__(self, model: QualificationModel | None = None) -> None:
        self._closed = closed_fields(model or QualificationModel())
        self._work = 0
        self._tests: dict[tuple[str, str], Test] = {}
        self._possible: dict[tuple[str, frozenset[Literal]], bool] = {}

    def formula(self, condition: Condition) -> Formula:
        parts: list[Test | Either] = []
        for clause in condition.clauses:
            if isinstance(clause, Clause):
                parts += [self._test(clause.field, one) for one in clause.required]
            else:
                inner = (self.formula(one) for one in clause.alternatives)
                parts.append(Either(tuple(inner)))
        return tuple(parts)

    def where(self, formula: Formula, region: Region = EVERY_LEAD) -> Iterator[Region]:
        """The parts of the region in which the formula holds."""
        if not formula:
            yield region
            return
        first, rest = formula[0], formula[1:]
        if isinstance(first, Test):
            inner = self._narrowed(region, first.field, first.yes)
            if inner is not None:
                yield from self.where(rest, inner)
            return
        for alternative in first.alternatives:
            yield from self.where((*alternative, *rest), region)

    def elsewhere(self, formula: Formula, region: Region) -> Iterator[Region]:
        """The parts of the region in which the formula does not hold."""
        for part in formula:
            if isinstance(part, Test):
                inner = self._narrowed(region, part.field, part.no)
                if inner is not None:
                    yield inner
            else:
                yield from self._nowhere(part.alternatives, region)

    def beyond(self, formula: Formula, taken: Sequence[Formula]) -> Region | None:
        """Leads that meet the formula and nothing of `taken`; None when there are none.

        Raises TooManyCasesError when that cannot be said.
        """
        regions = list(self.where(formula))
        asked = {name for one in taken for name in fields_of(one)}
        bare = [self._bare(region, asked) for region in regions]
        for tried in (bare, regions):  # leads of whom little is known settle most
            found = self._left_of(tried, taken)
            if found is not None:
                return found
        return None

    def some_bare_lead(
        self, formula: Formula, taken: Sequence[Formula], asked: Iterable[str]
    ) -> bool:
        """Whether a lead of whom else nothing `asked` is known meets nothing of `taken`.

        False also when that cannot be said.
        """
        bare = [self._bare(region, asked) for region in self.where(formula)]
        try:
            return self._left_of(bare, taken) is not None
        except TooManyCasesError:
            return False

    def may_be_unknown(self, field: str) -> bool:
        unknown = self._test(field, Known(expected=False)).yes
        return self._narrowed(EVERY_LEAD, field, unknown) is not None

    def meet(self, one: Formula, other: Formula) -> bool:
        """Whether a lead can meet both."""
        return self._reaches((*one, *other), EVERY_LEAD)

    def _reaches(self, formula: Formula, region: Region) -> bool:
        return next(self.where(formula, region), None) is not None

    def _left_of(
        self, regions: Sequence[Region], taken: Sequence[Formula]
    ) -> Region | None:
        waiting = [(region, tuple(taken)) for region in regions]
        steps = 0
        while waiting:
            steps += 1
            region, formulas = waiting.pop()
            self._work += len(formulas)
            if steps > MOST_STEPS or self._work > MOST_WORK:
                raise TooManyCasesError
            in_the_way = tuple(f for f in formulas if self._reaches(f, region))
            if not in_the_way:
                return region
            waiting += [(out, in_the_way) for out in self._ways_out(in_the_way, region)]
        return None

    def _ways_out(self, formulas: Sequence[Formula], region: Region) -> list[Region]:
        """Those of the formula that leaves the fewest: none at all ends the search."""
        fewest: list[Region] | None = None
        for formula in formulas:
            ways = list(self.elsewhere(formula, region))
            if fewest is None or len(ways) < len(fewest):
                fewest = ways
            if len(fewest) <= 1:
                break
        return fewest or []

    def _bare(self, region: Region, asked: Iterable[str]) -> Region:
        """The leads of the region of whom nothing else is known that is asked for."""
        for field in sorted(asked):
            if field not in region:
                unknown = self._test(field, Known(expected=False)).yes
                region = self._narrowed(region, field, unknown) or region
        return region

    def _nowhere(
        self, alternatives: Sequence[Formula], region: Region
    ) -> Iterator[Region]:
        if not alternatives:
            yield region
            return
        for outside in self.elsewhere(alternatives[0], region):
            yield from self._nowhere(alternatives[1:], outside)

    def _narrowed(self, region: Region, field: str, literal: Literal) -> Region | None:
        literals = region.get(field, frozenset()) | {literal}
        key = field, literals
        if key not in self._possible:
            self._possible[key] = possible(literals, self._closed.get(field))
        return {**region, field: literals} if self._possible[key] else None

    def _test(self, field: str, required: Requirement) -> Test:
        key = field, repr(required)  # in which 1, 1.0 and True differ
        if key not in self._tests:
            yes, no = (Literal(required, expected) for expected in (True, False))
            self._tests[key] = Test(field, yes, no)
        return self._tests[key]


def fields_of(formula: Formula) -> Iterator[str]:
    """The fields that it asks for, with repetitions."""
    for part in formula:
        if isinstance(part, Test):
            yield part.field
        else:
            for alternative in part.alternatives:
                yield from fields_of(alternative)
