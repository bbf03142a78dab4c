"""Say which hours a business works, and how a stretch of them is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

MIDNIGHT = time(0)
_DAY = timedelta(days=1)
_NOTHING = timedelta(0)

Window = tuple[time, time]


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Opening windows by weekday (Monday is 0), local time, in order, not overlapping.

    A window that closes at 00:00 lasts until the end of the day. At least one window
    in the week is needed, or no promise would ever come due: ValueError.
    """

    windows: Mapping[int, tuple[Window, ...]]

    def __post_init__(self) -> None:
        if not any(self.windows.values()):
            message = "Working hours need at least one window in the week."
            raise ValueError(message)
        for windows in self.windows.values():
            _check_order(windows)

    def on(self, day: date) -> tuple[Window, ...]:
        return self.windows.get(day.weekday(), ())

    def length_of(self, day: date) -> timedelta:
        """How long the business is open on such a weekday, by the clock on the wall."""
        return sum((until(w) - since(w) for w in self.on(day)), _NOTHING)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working hours in a zone, without the days on which nobody works."""

    hours: WorkingHours
    zone: str
    closed_on: frozenset[date] = field(default_factory=frozenset)

    def windows_on(self, day: date) -> tuple[Window, ...]:
        return () if day in self.closed_on else self.hours.on(day)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of working time: first whole working days, then hours and minutes.

    One working day is as long as that day's opening, whatever the weekday: a day from
    Thursday noon is Friday at the same share of Friday's hours.
    """

    time: timedelta = _NOTHING
    days: float = 0

    def __mul__(self, share: float) -> "Span":
        return Span(self.time * share, self.days * share)


def since(window: Window) -> timedelta:
    opens = window[0]
    return timedelta(hours=opens.hour, minutes=opens.minute, seconds=opens.second)


def until(window: Window) -> timedelta:
    closes = window[1]
    if closes == MIDNIGHT:
        return _DAY
    return timedelta(hours=closes.hour, minutes=closes.minute, seconds=closes.second)


def _check_order(windows: tuple[Window, ...]) -> None:
    end = _NOTHING
    for window in windows:
        if since(window) < end or until(window) <= since(window):
            message = "Opening windows must be in order and must not overlap."
            raise ValueError(message)
        end = until(window)
