"""Say working hours as people write them on a door."""

from datetime import time

from domain.working_time.windows import MIDNIGHT, Window
from domain.working_time.working_hours import WorkingHours

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def hours_in_words(hours: WorkingHours) -> str:
    """Such as "Mon-Thu 09:00-18:00, Fri 09:00-13:00 and 14:00-16:00"."""
    return ", ".join(
        f"{_days(first, last)} {windows_in_words(windows)}"
        for first, last, windows in runs(hours)
    )


def windows_in_words(windows: tuple[Window, ...]) -> str:
    """Such as "09:00-13:00 and 14:00-18:00"; "" when there are none."""
    return " and ".join(
        f"{opens:%H:%M}-{_closing(closes)}" for opens, closes in windows
    )


def runs(hours: WorkingHours) -> list[tuple[int, int, tuple[Window, ...]]]:
    """Days in a row that have the same windows. Days without any are left out."""
    runs: list[tuple[int, int, tuple[Window, ...]]] = []
    for day in range(7):
        windows = hours.windows.get(day, ())
        if not windows:
            continue
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == windows:
            runs[-1] = (runs[-1][0], day, windows)
        else:
            runs.append((day, day, windows))
    return runs


def _days(first: int, last: int) -> str:
    if first == last:
        return WEEKDAYS[first]
    return f"{WEEKDAYS[first]}-{WEEKDAYS[last]}"


def _closing(closes: time) -> str:
    return "24:00" if closes == MIDNIGHT else f"{closes:%H:%M}"
