"""Write the `when:` of a playbook in one short line that an operator reads and edits.

`country is ES, PT and (fields.vehicles >= 200 or employees >= 1000)`; what this line has
no words for stands in braces, as the YAML has it. `condition_reading` reads it back.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import starmap

from adapters.yaml.lines import Plain
from adapters.yaml.writing import flow_text

# A value that holds one of these words would be read as the next part.
JOINS = frozenset({"and", "or"})
# One that begins with them would be read as another question.
OPENINGS = frozenset({"not", "known", "unknown", "none", "like"})
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_WORDS = {
    "one_of": "is",
    "like": "like",
    "contains_any": "mentions",
    "contains_none": "mentions none of",
}
_PLAIN_VALUE = re.compile(r"[^\s(),\"{}<>=≥≤]+( [^\s(),\"{}<>=≥≤]+)*")


def condition_text(when: Plain) -> str:
    """The line; "" for what holds always."""
    if when is None:
        return ""
    if not isinstance(when, dict) or not when:
        return flow_text(when)
    return " and ".join(piece for name in when for piece in _clause(name, when[name]))


def _clause(name: str, asked: Plain) -> Iterator[str]:
    if name == "any":
        yield _alternatives(asked)
        return
    field = _written(name)
    operators: dict[str, Plain] = (
        asked if isinstance(asked, dict) else {"one_of": asked}
    )
    pieces = list(starmap(_operator, operators.items()))
    if not pieces or None in pieces:
        yield f"{field} {flow_text(operators)}"
    elif {"at_least", "at_most"} == set(operators):
        low, high = operators["at_least"], operators["at_most"]
        yield f"{field} from {_written(low)} to {_written(high)}"
    else:
        yield from (f"{field} {piece}" for piece in pieces)


def _alternatives(asked: Plain) -> str:
    if not isinstance(asked, list) or not asked:
        return f"any {flow_text(asked)}"
    return f"({' or '.join(condition_text(one) for one in asked)})"


def _operator(name: str, value: Plain) -> str | None:
    """None where there are no words for it."""
    match name, value:
        case "known", bool():
            return "is known" if value else "is unknown"
        case "not", _:
            return _not(value)
        case "at_least" | "at_most", int() | float() if not isinstance(value, bool):
            return f"{'>=' if name == 'at_least' else '<='} {_written(value)}"
        case _:
            return _with_values(_WORDS[name], value) if name in _WORDS else None


def _not(value: Plain) -> str | None:
    match value:
        case {"like": patterns, **rest} if not rest:
            return _with_values("is not like", patterns)
        case {"one_of": values, **rest} if not rest:
            return _with_values("is not", values)
        case dict():
            return None
        case _:
            return _with_values("is not", value)


def _with_values(words: str, value: Plain) -> str | None:
    values = value if isinstance(value, list) else [value]
    if not values or any(isinstance(one, dict | list) or one is None for one in values):
        return None
    return f"{words} {', '.join(map(_written, values))}"


def _written(value: Plain) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return flow_text(value)
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    words = text.lower().split(" ")
    plain = _PLAIN_VALUE.fullmatch(text) and not JOINS & {*words}
    if plain and words[0] not in OPENINGS and not reads_as_other(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def reads_as_other(text: str) -> bool:
    """Whether it would be taken for a number or a truth."""
    return text in {"true", "false"} or NUMBER.fullmatch(text) is not None


def simplest(operators: Mapping[str, Plain]) -> Plain:
    """As a person writes it: a bare value, a bare list, or names with values."""
    if set(operators) != {"one_of"}:
        return dict(operators)
    values = operators["one_of"]
    return values[0] if isinstance(values, list) and len(values) == 1 else values


def values_text(values: Plain) -> str:
    """A list of words in one line, as `read_values` reads it; one word alone likewise."""
    if values is None:
        return ""
    several = values if isinstance(values, list) else [values]
    return ", ".join(_written(one) for one in several)
