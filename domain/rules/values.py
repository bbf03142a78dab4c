"""Say when two values are the same to a rule."""

import re
from math import isfinite

from domain.evidence import Value
from domain.words import as_text, folded

_BEGINS = frozenset("+-0123456789")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")

# Two values are the same when they share a key. Folded text is between spaces, so no
# text is ever the same as the name of a truth value.
Key = str | float


def as_number(value: Value | None) -> float | None:
    """The number that a value is or plainly spells; forms send numbers as text."""
    if isinstance(value, str):
        text = value.strip()
        may_be = text[:1] in _BEGINS  # a tenth of what the expression takes
        return float(text) if may_be and _NUMBER.fullmatch(text) else None
    if isinstance(value, bool) or value is None:
        return None
    return value if isinstance(value, int) or isfinite(value) else None


def keys_of_wanted(value: Value) -> tuple[Key, ...]:
    """What a playbook writes down: a text is a text there, also when it spells 50."""
    if isinstance(value, bool):
        return (str(value),)
    if isinstance(value, str):
        words = folded(value)
        return () if words.isspace() else (words,)
    return (value,)


def keys_of_known(value: Value | None) -> tuple[Key, ...]:
    """What is known of a lead: "50" from a form is the number 50 as well."""
    if value is None:
        return ()
    if isinstance(value, bool):
        return (str(value),)
    words, number = folded(as_text(value)), as_number(value)
    return (words,) if number is None else (words, number)
