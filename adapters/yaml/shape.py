"""Read YAML into a shape, or say what is wrong with it, line by line."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from adapters.yaml.found import clipped, found_at
from adapters.yaml.lines import Lines, Plain, pointer_to, read_yaml
from adapters.yaml.names import expected_instead
from domain.comparing.listed_diff import ordinal
from domain.errors import Fault, PlaybookError

_UNKNOWN = "nothing here has this name"
_MISSING = "is missing"
_IN_BRACKETS = re.compile(r"\[(key|words|by language|message)\]")
_NO_FIELD = "no field has this name"  # of a name that ends its path, not of a value
# What pydantic calls it, and what an operator reads instead.
_SENTENCES = {
    "missing": _MISSING,
    "string_type": "expected text",
    "model_type": "expected names with values under them",
    "dict_type": "expected names with values under them",
    "list_type": "expected a list",
    "float_type": "expected a number",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "finite_number": "expected a number that can be reckoned with",
    "greater_than": "expected more than {gt}",
    "greater_than_equal": "expected {ge} or more",
    "less_than": "expected less than {lt}",
    "less_than_equal": "expected {le} or less",
    "string_too_short": "expected some text",
    "string_too_long": "expected at most {max_length} characters",
    "too_short": "expected at least one entry",
    "too_long": "expected at most {max_length} entries",
}

Shape = TypeVar("Shape", bound=BaseModel)


def read_shape(
    shape: type[Shape], text: str, source: str
) -> tuple[Shape, Lines, Plain]:
    """The document, the lines of its values, and those as they stand there.

    PlaybookError with all faults.
    """
    plain, lines = read_yaml(text, source)
    try:
        return shape.model_validate(plain), lines, plain
    except ValidationError as error:
        found = ((fault["loc"], _sentence(fault, shape)) for fault in error.errors())
        raise refused(source, found, lines, plain) from None


def refused(
    source: str,
    wrong: Iterable[tuple[Sequence[str | int], str]],
    lines: Lines,
    plain: Plain,
) -> PlaybookError:
    """The error with one fault for each place and sentence, in the order of lines."""
    faults = [_fault(path, sentence, lines, plain) for path, sentence in wrong]
    faults.sort(key=lambda fault: fault.line or 0)
    return PlaybookError(f"{source} cannot be used.", tuple(faults))


def _fault(
    path: Sequence[str | int], sentence: str, lines: Lines, plain: Plain
) -> Fault:
    is_name = "[key]" in path  # pydantic's word for a name, not for its value
    path = _as_written(path)
    pointer = pointer_to(*path)
    found = None if is_name else _found(plain, path, sentence)
    said = sentence if found is None else f"found {found}, {sentence}"
    full_stop = "" if said.endswith("?") else "."
    return Fault(pointer, f"{_name(path)}: {said}{full_stop}", lines.of(pointer))


def _as_written(path: Sequence[str | int]) -> list[str | int]:
    """Without what stands in brackets: a word of pydantic's, or how a value was written."""
    return [part for part in path if not _IN_BRACKETS.fullmatch(str(part))]


def _found(plain: Plain, path: Sequence[str | int], sentence: str) -> str | None:
    """What stands there, where that is what is wrong: not its name, not its absence."""
    says_it = sentence.startswith(("found", _UNKNOWN, _MISSING))
    if not path or says_it or (isinstance(path[-1], str) and _NO_FIELD in sentence):
        return None
    return found_at(plain, path, any_kind=sentence.startswith("expected"))


def _name(path: Sequence[str | int]) -> str:
    """The last name; of an item in a list its place as well: "members, 2nd"."""
    if not path:
        return "the file"
    *_, last = path
    if isinstance(last, str) or len(path) < 2:
        return clipped(str(last))
    return f"{clipped(str(path[-2]))}, {ordinal(last + 1)}"


def _sentence(fault: Any, shape: type[BaseModel]) -> str:
    kind: str = fault["type"]
    message: str = fault["msg"]
    if kind == "extra_forbidden":
        instead = expected_instead(shape, _as_written(fault["loc"]))
        return f"{_UNKNOWN}; {instead}" if instead else _UNKNOWN
    said = _SENTENCES.get(kind) or message.removeprefix("Value error, ").rstrip(".")
    return said.format_map(fault.get("ctx") or {}) if kind in _SENTENCES else said
