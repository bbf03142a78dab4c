"""Read YAML into a shape, or say what is wrong with it, line by line."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from adapters.yaml_lines import Lines, pointer_to, read_yaml
from domain.errors import Fault, PlaybookError

# What pydantic calls it, and what an operator reads instead.
_SENTENCES = {
    "extra_forbidden": "nothing here has this name",
    "missing": "is missing",
    "string_type": "expected text",
    "model_type": "expected names with values under them",
    "dict_type": "expected names with values under them",
    "list_type": "expected a list",
    "float_type": "expected a number",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
}

Shape = TypeVar("Shape", bound=BaseModel)


def read_shape(shape: type[Shape], text: str, source: str) -> tuple[Shape, Lines]:
    """The document and the lines of its values. PlaybookError with all faults."""
    plain, lines = read_yaml(text, source)
    try:
        return shape.model_validate(plain), lines
    except ValidationError as error:
        found = ((fault["loc"], _sentence(fault)) for fault in error.errors())
        raise refused(source, found, lines) from None


def refused(
    source: str, found: Iterable[tuple[Sequence[str | int], str]], lines: Lines
) -> PlaybookError:
    """The error with one fault for each place and sentence, in the order of lines."""
    faults = [_fault(path, sentence, lines) for path, sentence in found]
    faults.sort(key=lambda fault: fault.line or 0)
    return PlaybookError(f"{source} cannot be used.", tuple(faults))


def _fault(path: Sequence[str | int], sentence: str, lines: Lines) -> Fault:
    path = [part for part in path if part != "[key]"]  # pydantic's word for a name
    pointer = pointer_to(*path)
    name = path[-1] if path else "the file"
    return Fault(pointer, f"{_clipped(str(name))}: {sentence}.", lines.of(pointer))


def _clipped(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:39]}…"


def _sentence(fault: Any) -> str:
    kind: str = fault["type"]
    message: str = fault["msg"]
    return _SENTENCES.get(kind) or message.removeprefix("Value error, ").rstrip(".")
