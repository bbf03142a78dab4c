"""Say when a clock that stood still is due, with the working time that was left."""

from dataclasses import replace
from datetime import datetime

from domain.promises.sla import Clock, Paused
from domain.working_time.business_time import add_working_time, working_time_between
from domain.working_time.working_hours import Calendar


def resumed(paused: Paused, now: datetime, calendar: Calendar) -> Clock:
    """The clock with the steps that had not run, as far ahead in working time as before.

    What was due already when it was stopped is due now.
    """

    def moved(at: datetime) -> datetime:
        if at <= paused.at:
            return now
        left = working_time_between(paused.at, at, calendar)
        return add_working_time(now, left, calendar) if left else now

    clock = paused.clock
    steps = tuple(
        replace(step, at=moved(step.at)) for step in clock.steps[paused.steps_done :]
    )
    return replace(clock, due_at=moved(clock.due_at), steps=steps)
