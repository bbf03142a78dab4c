"""Say which hours a business works on which day, and how a stretch of them is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol, runtime_checkable

MIDNIGHT = time(0)
_DAY = timedelta(days=1)
_NOTHING = timedelta(0)

Window = tuple[time, time]
Stretch = tuple[timedelta, timedelta]  # of a day, counted from its midnight


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
            check_order(windows)

    def on(self, day: date) -> tuple[Window, ...]:
        return self.windows.get(day.weekday(), ())

    def length_of(self, day: date) -> timedelta:
        """How long the business is open on such a weekday, by the clock on the wall."""
        return _length(self.on(day))


@runtime_checkable
class PublicHolidays(Protocol):
    """Days on which a place does not work, by the law of that place."""

    @property
    def place(self) -> str:
        """As people call it, "Spain (Madrid)"; "" where no place's holidays count."""

    @property
    def last_year(self) -> int:
        """Later ones are not known yet, and count as ordinary ones."""

    def name_on(self, day: date) -> str | None:
        """What the day is called; None on an ordinary one."""


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Dates that are not as the week has them, as one level of the playbook says it.

    `open_on` has the windows of a half day or an extra one, and wins over `holidays`.
    None of `holidays` means that this level does not say whose count.
    """

    closed_on: frozenset[date] = frozenset()
    open_on: Mapping[date, tuple[Window, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    holidays: PublicHolidays | None = None

    def over(self, base: "SpecialDays") -> "SpecialDays":
        """Both; where they speak of the same date, this one is right."""
        inherited = base.open_on.items()
        return SpecialDays(
            self.closed_on | (base.closed_on - self.open_on.keys()),
            {d: w for d, w in inherited if d not in self.closed_on}
            | dict(self.open_on),
            self.holidays or base.holidays,
        )

    def within(self, hours: WorkingHours) -> "SpecialDays":
        """For somebody with hours of their own: nobody is called in by another's extra day."""
        open_on = {d: overlap(w, hours.on(d)) for d, w in self.open_on.items()}
        return SpecialDays(self.closed_on, open_on, self.holidays)


NO_SPECIAL_DAYS = SpecialDays()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working hours in a zone, and the dates that are not as the week has them."""

    hours: WorkingHours
    zone: str
    days: SpecialDays = NO_SPECIAL_DAYS

    def windows_on(self, day: date) -> tuple[Window, ...]:
        days = self.days
        if day in days.open_on:
            return days.open_on[day]
        windows = self.hours.on(day)
        if not windows or day in days.closed_on or self.holiday_on(day):
            return ()
        return windows

    def holiday_on(self, day: date) -> str | None:
        """The name of the public holiday, whether or not somebody works on it."""
        holidays = self.days.holidays
        return None if holidays is None else holidays.name_on(day)

    def stretches_on(self, day: date) -> tuple[Stretch, ...]:
        return _stretches(self.windows_on(day))

    def length_of(self, day: date) -> timedelta:
        """How long the business is open that day, by the clock on the wall."""
        return _length(self.windows_on(day))


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


def check_order(windows: tuple[Window, ...]) -> None:
    """ValueError when windows of one day overlap, stand in no order or are empty."""
    end = _NOTHING
    for since, until in _stretches(windows):
        if since < end or until <= since:
            message = "Opening windows must be in order and must not overlap."
            raise ValueError(message)
        end = until


def overlap(some: tuple[Window, ...], others: tuple[Window, ...]) -> tuple[Window, ...]:
    """What lies in windows of both, in order."""
    both = ((max(a, c), min(b, d, key=_end)) for a, b in some for c, d in others)
    return tuple(sorted(w for w in both if _since_midnight(w[0]) < _end(w[1])))


@lru_cache(maxsize=1024)  # there are as many as different days in playbooks
def _stretches(windows: tuple[Window, ...]) -> tuple[Stretch, ...]:
    return tuple((_since_midnight(opens), _end(closes)) for opens, closes in windows)


@lru_cache(maxsize=1024)
def _length(windows: tuple[Window, ...]) -> timedelta:
    return sum((until - since for since, until in _stretches(windows)), _NOTHING)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)


def _end(closes: time) -> timedelta:
    return _DAY if closes == MIDNIGHT else _since_midnight(closes)
