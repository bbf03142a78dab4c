"""Read a request's body as exactly one JSON object."""

import json
import math
from typing import Any, NoReturn

from domain.errors import InvalidError

_LONGEST_INTEGER = 19  # digits; longer ones are no number that we could keep


class MalformedError(InvalidError):
    """The body is not the kind of text that it should be."""


def read_object(body: bytes) -> dict[str, Any]:
    """The members of one JSON object.

    Stricter than `json`: UTF-8 only, no NaN, no member twice, no endless depth. A number that
    is too large for anything becomes infinite, so that its place can be named.

    Raises:
        MalformedError: the body is not that.

    """
    try:
        found = json.loads(
            body.decode(),
            object_pairs_hook=_members,
            parse_constant=_refuse_constant,
            parse_int=_integer,
        )
    except UnicodeDecodeError:
        raise MalformedError("The body is not UTF-8.") from None
    except RecursionError:
        raise MalformedError("The body is nested too deeply.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise MalformedError(f"The body is not JSON: see {where}.") from None
    if not isinstance(found, dict):
        raise MalformedError("The body must be a JSON object.")
    return found


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedError("The body has a member twice.")
    return members


def _refuse_constant(_: str) -> NoReturn:
    raise MalformedError("The body is not JSON: NaN and Infinity are no numbers.")


def _integer(digits: str) -> int | float:
    if len(digits) <= _LONGEST_INTEGER:
        return int(digits)
    return -math.inf if digits.startswith("-") else math.inf
