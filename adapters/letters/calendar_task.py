"""Write a task with a deadline so that a calendar can show it (RFC 5545).

It is an event that ends at the deadline: mail programs offer an event to their calendar, and
Outlook and Google pass over a to-do. It blocks no time (TRANSPARENT), and is published, not
an invitation: nobody is asked to answer. Each later letter about the same assignment has the
same UID and a higher SEQUENCE, so that the calendar moves the event.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event
from icalendar.enums import TRANSP
from icalendar.prop import vCalAddress, vText

_TAKES = timedelta(minutes=15)  # long enough to be seen in a day's view
_RINGS_BEFORE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done by `due_at`, by whom. Instants are aware.

    `uid` is the same and `sequence` higher in every later word about the same task.
    """

    uid: str
    sequence: int
    summary: str
    description: str
    url: str
    due_at: datetime
    owner_name: str
    owner_address: str


def write_task(task: Task, now: datetime) -> str:
    """The calendar file, in UTC."""
    calendar = Calendar.new(
        prodid="-//Handraise//Lead tasks//EN",
        method="PUBLISH",
        subcomponents=[_event(task, now)],
    )
    written: bytes = calendar.to_ical()
    return written.decode()


def _event(task: Task, now: datetime) -> Event:
    event = Event.new(
        uid=task.uid,
        sequence=task.sequence,
        stamp=now,
        start=task.due_at - _TAKES,
        end=task.due_at,
        summary=task.summary,
        description=task.description,
        url=task.url,
        organizer=_organizer(task),
        transparency=TRANSP.TRANSPARENT,
    )
    alarm = Alarm.new(description=task.summary, uid=f"{task.uid}-alarm")
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_RINGS_BEFORE)
    event.add_component(alarm)
    return event


def _organizer(task: Task) -> vCalAddress:
    """What is published needs one (RFC 5546, 3.2.1): whose task it is."""
    organizer = vCalAddress(f"mailto:{task.owner_address}")
    organizer.params["CN"] = vText(task.owner_name)
    return organizer
