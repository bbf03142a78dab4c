"""Read a date and time as somebody's own clock shows it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from domain.errors import Fault, InvalidError


def instant_of(typed: str, zone: str) -> datetime | None:
    """2026-12-01T09:00 in that zone, in UTC; None for nothing. InvalidError otherwise."""
    if not typed.strip():
        return None
    try:
        local = datetime.fromisoformat(typed.strip())
    except ValueError:
        fault = Fault("/effective_at", "This must be a date with a time.")
        raise InvalidError("This time cannot be read.", (fault,)) from None
    aware = local if local.tzinfo is not None else local.replace(tzinfo=ZoneInfo(zone))
    return aware.astimezone(UTC)
