"""Read how somebody works, and how much they can take, from the form of their page."""

import re
from collections.abc import Mapping
from datetime import time
from zoneinfo import ZoneInfo

from adapters.playbook.terms import Terms
from domain.errors import InvalidError
from domain.people import Person
from domain.working_time.hours_words import windows_in_words
from domain.working_time.windows import Window
from domain.working_time.working_hours import WorkingHours

DAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
_MOST = 10_000  # leads; more is no limit
_WINDOW = re.compile(
    r"([01]?\d|2[0-4])(?:[:.]([0-5]\d))?\s*(?:-|–|to)\s*"  # noqa: RUF001 - people type it
    r"([01]?\d|2[0-4])(?:[:.]([0-5]\d))?"
)
_BETWEEN = re.compile(r"\s*(?:,|;|&|\band\b)\s*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SKILL = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_LIST = re.compile(r"[,;\s]+")


def read_terms(form: Mapping[str, str], person: Person) -> Terms:
    """The terms of a form. InvalidError, with a sentence, where they cannot be meant."""
    return Terms(
        zone=_zone(form.get("zone", "").strip() or person.zone),
        hours=_hours(form) if form.get("whose_hours") == "own" else None,
        capacity=_limit(form, "capacity", "How many open leads are too many"),
        daily_cap=_limit(form, "daily_cap", "How many new leads a day"),
        languages=_names(
            form, "languages", _LANGUAGE, "Write languages as codes: es, en, pt."
        ),
        skills=_names(
            form,
            "skills",
            _SKILL,
            "Write skills as short words in small letters: dashcams, public-sector.",
        ),
    )


def day_input(day: int) -> str:
    """The name of a weekday's input."""
    return f"hours_{day}"


def windows_text(hours: WorkingHours, day: int) -> str:
    """A weekday's windows as `_hours` reads them."""
    windows = hours.windows.get(day, ())
    return ", ".join(windows_in_words((window,)) for window in windows)


def _hours(form: Mapping[str, str]) -> WorkingHours:
    windows = {day: _windows(form.get(day_input(day), ""), day) for day in range(7)}
    try:
        return WorkingHours({day: found for day, found in windows.items() if found})
    except ValueError as error:
        raise InvalidError(str(error)) from None


def _windows(text: str, day: int) -> tuple[Window, ...]:
    if not text.strip():
        return ()
    parts = (_WINDOW.fullmatch(part) for part in _BETWEEN.split(text.strip().lower()))
    windows = [_window(*found.groups()) if found else None for found in parts]
    if None in windows:
        raise InvalidError(
            f"{DAYS[day]}: write hours as 09:00-13:00, 14:00-18:00, or leave it empty."
        )
    return tuple(window for window in windows if window)


def _window(
    from_hour: str, from_minute: str | None, to_hour: str, to_minute: str | None
) -> Window | None:
    midnight = to_hour == "24"
    if from_hour == "24" or (midnight and int(to_minute or 0)):
        return None
    opens = time(int(from_hour), int(from_minute or 0))
    return opens, time(0 if midnight else int(to_hour), int(to_minute or 0))


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise InvalidError("There is no time zone of this name.") from None
    return name


def _limit(form: Mapping[str, str], name: str, words: str) -> int | None:
    text = form.get(name, "").strip()
    if not text:
        return None
    if not text.isdecimal() or not 1 <= int(text[:9]) <= _MOST:
        raise InvalidError(f"{words}? Give a number from 1 on, or leave it empty.")
    return int(text)


def _names(
    form: Mapping[str, str], name: str, pattern: re.Pattern[str], sentence: str
) -> tuple[str, ...]:
    given = [word for word in _LIST.split(form.get(name, "").strip().lower()) if word]
    if not all(pattern.fullmatch(word) for word in given):
        raise InvalidError(sentence)
    return tuple(dict.fromkeys(given))
