"""Show a lead as JSON to those who hold a secret key."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from domain.in_words.names import name_of
from domain.playbook import Playbook
from workflows.messages import LeadView

_SHOWN = (
    *("email", "name", "company", "job_title", "phone", "country", "employees"),
    *("industry", "product", "message", "language", "channel", "fields"),
    *("status", "band", "points", "because", "clock", "breaches", "partial"),
    *("outcome", "value", "imported"),
)
_INSTANTS = (
    *("received_at", "due_at", "respond_by", "accepted_at"),
    *("contacted_at", "closed_at"),
)


def lead_json(
    row: Row[Any],
    decision: Row[Any] | None,
    playbook: Playbook,
    *,
    view: LeadView | None = None,
) -> dict[str, Any]:
    """`view` is newer than the row: what the workflow itself just answered."""
    shown: dict[str, Any] = {"lead_id": str(row.id)}
    shown |= {name: getattr(row, name) for name in _SHOWN}
    shown |= {name: instant_text(getattr(row, name)) for name in _INSTANTS}
    owner = row.owner
    if view is not None:
        shown |= {"status": view.status.value, "breaches": view.breaches}
        shown |= {"band": view.band and view.band.value, "points": view.points}
        shown |= {"outcome": view.outcome and view.outcome.value}
        owner = view.owner
    shown["owner"] = owner and owner_json(owner, playbook)
    shown["decision"] = decision and decision_json(decision)
    return shown


def owner_json(handle: str, playbook: Playbook) -> dict[str, str]:
    return {"handle": handle, "name": name_of(playbook, handle)}


def decision_json(row: Row[Any]) -> dict[str, Any]:
    return {
        "decision_id": str(row.id),
        "playbook_version": row.playbook_version,
        "score": score_json(row),
        "reasons": row.reasons,
        "band": row.band,
        "band_because": row.band_because,
        "review_code": row.review_code,
        "routing": row.routing,
        "partial": row.partial,
        "decided_at": instant_text(row.decided_at),
    }


def score_json(row: Row[Any]) -> dict[str, int]:
    return {
        "points": row.points,
        "fit": row.fit,
        "intent": row.intent,
        "urgency": row.urgency,
    }


def instant_text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")
