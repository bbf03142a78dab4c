"""Say who decided a review, and what."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from api.leads.lead_words import OUTCOME
from api.web.time_words import when
from domain.lifecycle import Outcome


def decided_sentence(
    label: Row[Any], name_of: Callable[[str], str], now: datetime, zone: str
) -> str:
    """Such as "Ben Costa decided this at 10:04 today: high, for Ana Ortiz."."""
    at = when(label.decided_at, now, zone)
    return f"{name_of(label.by)} decided this at {at}: {_what(label, name_of)}."


def _what(label: Row[Any], name_of: Callable[[str], str]) -> str:
    if label.outcome is not None:
        return f"closed as {OUTCOME[Outcome(label.outcome)].lower()}"
    if label.owner is not None and label.owner == label.by:
        return "taken over"
    if label.band is None:
        return f"given to {name_of(label.owner)}"
    return f"{label.band}, for {name_of(label.owner)}" if label.owner else label.band
