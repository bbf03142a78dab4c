"""Entries of the audit trail as a page prints them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.desk import Reader
from api.leads.lead_words import BAND, CHANNEL, CLOCK, OUTCOME, STATUS
from domain.auditing.entries import Entry, shown_value

# Columns whose name alone would not be understood.
_LABELS: Mapping[str, str] = {
    "due_at": "Due",
    "respond_by": "Prospect was told",
    "received_at": "Received",
    "accepted_at": "Accepted",
    "contacted_at": "Spoken to",
    "closed_at": "Closed",
    "because": "Why this owner",
    "points": "Score",
    "breaches": "Broken promises",
    "partial": "Decided without the network",
    "imported": "Past lead",
    "merged_into": "Goes on in lead",
    "fields": "Own fields",
    "email": "Mail",
    "person_key": "Mailbox",
}
_WORDS: Mapping[str, Mapping[Any, str]] = {
    "status": {key.value: words for key, words in STATUS.items()},
    "band": {key.value: words for key, words in BAND.items()},
    "clock": {key.value: words for key, words in CLOCK.items()},
    "outcome": {key.value: words for key, words in OUTCOME.items()},
    "channel": CHANNEL,
}


# What a new lead has before anything is known of it, or done: that tells nobody anything.
_BLANK: tuple[Any, ...] = (0, False, {})


@dataclass(frozen=True, slots=True)
class Side:
    """Before or after: words, or an instant that the template puts into the reader's time."""

    words: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    at: datetime
    sentence: str
    where: str
    reason: str | None
    changes: tuple[tuple[str, Side, Side], ...]

    @property
    def changed(self) -> str:
        """What differs, by name: "owner, status"."""
        return ", ".join(label.lower() for label, _, _ in self.changes)


def audit_rows(entries: Sequence[Entry], reader: Reader) -> list[AuditRow]:
    return [_row(entry, reader) for entry in entries]


def _row(entry: Entry, reader: Reader) -> AuditRow:
    changes = (
        (_label(name), _side(name, before, reader), _side(name, after, reader))
        for name, (before, after) in sorted(entry.changed.items())
        if before is not None or after not in _BLANK
    )
    where = entry.where()
    return AuditRow(
        entry.at,
        entry.sentence(reader.name_of),
        where[:1].upper() + where[1:],
        entry.reason,
        tuple(changes),
    )


def _label(name: str) -> str:
    return _LABELS.get(name) or name.replace("_", " ").capitalize()


def _side(name: str, value: Any, reader: Reader) -> Side:
    if value is None:
        return Side("nothing")
    if name == "owner":
        return Side(reader.name_of(str(value)))
    if name.endswith("_at") or name == "respond_by":
        return Side("", datetime.fromisoformat(str(value)))
    return Side(_WORDS.get(name, {}).get(value) or shown_value(value))
