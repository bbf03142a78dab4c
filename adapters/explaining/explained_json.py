"""Write an explanation down for machines: the same from a terminal and over HTTP."""

from typing import Any
from uuid import UUID

from adapters.explaining.now import AsOfNow
from adapters.explaining.stored import Explained


def explained_json(
    lead_id: UUID, explained: Explained, now: AsOfNow | None = None
) -> dict[str, Any]:
    """`now` is what would be decided at this moment, where somebody asked for it."""
    shown: dict[str, Any] = {
        "lead_id": str(lead_id),
        "status": explained.status,
        "band": explained.band,
        "owner": explained.owner,
        "points": explained.points,
        "playbook_version": explained.playbook_version,
        "explanation": {title: list(lines) for title, lines in explained.sections},
    }
    return shown if now is None else shown | {"as_of_now": _as_of_now(now)}


def _as_of_now(now: AsOfNow) -> dict[str, Any]:
    return {
        "playbook_version": now.version,
        "at": now.at.isoformat().replace("+00:00", "Z"),
        "compared": [
            {"label": pair.label, "then": pair.then, "now": pair.now}
            for pair in now.pairs
        ],
        "differences": list(now.differences),
        "explanation": {title: list(lines) for title, lines in now.sections},
    }
