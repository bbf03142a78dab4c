"""Say whether one field can have a value that meets some requirements and not others.

Never says no where a lead could come: patterns are weighed apart from words and
numbers, so a field that is asked in both ways may get a yes that no value earns.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, pairwise, product

from domain.checks.closed_fields import Closed
from domain.checks.patterns import some_text
from domain.evidence import Value
from domain.rules.facts import Facts
from domain.rules.requirements import (
    ContainsAny,
    ContainsNone,
    Known,
    Like,
    Maximum,
    Minimum,
    Not,
    OneOf,
    Phrases,
    Requirement,
)
from domain.words import folded

_words_of = lru_cache(maxsize=4096)(folded)  # of the playbook, never of a prospect
_ANOTHER = "?"  # language than those that are named
_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # requirements ask for no time
_RARE = range(0x4E00, 0x9FA0)  # letters to write words with that no phrase holds
_PLAIN: tuple[Value | None, ...] = (None, "", True, False)


@dataclass(frozen=True, eq=False)
class Literal:
    """A requirement that must hold, or must not. Two are the same if they are one."""

    required: Requirement
    expected: bool

    def met_by(self, value: Value | None) -> bool:
        values = {} if value is None else {"x": value}
        return self.required.holds("x", Facts(values, (), _SOME_DAY)) == self.expected

    def in_language(self, language: str | None) -> "Literal":
        """The same with the phrases alone that count in that language."""
        match self.required:
            case ContainsAny() | ContainsNone() as mentions:
                of_language = tuple(one.phrase for one in mentions.of(language))
                phrases = type(mentions)(of_language)
                return Literal(phrases, self.expected)
            case Not(inner):
                within = Literal(inner, self.expected).in_language(language)
                return Literal(Not(within.required), self.expected)
            case _:
                return self

    def of_known(self) -> "Literal":
        """The same for values that are known, without a `Not` around it."""
        required, expected = self.required, self.expected
        while isinstance(required, Not):
            required, expected = required.inner, not expected
        if isinstance(required, ContainsNone):
            return Literal(ContainsAny(required.phrases), not expected)
        return Literal(required, expected)


def possible(literals: Iterable[Literal], closed: Closed | None) -> bool:
    """Whether a value meets all of them. `closed` tells the values, where it is known."""
    wanted = tuple(literals)
    return any(
        _possible([one.in_language(name) for one in wanted], closed)
        for name in _languages(one.required for one in wanted)
    )


def _languages(required: Iterable[Requirement]) -> tuple[str | None, ...]:
    """One of each sort that phrases tell apart: unknown, named, and any other."""
    names: dict[str, None] = {}
    for one in required:
        within = one
        while isinstance(within, Not):
            within = within.inner
        if isinstance(within, Phrases):
            names |= dict.fromkeys(name for name, _ in within.by_language)
    return (None, *names, _ANOTHER) if names else (None,)


def _possible(wanted: Sequence[Literal], closed: Closed | None) -> bool:
    known = [literal.of_known() for literal in wanted]
    if closed is not None:
        among: Iterable[Value | None] = closed.values(_numbers(known))
    else:
        among = _PLAIN
    if any(all(one.met_by(value) for one in wanted) for value in among):
        return True
    return closed is None and _open_value(known)


def _numbers(known: Iterable[Literal]) -> list[float]:
    """Every number that the requirements name, in order."""
    found: set[float] = set()
    for literal in known:
        match literal.required:
            case Minimum(number) | Maximum(number):
                found.add(number)
            case OneOf(values):
                found |= {v for v in values if not isinstance(v, bool | str)}
            case _:
                pass
    return sorted(found)


def _open_value(known: Sequence[Literal]) -> bool:
    """Whether a number or a text that says something meets all of them."""
    if all(isinstance(one.required, Known) for one in known):
        return all(one.required == Known(one.expected) for one in known)
    likes = [one for one in known if isinstance(one.required, Like)]
    others = [one for one in known if not isinstance(one.required, Like)]
    wanted = [one.required.patterns for one in likes if one.expected]  # type: ignore[union-attr]  # all of them are Like
    banned = [one.required.patterns for one in likes if not one.expected]  # type: ignore[union-attr]  # as above
    if likes and not some_text(wanted, list(chain.from_iterable(banned))):
        return False
    texts = [None, *dict.fromkeys(_named_texts(others))]
    return any(
        _Open(number, text).meets(others)
        for number, text in product([None, *_samples(_numbers(others))], texts)
    )


def _named_texts(known: Iterable[Literal]) -> Iterator[str]:
    """The words of every text that a value must be the same as, or else must not."""
    same = [one for one in known if isinstance(one.required, OneOf)]
    must = [one for one in same if one.expected]
    for literal in must[:1] or same:
        for value in _wanted(literal):
            if isinstance(value, str) and _words_of(value).strip():
                yield _words_of(value)


def _wanted(literal: Literal) -> tuple[Value, ...]:
    required = literal.required
    return required.values if isinstance(required, OneOf) else ()


def _samples(numbers: Sequence[float]) -> Iterator[float]:
    """One number of each stretch that the given ones cut the line into."""
    if not numbers:
        yield 0
        return
    yield numbers[0] - 1
    yield from numbers
    yield from ((below + above) / 2 for below, above in pairwise(numbers))
    yield numbers[-1] + 1


@dataclass(frozen=True, slots=True)
class _Open:
    """A number, or text that is none; its words, or None for any not named."""

    number: float | None
    words: str | None

    def meets(self, known: Sequence[Literal]) -> bool:
        if self.number is not None and not _could_be_digits(self.words or ""):
            return False
        phrases = [one for one in known if isinstance(one.required, ContainsAny)]
        return all(
            self._holds(one.required) == one.expected
            for one in known
            if one not in phrases
        ) and self._says(phrases)

    def _holds(self, required: Requirement) -> bool:
        match required:
            case Known(expected):
                return expected
            case OneOf(values):
                return any(self._is(value) for value in values)
            case _:
                return self.number is not None and Literal(required, True).met_by(  # noqa: FBT003  it is expected
                    self.number
                )

    def _is(self, value: Value) -> bool:
        if isinstance(value, str):
            return self.words is not None and _words_of(value) == self.words
        return not isinstance(value, bool) and value == self.number

    def _says(self, phrases: Sequence[Literal]) -> bool:
        if self.words is not None:
            # The words are given, commas are not: each word may be a clause of its own.
            apart = ", ".join(self.words.split())
            return all(
                one.met_by(apart if one.expected else self.words) for one in phrases
            )
        banned = [one for one in phrases if not one.expected]
        rare = _rare_letter(phrases)
        return all(
            any(
                all(one.met_by(text) for one in banned)
                for phrase in _phrases(wanted)
                for text in self._texts_with(phrase, rare)
            )
            for wanted in phrases
            if wanted.expected
        )

    def _texts_with(self, phrase: str, rare: str) -> Iterator[str]:
        words = folded(phrase.removesuffix("*")).strip()
        if words and (self.number is None or _could_be_digits(words)):
            more = rare if phrase.endswith("*") and self.number is None else ""
            yield f"{rare} {words}{more} {rare}"


def _phrases(literal: Literal) -> tuple[str, ...]:
    required = literal.required
    return required.phrases if isinstance(required, ContainsAny) else ()


def _rare_letter(phrases: Iterable[Literal]) -> str:
    """A word of one letter that stands in none of the phrases."""
    used = {letter for one in phrases for phrase in _phrases(one) for letter in phrase}
    return next(chr(code) for code in _RARE if chr(code) not in used)


def _could_be_digits(words: str) -> bool:
    return not words.strip() or words.replace(" ", "").isdigit()
