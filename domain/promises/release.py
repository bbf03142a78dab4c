"""Say when who starts work is told of a lead that came while they were away."""

from datetime import datetime, timedelta

from domain.working_time.business_time import is_open, next_opening
from domain.working_time.working_hours import Calendar

RELEASE_OVER = timedelta(minutes=10)
_BEST = 100  # points; whoever has as many is told first


def released_at(
    at: datetime, points: int, calendar: Calendar, over: timedelta
) -> datetime:
    """`at` itself while they work; else soon after they open, the best lead first.

    What came in overnight is spread over `over`, so that nobody finds it all in one minute.
    """
    if is_open(at, calendar):
        return at
    later = 1 - min(max(points, 0), _BEST) / _BEST
    return next_opening(at, calendar).opens + over * later
