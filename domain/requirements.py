"""What may be required of one value, and what is said when it does not hold?"""

import math
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import assert_never

from domain.evidence import Value
from domain.facts import Facts
from domain.words import contains_phrase, counted, listed, shown

_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,18})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class OneOf:
    """Equal to one of these; text without regard to case and accents."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    number: float


@dataclass(frozen=True, slots=True)
class AtMost:
    number: float


@dataclass(frozen=True, slots=True)
class Like:
    """Matches one of these patterns with `*` and `?`, without regard to case."""

    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContainsAny:
    """Holds the words of one of these phrases, see `domain.words.contains_phrase`."""

    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContainsNone:
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    expected: bool


@dataclass(frozen=True, slots=True)
class Not:
    """The value is known, and what is required does not hold."""

    required: "Requirement"


Requirement = OneOf | AtLeast | AtMost | Like | ContainsAny | ContainsNone | Known | Not


def holds(required: Requirement, field: str, facts: Facts) -> bool:  # noqa: C901, PLR0911  one arm per kind
    """Whether the field's value is as required."""
    value = facts.value(field)
    if isinstance(required, Known):
        return required.expected == (value is not None and value != "")
    if value is None:
        return False
    match required:
        case OneOf(values):
            return any(_same(value, wanted, field, facts) for wanted in values)
        case AtLeast(number):
            return (found := as_number(value)) is not None and found >= number
        case AtMost(number):
            return (found := as_number(value)) is not None and found <= number
        case Like(patterns):
            return any(matches(str(value), pattern) for pattern in patterns)
        case ContainsAny(phrases):
            return found_phrase(phrases, field, facts) is not None
        case ContainsNone(phrases):
            return found_phrase(phrases, field, facts) is None
        case Not(inner):
            return not holds(inner, field, facts)
        case _:
            assert_never(required)
