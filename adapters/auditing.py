"""Write entries of the audit trail as other programs read them: JSON, or a line of CSV."""

from datetime import UTC, datetime
from typing import Any

from adapters.spreadsheet import csv_line
from domain.auditing.entries import Entry, NameOf, shown_value

COLUMNS = (
    *("id", "at", "lead_id", "actor", "origin", "via", "kind"),
    *("what", "where", "reason", "changes"),
)


def entry_json(entry: Entry, name_of: NameOf) -> dict[str, Any]:
    """`via` is the name of the key, or the step of the plan."""
    return {
        "id": entry.id,
        "at": _instant(entry.at),
        "lead_id": str(entry.lead_id),
        "actor": entry.actor,
        "origin": entry.origin,
        "via": entry.key_name or entry.via,
        "kind": entry.kind,
        "what": entry.sentence(name_of),
        "where": entry.where(),
        "reason": entry.reason,
        "changes": {
            name: {"before": before, "after": after}
            for name, (before, after) in sorted(entry.changed.items())
        },
    }


def entry_csv(entry: Entry, name_of: NameOf) -> str:
    """One line, without its end."""
    told = entry_json(entry, name_of)
    told["changes"] = "; ".join(
        f"{name}: {shown_value(both['before'])} → {shown_value(both['after'])}"
        for name, both in told["changes"].items()
    )
    return csv_line([told[name] for name in COLUMNS])


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
