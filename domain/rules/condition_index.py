"""Find the conditions that a lead may meet, without asking every one.

Bit n of a whole number stands for condition n, so that what a field says to a thousand
conditions is a look-up and an `&`. What is left is asked in full: a column may let a
condition pass that does not hold, but never holds one back that does.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from domain.rules.conditions import Clause, Condition
from domain.rules.facts import Facts
from domain.rules.page_tests import PagesInOrder, PageTest
from domain.rules.patterns import beginning_of
from domain.rules.phrases import sought
from domain.rules.requirements import ContainsAny, Like, OneOf, Requirement
from domain.rules.values import Key


@dataclass
class Column(ABC):
    """What conditions ask of the field `name` in one way: `by` key, who asks for it."""

    name: str
    others: int  # the conditions that do not ask
    asking: int = 0
    by: dict[Key, int] = field(default_factory=dict)

    def add(self, number: int, keys: Iterable[Key]) -> None:
        self.asking |= 1 << number
        self.others &= ~(1 << number)
        for key in keys:
            self.by[key] = self.by.get(key, 0) | 1 << number

    @abstractmethod
    def met(self, facts: Facts) -> int:
        """Those of `asking` that the lead may meet."""


class Values(Column):
    """Is one of these; by what values are the same as."""

    def met(self, facts: Facts) -> int:
        found = 0
        for key in facts.keys(self.name):
            found |= self.by.get(key, 0)
        return found


class Phrases(Column):
    """Mentions one of these; by the first word, or by " quot" that some word begins so."""

    def add(self, number: int, keys: Iterable[Key]) -> None:
        super().add(number, keys)
        texts = (key for key in self.by if isinstance(key, str))
        self.beginnings = [text for text in texts if text.startswith(" ")]

    def met(self, facts: Facts) -> int:
        found = 0
        for word in self.by.keys() & facts.words(self.name):
            found |= self.by[word]
        for beginning in self.beginnings:
            if beginning in facts.folded_text(self.name):
                found |= self.by[beginning]
        return found


class Beginnings(Column):
    """Is like one of these; by the letters that stand before the first `*` or `?`."""

    def add(self, number: int, keys: Iterable[Key]) -> None:
        super().add(number, keys)
        self.lengths = sorted({len(str(key)) for key in self.by})

    def met(self, facts: Facts) -> int:
        found = 0
        for text in self.texts(facts):
            for length in self.lengths:
                found |= self.by.get(text[:length], 0)
        return found

    def texts(self, facts: Facts) -> Iterable[str]:
        text = facts.lowered(self.name)
        return () if text is None else (text,)


class Pages(Beginnings):
    """Saw a page like one of these."""

    def texts(self, facts: Facts) -> Iterable[str]:
        return facts.paths


@dataclass(frozen=True, slots=True)
class ConditionIndex:
    """Of `count` conditions."""

    count: int
    columns: tuple[Column, ...]

    def possible(self, facts: Facts) -> int:
        """The conditions that may hold."""
        found = (1 << self.count) - 1
        for column in self.columns:
            found &= column.met(facts) | column.others
        return found


def indexed(
    conditions: Sequence[Condition], pages: Sequence[PageTest | None] = ()
) -> ConditionIndex:
    """`pages` are what must have been seen besides, one for each condition.

    Made once per playbook: a thousand conditions take some milliseconds.
    """
    all_of_them = (1 << len(conditions)) - 1
    columns: dict[tuple[str, type[Column]], Column] = {}
    for number, condition in enumerate(conditions):
        for name, kind, keys in _asked(condition, pages[number] if pages else None):
            column = columns.setdefault((name, kind), kind(name, all_of_them))
            if not column.asking >> number & 1:  # asked twice: once is enough here
                column.add(number, keys)
    return ConditionIndex(len(conditions), tuple(columns.values()))


def numbers(bits: int) -> Iterator[int]:
    """The places of the ones, from the lowest."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


_Found = tuple[str, type[Column], Sequence[Key]]


def _asked(condition: Condition, pages: PageTest | None) -> Iterator[_Found]:
    for clause in condition.clauses:
        if isinstance(clause, Clause):
            for required in clause.required:
                yield from _asked_of_field(clause.field, required)
    if pages is not None:
        first = slice(1) if isinstance(pages, PagesInOrder) else slice(None)
        yield from _beginnings("", Pages, pages.patterns[first])


def _asked_of_field(name: str, required: Requirement) -> Iterator[_Found]:
    match required:
        case OneOf():
            yield name, Values, [*required.keys]
        case ContainsAny():
            yield name, Phrases, _first_words(required)
        case Like(patterns):
            yield from _beginnings(name, Beginnings, patterns)
        case _:
            pass


def _beginnings(
    name: str, kind: type[Beginnings], patterns: Sequence[str]
) -> Iterator[_Found]:
    """Nothing where a pattern may begin with anything."""
    begin = [beginning_of(pattern) for pattern in patterns]
    if all(begin):
        yield name, kind, begin


def _first_words(required: ContainsAny) -> list[Key]:
    """What must stand in a text that mentions one: a word, or " quot" of "quot*"."""
    found: list[Key] = []
    for one in sought(required.every):
        first, _, more = one.words[1:].partition(" ")
        found.append(first if more or one.words.endswith(" ") else one.words)
    return found
