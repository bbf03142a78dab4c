"""Say what the opening windows of one day amount to, and where two days' overlap."""

from datetime import time, timedelta
from functools import lru_cache

MIDNIGHT = time(0)
_DAY = timedelta(days=1)
_NOTHING = timedelta(0)

Window = tuple[time, time]  # it opens, it closes; 00:00 is the end of the day
Stretch = tuple[timedelta, timedelta]  # the same, counted from the day's midnight


def check_order(windows: tuple[Window, ...]) -> None:
    """ValueError when windows of one day overlap, stand in no order or are empty."""
    end = _NOTHING
    for since, until in stretches(windows):
        if since < end or until <= since:
            message = "Opening windows must be in order and must not overlap."
            raise ValueError(message)
        end = until


def overlap(some: tuple[Window, ...], others: tuple[Window, ...]) -> tuple[Window, ...]:
    """What lies in windows of both, in order."""
    both = ((max(a, c), min(b, d, key=_end)) for a, b in some for c, d in others)
    return tuple(sorted(w for w in both if _since_midnight(w[0]) < _end(w[1])))


@lru_cache(maxsize=1024)  # there are as many as different days in playbooks
def stretches(windows: tuple[Window, ...]) -> tuple[Stretch, ...]:
    return tuple((_since_midnight(opens), _end(closes)) for opens, closes in windows)


@lru_cache(maxsize=1024)
def length(windows: tuple[Window, ...]) -> timedelta:
    return sum((until - since for since, until in stretches(windows)), _NOTHING)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)


def _end(closes: time) -> timedelta:
    return _DAY if closes == MIDNIGHT else _since_midnight(closes)
