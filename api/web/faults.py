"""Say in a sentence what is wrong with a value, without ever quoting it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from domain.errors import Fault, InvalidError

Model = TypeVar("Model", bound=BaseModel)

SENTENCE = "What was given cannot be used. Each fault is named with its place."
REQUIRED = "This is required."
_OTHERWISE = "This cannot be used."
_INSTANT = "This must be an instant with a zone, such as 2026-11-20T10:00:00Z."

# By pydantic's name of the fault. The values in braces are limits of ours.
_SENTENCES: Mapping[str, str] = {
    "missing": REQUIRED,
    "extra_forbidden": "This is not known here. What is your own goes under fields.",
    "string_type": "This must be a text.",
    "string_unicode": "This contains characters that cannot be stored.",
    "string_too_long": "This may have at most {max_length} characters.",
    "string_too_short": "This must not be empty.",
    "int_type": "This must be a whole number.",
    "int_from_float": "This must be a whole number.",
    "float_type": "This must be a number.",
    "finite_number": "This number is too large.",
    "bool_type": "This must be true or false.",
    "greater_than_equal": "This must be at least {ge}.",
    "less_than_equal": "This must be at most {le}.",
    "literal_error": "This must be one of {expected}.",
    "enum": "This must be one of {expected}.",
    "list_type": "This must be a list.",
    "dict_type": "This must be an object.",
    "model_type": "This must be an object.",
    "too_long": "This may have at most {max_length} entries.",
    "string_pattern_mismatch": "This is not written as it should be.",
    "timezone_aware": _INSTANT,
    "said": "{sentence}",
}


def checked(model: type[Model], given: object, **context: object) -> Model:
    """The value as `model`. Raise `InvalidError` with a fault per field."""
    try:
        return model.model_validate(given, context=context)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        raise InvalidError(SENTENCE, tuple(map(_fault, faults))) from None


def _fault(fault: Mapping[str, Any]) -> Fault:
    kind = str(fault["type"])
    unspoken = _INSTANT if kind.startswith("datetime") else _OTHERWISE
    sentence = _SENTENCES.get(kind, unspoken).format_map(fault.get("ctx", {}))
    return Fault(pointer_to(fault["loc"]), sentence)


def pointer_to(place: Sequence[str | int]) -> str:
    """RFC 6901. pydantic marks a dictionary's key by "[key]", which is no place."""
    steps = (str(step) for step in place if step != "[key]")
    return "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps)
