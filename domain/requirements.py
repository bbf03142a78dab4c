"""Say what may be required of one value, and what is said when it does not hold.

An unknown value meets no requirement but `Known(expected=False)`: what is not known
must not route or disqualify anybody.
"""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from math import isfinite

from domain.evidence import Value
from domain.facts import Facts
from domain.words import as_text, contains_phrase, folded, listed, shown

_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
_PHRASES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class OneOf:
    """Equal to one of these; text without regard to case, accents and punctuation."""

    values: tuple[Value, ...]

    def holds(self, field: str, facts: Facts) -> bool:
        value = facts.value(field)
        return any(_same(value, wanted, field, facts) for wanted in self.values)

    def why_not(self, field: str, facts: Facts) -> str:
        wanted = listed([shown(value) for value in self.values])
        return f"is {_value(field, facts)}, not {wanted}"


@dataclass(frozen=True, slots=True)
class Minimum:
    number: float

    def holds(self, field: str, facts: Facts) -> bool:
        number = as_number(facts.value(field))
        return number is not None and number >= self.number

    def why_not(self, field: str, facts: Facts) -> str:
        return f"is {_value(field, facts)}, not at least {shown(self.number)}"


@dataclass(frozen=True, slots=True)
class Maximum:
    number: float

    def holds(self, field: str, facts: Facts) -> bool:
        number = as_number(facts.value(field))
        return number is not None and number <= self.number

    def why_not(self, field: str, facts: Facts) -> str:
        return f"is {_value(field, facts)}, not at most {shown(self.number)}"


@dataclass(frozen=True, slots=True)
class Like:
    """Matches one of these patterns with `*` and `?`, without regard to case."""

    patterns: tuple[str, ...]

    def holds(self, field: str, facts: Facts) -> bool:
        value = facts.value(field)
        return value is not None and matches(as_text(value), self.patterns)

    def why_not(self, field: str, facts: Facts) -> str:
        return f"is {_value(field, facts)}, not like {listed(self.patterns)}"


@dataclass(frozen=True, slots=True)
class ContainsAny:
    """Holds the words of one of these phrases, see `domain.words.contains_phrase`."""

    phrases: tuple[str, ...]

    def holds(self, field: str, facts: Facts) -> bool:
        return found_phrase(self.phrases, field, facts) is not None

    def why_not(self, field: str, facts: Facts) -> str:
        if facts.value(field) is None:
            return "is unknown"
        some = [f"“{phrase}”" for phrase in self.phrases[:_PHRASES_SHOWN]]
        more = len(self.phrases) - len(some)
        return f"mentions none of {listed([*some, f'{more} more'] if more else some)}"


@dataclass(frozen=True, slots=True)
class ContainsNone:
    """Holds the words of none of these phrases."""

    phrases: tuple[str, ...]

    def holds(self, field: str, facts: Facts) -> bool:
        known = facts.value(field) is not None
        return known and found_phrase(self.phrases, field, facts) is None

    def why_not(self, field: str, facts: Facts) -> str:
        phrase = found_phrase(self.phrases, field, facts)
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


def as_number(value: Value | None) -> float | None:
    """The number that a value is or plainly spells; forms send numbers as text."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        return float(value) if _NUMBER.fullmatch(value.strip()) else None
    return value if isinstance(value, int) or isfinite(value) else None


def matches(text: str, patterns: tuple[str, ...]) -> bool:
    """Whether the text is like one of the patterns, without regard to case."""
    lowered = text.casefold()
    return any(fnmatchcase(lowered, pattern.casefold()) for pattern in patterns)


def found_phrase(phrases: tuple[str, ...], field: str, facts: Facts) -> str | None:
    """The first of the phrases that the field's text holds, as the playbook has it."""
    text = facts.folded_text(field)
    return next((p for p in phrases if contains_phrase(text, p)), None)


def _same(value: Value | None, wanted: Value, field: str, facts: Facts) -> bool:
    if isinstance(wanted, bool) or isinstance(value, bool):
        return value is wanted
    if isinstance(wanted, str):
        return facts.folded_text(field) == folded(wanted) != folded("")
    return as_number(value) == wanted


def _value(field: str, facts: Facts) -> str:
    value = facts.value(field)
    return "unknown" if value in (None, "") else shown(value)
