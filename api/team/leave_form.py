"""Read what a person enters about being away."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from adapters.store.owners.leaves import NewLeave
from adapters.store.owners.pauses import NewPause
from api.desk import Reader
from domain.errors import InvalidError
from domain.working_time.leave import Leave, today_in, wrong_with

LONGEST_NOTE = 200  # characters


def read_leave(form: Mapping[str, str], handle: str, reader: Reader) -> NewLeave:
    """The leave of a form. InvalidError, with a sentence, when nobody can mean it."""
    first_day = _day(form, "first_day", "The first day")
    last_day = _day(form, "last_day", "The last day") if form.get("last_day") else None
    zone = reader.playbook.calendar_of(handle).zone
    stand_in = form.get("stand_in", "") or None
    leave = Leave(handle, first_day, last_day or first_day, stand_in)
    why = wrong_with(leave, today_in(zone, reader.now))
    if stand_in is not None and stand_in not in dict(reader.colleagues()):
        why = why or "There is nobody of this name who could stand in."
    if stand_in is None and form.get("leads") == "stand_in":
        why = why or "Choose a stand-in to whom the open leads can go."
    if why is not None:
        raise InvalidError(why)
    starts_at, ends_at = leave.instants(zone)
    return NewLeave(
        id=uuid4(),
        handle=handle,
        starts_at=starts_at,
        ends_at=ends_at,
        first_day=leave.first_day,
        last_day=leave.last_day,
        stand_in=stand_in,
        note=_line(form, "note"),
        created_by=reader.handle,
        created_at=reader.now,
    )


def read_pause(form: Mapping[str, str], handle: str, reader: Reader) -> NewPause:
    """Why no leads come, and until when on the person's own clock."""
    given = form.get("until", "").strip()
    if not given:
        return NewPause(None, _line(form, "because"))
    zone = ZoneInfo(reader.playbook.calendar_of(handle).zone)
    try:
        until = datetime.fromisoformat(given).replace(tzinfo=zone)
    except ValueError:
        raise InvalidError("Until when? Give a day and a time.") from None
    if until <= reader.now:
        raise InvalidError("The pause has to end later than now.")
    return NewPause(until, _line(form, "because"))


def _day(form: Mapping[str, str], name: str, words: str) -> date:
    try:
        return date.fromisoformat(form.get(name, "").strip())
    except ValueError:
        sentence = f"{words} is not a date such as 2026-11-30."
        raise InvalidError(sentence) from None


def _line(form: Mapping[str, str], name: str) -> str | None:
    text = " ".join(form.get(name, "").split())
    if len(text) > LONGEST_NOTE:
        raise InvalidError(f"Please say it in {LONGEST_NOTE} characters.")
    if not text.isprintable():
        raise InvalidError("Please write plain text.")
    return text or None
