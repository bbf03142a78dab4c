"""Say which of many conditions a lead may meet together, without weighing every pair.

Bit n of a whole number stands for condition n. What is left out certainly has no lead in
common; of what is left, each pair has to be weighed.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from domain.checks.regions import Formula, Space, Test, fields_of
from domain.requirements import OneOf
from domain.values import Key

_NUMBER = frozenset("0123456789 e")  # letters of a text that may be a number as well
_SOME_NUMBER = "a number"


class Neighbours:
    """Of conditions in their order, all at once."""

    def __init__(self, formulas: Sequence[Formula], space: Space) -> None:
        self._fields = [frozenset(fields_of(formula)) for formula in formulas]
        self._values = [_values(formula) for formula in formulas]
        self._wanting: dict[str, int] = defaultdict(int)
        self._by_value: dict[str, dict[Key, int]] = defaultdict(dict)
        self._needing: dict[str, int] = defaultdict(int)
        self._everything = (1 << len(formulas)) - 1
        for index, formula in enumerate(formulas):
            self._add(index, formula, space)

    @property
    def fields(self) -> frozenset[str]:
        """Every field that a condition asks for."""
        return frozenset().union(*self._fields)

    def meeting(self, index: int) -> int:
        """The conditions that a lead of this one may meet too: no list parts them."""
        found = self._everything
        for field, values in self._values[index].items():
            same = self._everything ^ self._wanting[field]
            for value in values:
                same |= self._by_value[field].get(value, 0)
            found &= same
        return found

    def asking_no_more(self, index: int) -> int:
        """Those that a lead may meet of whom only what this one asks for is known."""
        found = self._everything
        for field, needing in self._needing.items():
            if field not in self._fields[index]:
                found &= ~needing
        return found

    def _add(self, index: int, formula: Formula, space: Space) -> None:
        for field, values in self._values[index].items():
            self._wanting[field] |= 1 << index
            by_value = self._by_value[field]
            for value in values:
                by_value[value] = by_value.get(value, 0) | 1 << index
        for test in formula:
            if isinstance(test, Test) and needs_it_known(test, space):
                self._needing[test.field] |= 1 << index


def needs_it_known(test: Test, space: Space) -> bool:
    """Whether it leaves out leads of whom the field is not known, where there are any."""
    return space.may_be_unknown(test.field) and not test.yes.met_by(None)


def _values(formula: Formula) -> dict[str, frozenset[Key]]:
    """By field the first list of values that it must be one of."""
    found: dict[str, frozenset[Key]] = {}
    for test in formula:
        if isinstance(test, Test) and isinstance(test.yes.required, OneOf):
            found.setdefault(test.field, frozenset(_sorts(test.yes.required)))
    return found


def _sorts(required: OneOf) -> Iterator[Key]:
    """What a lead's value has one of at most: "5" is text and number, other text is not."""
    for key in required.keys:
        is_number = not isinstance(key, str) or _NUMBER.issuperset(key)
        yield _SOME_NUMBER if is_number else key
