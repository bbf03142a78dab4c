"""Which days' broken promises a page shows."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from adapters.store.pages.breaches import Stretch
from domain.working_time.leave import today_in

_DAY = timedelta(days=1)


class Days(StrEnum):
    """As the address says it."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"


WORDS = {
    Days.TODAY: "Today",
    Days.YESTERDAY: "Yesterday",
    Days.WEEK: "This week",
}


def stretch_of(days: Days, now: datetime, zone: str) -> Stretch:
    """Midnight to midnight where the business is; the week begins on Monday."""
    today = today_in(zone, now)
    first, after = today, today + _DAY
    if days is Days.YESTERDAY:
        first, after = today - _DAY, today
    elif days is Days.WEEK:
        first = today - today.weekday() * _DAY
    return Stretch(_midnight(first, zone), _midnight(after, zone))


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(zone))
