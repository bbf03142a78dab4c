"""Say what may be required of one value, and what is said when it does not hold.

An unknown value meets no requirement but `Known(expected=False)`: what is not known
must not route or disqualify anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.evidence import Value
from domain.rules.facts import Facts
from domain.rules.patterns import compiled
from domain.rules.phrases import Sought, sought
from domain.rules.values import Key, as_number, keys_of_wanted
from domain.words import as_text, listed, named, shown

_PHRASES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class OneOf:
    """Equal to one of these; text without regard to case, accents and punctuation."""

    values: tuple[Value, ...]
    keys: frozenset[Key] = field(init=False, compare=False, repr=False)
    _in_words: dict[str, str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        keys = (key for value in self.values for key in keys_of_wanted(value))
        object.__setattr__(self, "keys", frozenset(keys))
        object.__setattr__(self, "_in_words", {})

    def holds(self, field: str, facts: Facts) -> bool:
        return not self.keys.isdisjoint(facts.keys(field))

    def why_not(self, field: str, facts: Facts) -> str:
        return f"is {_value(field, facts)}, not {self._wanted(field)}"

    def _wanted(self, field: str) -> str:
        """As people call the values of that field: "ES" is Spain where it is a country."""
        words = self._in_words.get(field)
        if words is None:
            words = listed([named(field, value) for value in self.values])
            self._in_words[field] = words
        return words


@dataclass(frozen=True, slots=True)
class Minimum:
    number: float
    _in_words: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_in_words", f"not at least {shown(self.number)}")

    def holds(self, field: str, facts: Facts) -> bool:
        number = as_number(facts.value(field))
        return number is not None and number >= self.number

    def why_not(self, field: str, facts: Facts) -> str:
        return f"is {_value(field, facts)}, {self._in_words}"


@dataclass(frozen=True, slots=True)
class Maximum:
    number: float
    _in_words: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_in_words", f"not at most {shown(self.number)}")

    def holds(self, field: str, facts: Facts) -> bool:
        number = as_number(facts.value(field))
        return number is not None and number <= self.number

    def why_not(self, field: str, facts: Facts) -> str:
        return f"is {_value(field, facts)}, {self._in_words}"


@dataclass(frozen=True, slots=True)
class Like:
    """Matches one of these patterns with `*` and `?`, without regard to case."""

    patterns: tuple[str, ...]

    def holds(self, field: str, facts: Facts) -> bool:
        value = facts.value(field)
        return value is not None and compiled(self.patterns).fit(
            as_text(value).casefold()
        )

    def why_not(self, field: str, facts: Facts) -> str:
        return f"is {_value(field, facts)}, not like {listed(self.patterns)}"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of any language, and some that count in one language only.

    A lead whose language is not known is asked for all of them.
    """

    phrases: tuple[str, ...]
    by_language: tuple[tuple[str, tuple[str, ...]], ...] = ()
    every: tuple[str, ...] = field(init=False, compare=False, repr=False)
    _of: Mapping[str | None, tuple[Sought, ...]] = field(
        init=False, compare=False, repr=False
    )
    _of_others: tuple[Sought, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        every = (*self.phrases, *(one for _, some in self.by_language for one in some))
        by_name: dict[str | None, tuple[Sought, ...]] = {None: sought(every)}
        for name, some in self.by_language:
            by_name[name] = sought((*self.phrases, *some))
        object.__setattr__(self, "every", every)
        object.__setattr__(self, "_of", by_name)
        object.__setattr__(self, "_of_others", sought(self.phrases))

    def of(self, language: str | None) -> tuple[Sought, ...]:
        """What is looked for in that language (ISO 639-1), None when it is not known."""
        return self._of.get(language, self._of_others)

    def found(self, field: str, facts: Facts) -> str | None:
        """The first phrase that the field's text mentions, as the playbook has it."""
        phrases = self.of(facts.language) if self.by_language else self._of_others
        return facts.mentioned(field, phrases)


class ContainsAny(Phrases):
    """Mentions one of these phrases, see `domain.rules.phrases`."""

    __slots__ = ()

    def holds(self, field: str, facts: Facts) -> bool:
        return self.found(field, facts) is not None

    def why_not(self, field: str, facts: Facts) -> str:
        if facts.value(field) is None:
            return "is unknown"
        phrases = self.of(facts.language)
        some = [f"“{one.phrase}”" for one in phrases[:_PHRASES_SHOWN]]
        more = len(phrases) - len(some)
        if not some:
            return "mentions nothing: no phrases are given for its language"
        return f"mentions none of {listed([*some, f'{more} more'] if more else some)}"


class ContainsNone(Phrases):
    """Mentions none of these phrases."""

    __slots__ = ()

    def holds(self, field: str, facts: Facts) -> bool:
        return facts.value(field) is not None and self.found(field, facts) is None

    def why_not(self, field: str, facts: Facts) -> str:
        phrase = self.found(field, facts)
        return "is unknown" if phrase is None else f"mentions “{phrase}”"


@dataclass(frozen=True, slots=True)
class Known:
    """Given or found at all; empty text counts as unknown."""

    expected: bool

    def holds(self, field: str, facts: Facts) -> bool:
        return self.expected == (facts.value(field) not in (None, ""))

    def why_not(self, field: str, facts: Facts) -> str:
        return "is unknown" if self.expected else f"is known ({_value(field, facts)})"


@dataclass(frozen=True, slots=True)
class Not:
    """The value is known, and what is required inside does not hold."""

    inner: "Requirement"

    def holds(self, field: str, facts: Facts) -> bool:
        known = facts.value(field) is not None
        return known and not self.inner.holds(field, facts)

    def why_not(self, field: str, facts: Facts) -> str:
        return f"is {_value(field, facts)}"


Requirement = (
    OneOf | Minimum | Maximum | Like | ContainsAny | ContainsNone | Known | Not
)


def _value(field: str, facts: Facts) -> str:
    return "unknown" if facts.value(field) in (None, "") else facts.shown(field)
