"""Say which of the values that strangers send can be believed, and in which shape."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping

from adapters.enrichment.countries import country_of
from domain.evidence import Value

# Walmart, the largest private employer, has 2.1 million people; more is a lie or a slip.
LARGEST_EMPLOYER = 5_000_000
_LARGEST_NUMBER = 10**15  # exact in JSON, JavaScript and PostgreSQL alike

_LONG = {"company_description": 500, "message": 5_000}
_SHORT = 200  # characters

_POSTAL_CODE = 12  # characters; the longest in use has 10
_YEAR = re.compile(r"(1[0-9]{3}|20[0-9]{2})(?:-[0-9]{2}(?:-[0-9]{2}.*)?)?$")
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_HANDLE = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")  # as the playbook's people have them

_COUNT = r"[0-9]{1,3}(?:[.,'\s][0-9]{3})+|[0-9]{1,9}"
_HEADCOUNT = re.compile(
    rf"(?:about|approx\.?|around|ca\.?|over|[~>])?\s*(?P<low>{_COUNT})"
    rf"(?:\s*(?:[-\u2010-\u2015]|to)\s*(?P<high>{_COUNT}))?"
    r"\s*\+?\s*(?:employees|people|staff)?",
    re.IGNORECASE,
)


def fact_value(field: str, value: object) -> Value | None:
    """`value` as `field` wants it, or None when it cannot be meant: never raises."""
    if field == "employees":
        return employees_of(value)
    if field in {"country", "phone_country"}:
        return country_of(value)
    if field in _READ_BY:
        return _READ_BY[field](value)
    if isinstance(value, bool | int | float):
        return _number_of(value)
    return text_of(value, _LONG.get(field, _SHORT))


def text_of(value: object, limit: int = _SHORT) -> str | None:
    """One line of at most `limit` characters that every database takes; None if empty."""
    if not isinstance(value, str):
        return None
    # PostgreSQL refuses NUL, UTF-8 refuses lone surrogates; both would fail much later.
    rough = value[: limit * 4]
    printable = "".join(
        " " if unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} else char
        for char in rough
    )
    line = " ".join(printable.split())
    return _shortened(line, limit) or None


def employees_of(value: object) -> int | None:
    """A headcount from a number, "1,200" or "51-200" (its middle); None if absurd."""
    match value:
        case bool():
            return None
        case int() | float():
            return _headcount(value)
        case str() if len(value) <= _SHORT:
            return _headcount_read(value.strip())
        case _:
            return None


def middle(low: int | None, high: int | None) -> int | None:
    """The middle of a range of headcounts, either end of which may be unknown."""
    if low is None or high is None:
        return low or high
    return (low + high) // 2 if low <= high else None


def _headcount(number: float) -> int | None:
    if not math.isfinite(number) or not 1 <= number <= LARGEST_EMPLOYER:
        return None
    return int(number)


def _headcount_read(text: str) -> int | None:
    found = _HEADCOUNT.fullmatch(text)
    if found is None:
        return None
    low, high = (
        _headcount(int(re.sub(r"[^0-9]", "", part))) if part else None
        for part in (found["low"], found["high"])
    )
    return middle(low, high)


def _number_of(value: float) -> Value | None:
    if isinstance(value, bool):
        return value
    if not math.isfinite(value) or abs(value) > _LARGEST_NUMBER:
        return None
    return value


def _language_of(value: object) -> str | None:
    text = value.strip().lower() if isinstance(value, str) else ""
    found = re.fullmatch(r"([a-z]{2})(?:[-_][a-z0-9_-]{1,20})?", text)
    return found[1] if found else None


def _year_of(value: object) -> int | None:
    """Of a year or a date: 1998, "1998", "1998-04-01"."""
    found = _YEAR.match(str(value).strip()) if isinstance(value, str | int) else None
    return int(found[1]) if found and not isinstance(value, bool) else None


def _truth_of(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    return _TRUTH.get(str(value).strip().lower())


def _postal_code_of(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if 0 <= value <= _LARGEST_NUMBER else ""
    text = text_of(value)
    return text.upper() if text and len(text) <= _POSTAL_CODE else None


def _handle_of(value: object) -> str | None:
    text = value.strip().lower() if isinstance(value, str) else ""
    return text if _HANDLE.fullmatch(text) else None


_READ_BY: Mapping[str, Callable[[object], Value | None]] = {
    "language": _language_of,
    "founded": _year_of,
    "customer": _truth_of,
    "postal_code": _postal_code_of,
    "account_owner": _handle_of,
}


def _shortened(line: str, limit: int) -> str:
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
