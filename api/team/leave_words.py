"""Say in words when somebody is away, and who stands in."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from api.desk import Reader
from domain.working_time.leave import days_in_words, today_in


def leave_in_words(leave: Row[Any], others: Iterable[Row[Any]], reader: Reader) -> str:
    """Such as "from Mon 30 November to Fri 4 December; Ben Silva stands in".

    `others` are leaves among which those of the stand-in are: one at the same time is said.
    """
    today = today_in(reader.zone, reader.now)
    when = days_in_words(leave.first_day, leave.last_day, today)
    if leave.stand_in is None:
        return f"{when}; nobody stands in"
    stands_in = f"{when}; {reader.name_of(leave.stand_in)} stands in"
    away = next((one for one in others if _meets(one, leave)), None)
    if away is None:
        return stands_in
    return f"{stands_in}, but is away {days_in_words(away.first_day, away.last_day, today)}"


def _meets(other: Row[Any], leave: Row[Any]) -> bool:
    days_meet: bool = (
        other.first_day <= leave.last_day and leave.first_day <= other.last_day
    )
    return days_meet and other.handle == leave.stand_in
