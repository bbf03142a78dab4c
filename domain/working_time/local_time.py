"""Say an instant as people in a place would."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SOON = timedelta(days=6)  # nearer than this, the weekday alone is unambiguous


def in_words(at: datetime, now: datetime, zone: str) -> str:
    """One of "16:20 today", "09:20 tomorrow", "09:20 on Mon", "09:20 on Mon 30 November"."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    ahead = local.date() - today
    clock = f"{local:%H:%M}"
    if ahead == timedelta(0):
        return f"{clock} today"
    if ahead == timedelta(days=1):
        return f"{clock} tomorrow"
    day = f"{_WEEKDAYS[local.weekday()]}"
    if timedelta(0) < ahead <= _SOON:
        return f"{clock} on {day}"
    return f"{clock} on {day} {day_in_words(local, today)}"


def day_in_words(day: date, today: date | None = None) -> str:
    """Such as "30 November", and the year too where it is not this one."""
    year = "" if today is not None and day.year == today.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"
