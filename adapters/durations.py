"""Read durations as people write them: "15m", "1h30m", "2d", "50%"."""

import re
from datetime import timedelta

from domain.working_time.working_hours import Span

_PARTS = re.compile(r"(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?")
_SHARE = re.compile(r"(\d{1,3})\s?%")
EXPECTED = 'expected a duration such as "15m", "1h30m" or "2d"'


def read_duration(text: object) -> timedelta:
    """Time by the calendar: a day has 24 hours. ValueError with what was expected."""
    days, hours, minutes, seconds = _numbers(text)
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def read_span(text: object) -> Span:
    """Working time: "2d" is two working days. ValueError likewise."""
    days, hours, minutes, seconds = _numbers(text)
    time = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return Span(time, days=days)


def read_offset(text: object) -> float | Span:
    """A share of a promise ("50%") or a span. ValueError with what was expected."""
    found = _SHARE.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is not None:
        return int(found[1]) / 100
    try:
        return read_span(text)
    except ValueError:
        message = 'expected a share such as "50%" or a duration such as "2d"'
        raise ValueError(message) from None


def _numbers(text: object) -> tuple[int, ...]:
    found = _PARTS.fullmatch(text.replace(" ", "")) if isinstance(text, str) else None
    numbers = tuple(int(part or 0) for part in found.groups()) if found else ()
    if not any(numbers):
        raise ValueError(EXPECTED)
    return numbers
