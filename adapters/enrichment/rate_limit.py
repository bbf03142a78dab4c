"""Say how long the next request must wait so that a rate is kept."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST_SILENCE = timedelta(hours=1)  # whatever Retry-After says
_SHORTEST_SILENCE = timedelta(seconds=1)


class TokenBucket:
    """`per_second` requests a second on average, at most a second's worth at once.

    Holds no clock: every question brings its `now` (aware UTC).
    """

    def __init__(self, per_second: float) -> None:
        self._every = timedelta(seconds=1 / per_second)
        self._burst = max(1, int(per_second)) * self._every
        self._free_at: datetime | None = None  # when the bucket will be full again
        self._silent_until: datetime | None = None

    def reserve(self, now: datetime, patience: timedelta) -> timedelta | None:
        """How long to wait before the request, which is now counted.

        None, and nothing is counted, when that would be longer than `patience`.
        """
        full_at = max(self._free_at or now, now)
        wait = max(full_at + self._every - now - self._burst, timedelta(0))
        if self._silent_until:
            wait = max(wait, self._silent_until - now)
        if wait > patience:
            return None
        self._free_at = full_at + self._every
        return wait

    def be_silent(self, retry_after: str, now: datetime) -> None:
        """The other side asked for it: by `Retry-After`, for a second to an hour."""
        until = _instant(retry_after, now)
        until = min(max(until, now + _SHORTEST_SILENCE), now + _LONGEST_SILENCE)
        self._silent_until = max(self._silent_until or until, until)


def _instant(retry_after: str, now: datetime) -> datetime:
    """`Retry-After` as seconds or as an HTTP date (RFC 9110, 10.2.3); now if neither."""
    if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 9:
        return now + timedelta(seconds=int(retry_after))
    try:
        instant = parsedate_to_datetime(retry_after)
    except ValueError:
        return now
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
