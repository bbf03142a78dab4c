"""Say from when on a promise is about to break, whoever keeps it."""

from datetime import datetime

from domain.promises.sla import Clock, ClockKind
from domain.working_time.business_time import add_working_time, working_time_between
from domain.working_time.working_hours import Calendar

AT_RISK = 0.75  # of the promised working time is gone: what is left is for a phone call
NOT_PROMISED = frozenset({ClockKind.NURTURE, ClockKind.SNOOZE})


def at_risk_at(
    clock: Clock, calendar: Calendar, since: datetime | None = None
) -> datetime | None:
    """When three quarters of its working time are gone; None for what nobody promised.

    `since` is when a clock that had stood still ran on: of what was left then, three quarters.
    """
    if clock.kind in NOT_PROMISED:
        return None
    begin = since or clock.started_at
    promised = working_time_between(begin, clock.due_at, calendar)
    return min(add_working_time(begin, promised * AT_RISK, calendar), clock.due_at)
