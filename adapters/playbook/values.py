"""Read the single values of a playbook, and say what was expected instead."""

import re
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, PlainValidator

from adapters.durations import read_duration, read_offset, read_span
from adapters.yaml.found import clipped
from domain.working_time.windows import Window, check_order
from domain.working_time.working_hours import Span, WorkingHours

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WINDOW = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)\s*-\s*([01]?\d|2[0-4]):([0-5]\d)")
_HOURS_EXPECTED = 'expected days with hours, such as "mon-fri: 09:00-18:00"'
_WINDOWS_EXPECTED = 'expected hours such as "09:00-13:00", or a list of them'

Choice = TypeVar("Choice", bound=StrEnum)


def _like(pattern: re.Pattern[str], expected: str) -> AfterValidator:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(expected)
        return text

    return AfterValidator(check)


def one_of(choices: type[Choice], *without: Choice) -> PlainValidator:
    """Reads the value of an enumeration, but for those left out."""
    allowed = [choice.value for choice in choices if choice not in without]

    def choose(text: object) -> Choice:
        if text not in allowed:
            message = f"expected one of {', '.join(allowed)}"
            raise ValueError(message)
        return choices(text)

    return PlainValidator(choose)


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):  # not a name, a folder, not found
        message = 'expected a time zone such as "Europe/Madrid"'
        raise ValueError(message) from None
    return text


def _date(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        message = 'expected a date such as "2026-12-25"'
        raise ValueError(message) from None


def read_hours(given: object) -> WorkingHours:
    """Days or ranges of days with one window or several. ValueError otherwise."""
    if not isinstance(given, dict) or not given:
        raise ValueError(_HOURS_EXPECTED)
    windows: dict[int, tuple[Window, ...]] = {}
    for days, hours in given.items():
        for day in _days(days):
            if day in windows:
                message = f"{_DAYS[day]} has hours twice"
                raise ValueError(message)
            windows[day] = _windows(hours, _HOURS_EXPECTED)
    return WorkingHours(windows)


def read_windows(given: object) -> tuple[Window, ...]:
    """One window or a list of them, in order. ValueError otherwise."""
    windows = _windows(given, _WINDOWS_EXPECTED)
    if not windows:
        raise ValueError(_WINDOWS_EXPECTED)
    check_order(windows)
    return windows


def _days(text: object) -> range:
    first, _, last = str(text).partition("-")
    if first not in _DAYS or (last or first) not in _DAYS:
        raise ValueError(_found(text, _HOURS_EXPECTED))
    days = range(_DAYS.index(first), _DAYS.index(last or first) + 1)
    if not days:
        raise ValueError(_found(text, "expected the days in order of the week"))
    return days


def _windows(given: object, expected: str) -> tuple[Window, ...]:
    several = given if isinstance(given, list) else [given]
    return tuple(_window(window, expected) for window in several)


def _window(text: object, expected: str) -> Window:
    found = _WINDOW.fullmatch(str(text))
    if found is None:
        raise ValueError(_found(text, expected))
    opens_hour, opens_minute, closes_hour, closes_minute = map(int, found.groups())
    if opens_hour == 24 or (closes_hour == 24 and closes_minute):
        raise ValueError(_found(text, expected))
    return time(opens_hour, opens_minute), time(closes_hour % 24, closes_minute)


def _found(given: object, expected: str) -> str:
    """What of several things in one place is wrong."""
    return f"found “{clipped(str(given))}”, {expected}"


Slug = Annotated[
    str,
    _like(
        re.compile(r"[a-z0-9][a-z0-9_-]{0,62}"),
        "expected lower-case letters, digits, - and _, at most 63 of them",
    ),
]
Address = Annotated[
    str,
    _like(re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,253}"), "expected a mail address"),
]
Url = Annotated[
    str,
    _like(
        re.compile(r"(https?://|/(?!/))[!-~]{0,2000}|"),
        'expected an address that begins with "https://" or "/"',
    ),
]
Language = Annotated[
    str, _like(re.compile(r"[a-z]{2,3}"), 'expected a language code such as "en"')
]
Line = Annotated[
    str,
    Field(min_length=1, max_length=300),
    _like(re.compile(r"[^\x00-\x1f\x7f]*"), "expected one line of text"),
]
SlackMember = Annotated[
    str,
    _like(
        re.compile(r"[UW][A-Z0-9]{5,20}"), 'expected a member id such as "U012ABCDEF"'
    ),
]
Zone = Annotated[str, AfterValidator(_zone)]
Day = Annotated[date, PlainValidator(_date)]
Hours = Annotated[WorkingHours, PlainValidator(read_hours)]
WorkingTime = Annotated[Span, PlainValidator(read_span)]
Duration = Annotated[timedelta, PlainValidator(read_duration)]
Offset = Annotated[float | Span, PlainValidator(read_offset)]
