"""Say which of many conditions a lead may meet together, without weighing every pair.

Bit n of a whole number stands for condition n. What is left out certainly has no lead in
common; of what is left, each pair has to be weighed.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from domain.checks.regions import Formula, Space, Test, fields_of
from domain.rules.patterns import beginning_of
from domain.rules.requirements import Like, OneOf
from domain.rules.values import Key

_NUMBER = frozenset("0123456789 e")  # letters of a text that may be a number as well
_SOME_NUMBER = "a number"


class Neighbours:
    """Of conditions in their order, all at once."""

    def __init__(self, formulas: Sequence[Formula], space: Space) -> None:
        self._fields = [frozenset(fields_of(formula)) for formula in formulas]
        self._everything = (1 << len(formulas)) - 1
        self._needing: dict[str, int] = defaultdict(int)
        for index, formula in enumerate(formulas):
            for test in _tests(formula):
                if needs_it_known(test, space):
                    self._needing[test.field] |= 1 << index
        self._values = _Values(formulas)
        self._beginnings = _Beginnings(formulas)

    @property
    def fields(self) -> frozenset[str]:
        """Every field that a condition asks for."""
        return frozenset().union(*self._fields)

    def meeting(self, index: int) -> int:
        """The conditions that a lead of this one may meet too."""
        parted = self._values.parted_from(index) | self._beginnings.parted_from(index)
        return self._everything & ~parted

    def asking_no_more(self, index: int) -> int:
        """Those that a lead may meet of whom only what this one asks for is known."""
        found = self._everything
        for field, needing in self._needing.items():
            if field not in self._fields[index]:
                found &= ~needing
        return found


def needs_it_known(test: Test, space: Space) -> bool:
    """Whether it leaves out leads of whom the field is not known, where there are any."""
    return space.may_be_unknown(test.field) and not test.yes.met_by(None)


class _Values:
    """Conditions that want one of some values are parted from those that want others."""

    def __init__(self, formulas: Sequence[Formula]) -> None:
        self._wanted = [_values(formula) for formula in formulas]
        self._wanting: dict[str, int] = defaultdict(int)
        self._by_value: dict[tuple[str, Key], int] = defaultdict(int)
        for index, wanted in enumerate(self._wanted):
            for field, values in wanted.items():
                self._wanting[field] |= 1 << index
                for value in values:
                    self._by_value[field, value] |= 1 << index

    def parted_from(self, index: int) -> int:
        parted = 0
        for field, values in self._wanted[index].items():
            same = 0
            for value in values:
                same |= self._by_value[field, value]
            parted |= self._wanting[field] & ~same
        return parted


def _values(formula: Formula) -> dict[str, frozenset[Key]]:
    """By field the first list of values that it must be one of."""
    found: dict[str, frozenset[Key]] = {}
    for test in _tests(formula):
        if isinstance(test.yes.required, OneOf):
            found.setdefault(test.field, frozenset(_sorts(test.yes.required)))
    return found


def _sorts(required: OneOf) -> Iterator[Key]:
    """What a lead's value has one of at most: "5" is text and number, other text is not."""
    for key in required.keys:
        is_number = not isinstance(key, str) or _NUMBER.issuperset(key)
        yield _SOME_NUMBER if is_number else key


class _Beginnings:
    """Patterns that begin otherwise part conditions: "/fleet*" from "/pricing*"."""

    def __init__(self, formulas: Sequence[Formula]) -> None:
        self._liked = [_beginnings(formula) for formula in formulas]
        self._liking: dict[str, int] = defaultdict(int)
        self._beginning: dict[tuple[str, str], int] = defaultdict(int)
        self._going_on: dict[tuple[str, str], int] = defaultdict(int)
        for index, liked in enumerate(self._liked):
            for field, beginnings in liked.items():
                self._liking[field] |= 1 << index
                for text in beginnings:
                    self._beginning[field, text] |= 1 << index
                    for shorter in _beginnings_of(text):
                        self._going_on[field, shorter] |= 1 << index

    def parted_from(self, index: int) -> int:
        parted = 0
        for field, beginnings in self._liked[index].items():
            same = 0
            for text in beginnings:
                same |= self._going_on[field, text]  # "/fleet/vans" for "/fleet"
                for shorter in _beginnings_of(text):  # and "/f"
                    same |= self._beginning[field, shorter]
            parted |= self._liking[field] & ~same
        return parted


def _beginnings(formula: Formula) -> dict[str, frozenset[str]]:
    """By field how a text may begin that is like the first patterns."""
    found: dict[str, frozenset[str]] = {}
    for test in _tests(formula):
        if isinstance(test.yes.required, Like):
            patterns = test.yes.required.patterns
            found.setdefault(test.field, frozenset(map(beginning_of, patterns)))
    return found


def _beginnings_of(text: str) -> Iterator[str]:
    for length in range(len(text) + 1):
        yield text[:length]


def _tests(formula: Formula) -> Iterator[Test]:
    """What must hold whatever else does."""
    return (part for part in formula if isinstance(part, Test))
