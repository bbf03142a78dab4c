"""Say which names a document may have in a place."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel

_MOST_NAMED = 24  # more names than that help nobody in one sentence


def expected_instead(shape: type[BaseModel], path: Sequence[str | int]) -> str:
    """What could stand there instead of the name that ends the path; "" if not known."""
    *around, wrong = path
    names = _names(shape, around)
    close = get_close_matches(str(wrong), names, n=1)
    if close:
        return f"did you mean {close[0]}?"
    if names and len(names) <= _MOST_NAMED:
        return f"expected one of {', '.join(names)}"
    return ""


def _names(shape: type[BaseModel], around: Sequence[str | int]) -> list[str]:
    """The names that the shape at the end of a path has; none when it leads nowhere."""
    annotation: Any = shape
    for step in around:
        if not _shapes(annotation):
            return []
        annotation = _below(annotation, step)
    found = _shapes(annotation)
    return [
        one.alias or name for kind in found for name, one in kind.model_fields.items()
    ]


def _below(annotation: Any, step: str | int) -> Any:
    """The annotation of an item, of a name's value, or of a shape's field."""
    for inside in _unwrapped(annotation):
        origin, arguments = get_origin(inside), get_args(inside)
        if origin in (list, dict):
            return arguments[-1]
        if isinstance(inside, type) and issubclass(inside, BaseModel):
            return _field(inside, str(step))
    return None


def _field(kind: type[BaseModel], name: str) -> Any:
    for own, field in kind.model_fields.items():
        if name in (own, field.alias):
            return field.annotation
    extra = get_type_hints(kind, include_extras=True).get("__pydantic_extra__")
    return get_args(extra)[-1] if extra else None


def _shapes(annotation: Any) -> list[type[BaseModel]]:
    """The shapes that a value may have; those of its items where it is a list."""
    found: list[type[BaseModel]] = []
    for inside in _unwrapped(annotation):
        if isinstance(inside, type) and issubclass(inside, BaseModel):
            found.append(inside)
        elif get_origin(inside) in (list, dict):
            found += _shapes(get_args(inside)[-1])
    return found


def _unwrapped(annotation: Any) -> Iterator[Any]:
    """What is inside of `Annotated` and unions."""
    origin = get_origin(annotation)
    if origin is None or origin in (list, dict):
        yield annotation
        return
    inside = get_args(annotation)
    for one in inside[:1] if hasattr(annotation, "__metadata__") else inside:
        yield from _unwrapped(one)
