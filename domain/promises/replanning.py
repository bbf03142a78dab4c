"""Say when a running clock is due, now that the hours that it counts have changed."""

from dataclasses import replace
from datetime import datetime

from domain.playbook import Playbook
from domain.promises.sla import Clock
from domain.working_time.business_time import add_working_time, working_time_between
from domain.working_time.working_hours import Calendar


def replanned(clock: Clock, now: datetime, before: Calendar, after: Calendar) -> Clock:
    """What is to come, as far ahead in the new working time as it was in the old.

    What has come stays where it was: a broken promise is not mended by other hours.
    """

    def moved(at: datetime) -> datetime:
        if at <= now:
            return at
        left = working_time_between(now, at, before)
        return add_working_time(now, left, after)

    steps = tuple(replace(step, at=moved(step.at)) for step in clock.steps)
    return replace(clock, due_at=moved(clock.due_at), steps=steps)


def whose_hours_changed(before: Playbook, after: Playbook) -> frozenset[str | None]:
    """Handles of those who work by other hours now; None for the business itself.

    Whoever has left works no more at all.
    """
    people = {person.handle for book in (before, after) for person in book.people}
    return frozenset(
        handle
        for handle in (*people, None)
        if before.calendar_for(handle) != after.calendar_for(handle)
        or (handle is not None and not after.has_person(handle))
    )
