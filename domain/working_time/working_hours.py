"""Say which hours a business works on which day, and how a stretch of them is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from domain.working_time.windows import (
    Stretch,
    Window,
    check_order,
    length,
    overlap,
    stretches,
)

_NOTHING = timedelta(0)


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
        return length(self.on(day))


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
        return stretches(self.windows_on(day))

    def length_of(self, day: date) -> timedelta:
        """How long the business is open that day, by the clock on the wall."""
        return length(self.windows_on(day))


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
