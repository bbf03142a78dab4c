"""Say in a few words whether somebody is there just now, and until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from api.desk import Reader
from api.web.time_words import when
from domain.working_time.business_time import next_opening
from domain.working_time.leave import day_in_words, today_in

LOOKED_AHEAD = timedelta(days=14)  # for leave that is worth a word already
_NEVER_CLOSES = timedelta(days=5)  # no week has so long a day


@dataclass(frozen=True, slots=True)
class Presence:
    """`tone` colours the words: good, soon or "". `takes_leads`: neither away nor paused."""

    words: str
    detail: str
    tone: str
    ahead: str = ""  # leave that begins within two weeks
    takes_leads: bool = True
    is_away: bool = False


def presence_of(row: Row[Any], leaves: list[Row[Any]], reader: Reader) -> Presence:
    """`row` of `list_people`; `leaves` of that person, now and ahead, in order."""
    now = reader.now
    away = next((leave for leave in leaves if leave.starts_at <= now), None)
    if away is not None:
        return _away(away, reader)
    ahead = _ahead(leaves, reader, row.handle)
    if row.paused:
        until = _until(row.paused_until, reader) if row.paused_until else ""
        because = row.paused_because or ""
        return Presence(f"Paused{until}", because, "soon", ahead, takes_leads=False)
    return _working(row.handle, reader, ahead)


def _away(leave: Row[Any], reader: Reader) -> Presence:
    today = today_in(reader.playbook.calendar_of(leave.handle).zone, reader.now)
    stand_in = (
        f"{reader.name_of(leave.stand_in)} stands in"
        if leave.stand_in
        else "No stand-in"
    )
    words = f"On leave until {day_in_words(leave.last_day, today)}"
    return Presence(words, stand_in, "soon", takes_leads=False, is_away=True)


def _working(handle: str, reader: Reader, ahead: str) -> Presence:
    person = reader.playbook.person(handle)
    today = today_in(person.zone, reader.now)
    if person.starts_on is not None and person.starts_on > today:
        starts = f"Starts on {day_in_words(person.starts_on, today)}"
        return Presence(starts, "", "soon", ahead, takes_leads=False)
    opening = next_opening(reader.now, reader.playbook.calendar_of(handle))
    if opening.closes - opening.opens > _NEVER_CLOSES:
        return Presence("Working now", "day and night", "good", ahead)
    if opening.opens <= reader.now:
        closes = _until(opening.closes, reader).strip()
        return Presence("Working now", closes, "good", ahead)
    opens = _until(opening.opens, reader).strip()
    return Presence("Outside hours", opens, "", ahead)


def _ahead(leaves: list[Row[Any]], reader: Reader, handle: str) -> str:
    near = [x for x in leaves if x.starts_at <= reader.now + LOOKED_AHEAD]
    if not near:
        return ""
    today = today_in(reader.playbook.calendar_of(handle).zone, reader.now)
    return f"On leave from {day_in_words(near[0].first_day, today)}"


def _until(at: datetime, reader: Reader) -> str:
    """In the reader's own zone, as every time on their pages."""
    return f" until {when(at, reader.now, reader.zone)}"
