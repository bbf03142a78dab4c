"""Say which leave can be entered, and name its days."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST = timedelta(days=2 * 366)  # whoever is gone for longer leaves the playbook
_DAY = timedelta(days=1)
_MIDNIGHT = time(0)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
NameOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Leave:
    """Whole days, the last one included, in the zone of whoever is away."""

    handle: str
    first_day: date
    last_day: date
    stand_in: str | None = None

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """From the first midnight to the one after the last day."""
        where = ZoneInfo(zone)
        begins = datetime.combine(self.first_day, _MIDNIGHT, where)
        ends = datetime.combine(self.last_day + _DAY, _MIDNIGHT, where)
        return begins, ends


def wrong_with(wanted: Leave, today: date) -> str | None:
    """What is wrong with it as it stands, as a sentence; None when nothing is."""
    if wanted.last_day < wanted.first_day:
        return "The last day is before the first."
    if wanted.last_day < today:
        return "These days are over. The last day has to be today or later."
    if max(wanted.last_day, today) - min(wanted.first_day, today) > LONGEST:
        return (
            "That is more than two years. For so long, take the person out of the "
            "playbook instead."
        )
    if wanted.stand_in == wanted.handle:
        return "Nobody stands in for themselves."
    return None


def clash(
    wanted: Leave, others: Iterable[Leave], today: date, name_of: NameOf
) -> str | None:
    """Why it does not go together with another leave, if so.

    Days are compared with days: midnight comes an hour earlier for a colleague abroad, and
    that hour needs no stand-in.
    """
    for other in others:
        if other.last_day < wanted.first_day or wanted.last_day < other.first_day:
            continue
        when = days_in_words(other.first_day, other.last_day, today)
        name = name_of(other.handle)
        if other.handle == wanted.handle:
            return f"{name} is on leave {when} already. Cancel that one first."
        if other.handle == wanted.stand_in:
            return (
                f"{name} is on leave {when}, and cannot stand in then. Choose somebody "
                "else, or nobody."
            )
    return None


def days_in_words(first: date, last: date, today: date) -> str:
    """One of "on Mon 30 November", "from Mon 30 November to Fri 4 December"."""
    if first == last:
        return f"on {day_in_words(first, today)}"
    return f"from {day_in_words(first, today)} to {day_in_words(last, today)}"


def today_in(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def day_in_words(day: date, today: date) -> str:
    """One of "Mon 30 November", "Mon 4 January 2027"."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"
