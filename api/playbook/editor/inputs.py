"""Put what was typed into a form's inputs into the playbook's text.

An input is called by its kind and its place: "number:/bands/high/from_points". What can
be written down is written down, also when it is wrong: the check says so, and nothing
that was typed is lost.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from adapters.playbook.condition_reading import read_condition, read_values
from adapters.playbook.condition_tokens import ConditionError
from adapters.playbook.condition_writing import condition_text, values_text
from adapters.playbook.editing import plain_of, with_value, without
from adapters.yaml.lines import Plain
from adapters.yaml.plain_values import at
from adapters.yaml.spans import parts_of
from api.playbook.editor.told import told_at, with_told
from domain.errors import InvalidError, PlaybookError

_INTEGER = re.compile(r"[+-]?\d{1,9}")
_DECIMAL = re.compile(r"[+-]?\d{1,9}\.\d{1,6}")


@dataclass(frozen=True, slots=True)
class Saved:
    """The new text; `refused` says by input what could not be written down."""

    text: str
    changed: tuple[str, ...] = ()  # places
    refused: Mapping[str, str] = field(default_factory=dict)


def save_inputs(text: str, inputs: Mapping[str, str]) -> Saved:
    """Those inputs that are named by a kind and a place; others are not ours."""
    changed: list[str] = []
    refused: dict[str, str] = {}
    for name, typed in inputs.items():
        kind, _, pointer = name.partition(":")
        if kind not in _KINDS or not pointer.startswith("/"):
            continue
        try:
            new = _with_typed(text, kind, pointer, typed)
        except (ConditionError, PlaybookError) as error:
            refused[name] = _sentence(error)
            continue
        if new != text:
            changed.append(pointer)
            text = new
    return Saved(text, tuple(changed), refused)


def _sentence(error: InvalidError) -> str:
    return error.faults[0].sentence if error.faults else str(error)


def _with_typed(text: str, kind: str, pointer: str, typed: str) -> str:
    plain = plain_of(text)
    if kind == "told":
        return _with_told(text, plain, pointer, " ".join(typed.split()))
    try:
        before = at(plain, parts_of(pointer))
    except LookupError:
        before = None
    read, write = _KINDS[kind]
    typed = " ".join(typed.split())
    if typed == write(before):
        return text  # so that what was not touched keeps the way it is written
    value = read(typed)
    if kind == "target":
        return _with_target(text, pointer, before, typed)
    if value is not None:
        return with_value(text, pointer, value)
    return text if before is None else without(text, pointer)


def _with_told(text: str, plain: Plain, pointer: str, typed: str) -> str:
    same = typed == told_at(plain, pointer)
    return text if same else with_told(text, plain, pointer, typed)


def _with_target(text: str, pointer: str, before: Plain, typed: str) -> str:
    """What else is said of the target stays while it is of the same kind."""
    kind, _, name = typed.partition(":")
    if isinstance(before, dict) and kind in before:
        return with_value(text, f"{pointer}/{kind}", name)
    return with_value(text, pointer, {kind: name})


def target_text(target: Plain) -> str:
    """`{ team: north }` as "team:north"; "" where it goes to nobody or to several."""
    goes = target if isinstance(target, dict) else {}
    found = [
        f"{kind}:{goes[kind]}" for kind in ("team", "rep", "queue") if kind in goes
    ]
    return found[0] if len(found) == 1 else ""


def plain_text(value: Plain) -> str:
    """A single value as an input shows it."""
    match value:
        case None | dict() | list():
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:g}" if abs(value) < 1e6 else str(value)
        case _:
            return str(value)


def _number(typed: str) -> Plain:
    if _INTEGER.fullmatch(typed):
        return int(typed)
    return float(typed) if _DECIMAL.fullmatch(typed) else typed or None


def _flag(typed: str) -> Plain:
    return True if typed == "true" else None


def _flag_text(value: Plain) -> str:
    return "true" if value is True else ""


def _list(typed: str) -> Plain:
    return read_values(typed) or None


def _maybe(typed: str) -> Plain:
    return typed or None


def _advice(typed: str) -> Plain:
    """What a review rule suggests: "reject", or "correct:employees"."""
    does, _, field = typed.partition(":")
    return {does: field} if field else typed or None


def _advice_text(value: Plain) -> str:
    match value:
        case {"correct": str() as field}:
            return f"correct:{field}"
        case _:
            return plain_text(value)


# By kind: how what is typed is read (None takes the key out), how it is shown.
_KINDS: Mapping[str, tuple[Callable[[str], Plain], Callable[[Plain], str]]] = {
    "text": (str, plain_text),
    "maybe": (_maybe, plain_text),
    "number": (_number, plain_text),
    "when": (read_condition, condition_text),
    "words": (_list, values_text),
    "flag": (_flag, _flag_text),
    "target": (str, target_text),
    "advice": (_advice, _advice_text),
    "told": (_maybe, plain_text),
}


def shown(kind: str, value: Plain) -> str:
    """A value as the input of that kind shows it."""
    return _KINDS[kind][1](value)
