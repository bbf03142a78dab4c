"""Say which texts the web takes in: bounded, printable, safe to store and to show."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Any

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Strict
from pydantic import StringConstraints as Bounds
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

# PostgreSQL refuses NUL; the others break logs, mails and the order of what is read.
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
_LINES = r"\t\n\r\u2028\u2029"
_DIRECTION = r"\u202a-\u202e\u2066-\u2069"  # turns what follows around: a disguise
_NOT_IN_LINE = re.compile(f"[{_CONTROL}{_LINES}{_DIRECTION}]")
_NOT_IN_MESSAGE = re.compile(f"[{_CONTROL}]")
_DIRECTIONS = re.compile(f"[{_DIRECTION}]")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")

_OLDEST = timedelta(days=5 * 366)  # what a site may still remember of a visitor
_AHEAD = timedelta(days=1)  # visitors' clocks are wrong by up to a zone
_SAFE_INTEGER = 2**53  # beyond it, JSON readers disagree
_LONGEST_VALUE = 2000


def refuse(sentence: str) -> PydanticCustomError:
    """A fault in our own words, which never quote the value."""
    return PydanticCustomError("said", "{sentence}", {"sentence": sentence})


def _one_line(text: str) -> str:
    if _NOT_IN_LINE.search(text):
        raise refuse("This contains control characters.")
    return text


def _lines(text: str) -> str:
    if _NOT_IN_MESSAGE.search(text):
        raise refuse("This contains control characters.")
    return text


def _empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _without_directions(value: Any) -> Any:
    """Address books wrap numbers in direction marks when they are copied."""
    return _DIRECTIONS.sub("", value) if isinstance(value, str) else value


def _address(text: str) -> str:
    """The address with its domain in ASCII, as mail servers want it."""
    try:
        parts = validate_email(text, check_deliverability=False)
    except (EmailNotValidError, UnicodeError):
        raise refuse("This is not an email address.") from None
    return f"{parts.local_part}@{parts.ascii_domain}"


def instant_text(value: Any) -> Any:
    """Only text of the shape of an instant: numbers are no instants here."""
    if not isinstance(value, str) or not _INSTANT.match(value):
        raise refuse("This must be an instant such as 2026-11-20T10:00:00Z.")
    return value


def _plausible(at: datetime, info: ValidationInfo) -> datetime:
    if not info.context:
        return at  # nobody says from when it is too far
    now: datetime = info.context["now"]
    if not now - _OLDEST <= at <= now + _AHEAD:
        raise refuse("This instant is too far from now.")
    return at


def _scalar(value: Any) -> Any:
    """A value of `fields`: no lists, no objects, nothing that JSON cannot hold."""
    match value:
        case None | bool():
            return value
        case int() | float():
            if not -_SAFE_INTEGER <= value <= _SAFE_INTEGER:
                raise refuse("This number is too large.")
            return value
        case str():
            return _short_text(value)
        case _:
            raise refuse("This must be a text, a number, true, false or null.")


def _short_text(text: str) -> str:
    if len(text) > _LONGEST_VALUE:
        raise refuse(f"This may have at most {_LONGEST_VALUE:,} characters.")
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        raise refuse("This contains characters that cannot be stored.")
    return _lines(text)


_maybe = BeforeValidator(_empty_is_none)
_in_line = AfterValidator(_one_line)

_Text50 = Annotated[str, Bounds(strip_whitespace=True, max_length=50), _in_line]
_Text100 = Annotated[str, Bounds(strip_whitespace=True, max_length=100), _in_line]
_Text200 = Annotated[str, Bounds(strip_whitespace=True, max_length=200), _in_line]
_Text2000 = Annotated[str, Bounds(strip_whitespace=True, max_length=2000), _in_line]
_Tag = Annotated[str, Bounds(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]

# An empty text is no text: forms send their empty inputs too.
Line100 = Annotated[_Text100 | None, _maybe]
Line200 = Annotated[_Text200 | None, _maybe]
Line2000 = Annotated[_Text2000 | None, _maybe]
Phone = Annotated[_Text50 | None, _maybe, BeforeValidator(_without_directions)]
Language = Annotated[_Tag | None, _maybe]  # BCP 47
Handle = Annotated[str, Bounds(min_length=1, max_length=100), _in_line]
FieldName = Annotated[str, Bounds(min_length=1, max_length=64), _in_line]
FieldValue = Annotated[Any, AfterValidator(_scalar)]
Address = Annotated[
    str, Bounds(strip_whitespace=True, max_length=254), AfterValidator(_address)
]
Message = Annotated[
    Annotated[
        str,
        Bounds(strip_whitespace=True, max_length=20_000),
        AfterValidator(_lines),
    ]
    | None,
    _maybe,
]
Instant = Annotated[
    AwareDatetime,
    Strict(strict=False),
    BeforeValidator(instant_text),
    AfterValidator(_plausible),
]
