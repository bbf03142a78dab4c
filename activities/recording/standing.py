"""What the row of a lead shows after a change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from activities.recording.handovers import because_of_change
from adapters.store.standing.plans import written_plan
from adapters.store.standing.records import LeadToChange
from domain.in_words.names import name_of
from domain.lifecycle import Status
from domain.playbook import Playbook
from domain.promises.next_step import promised_by
from domain.promises.risk import NOT_PROMISED, at_risk_at
from domain.promises.sla import Clock
from domain.qualifying.bands import Band
from workflows.ports import Cause, Change

# Reviews that no rule of the playbook asked for.
_BECAUSE = {
    "nobody_answered": "everybody who was asked let it slip",
    "undecidable": "what is known of it breaks the rules",
    "unroutable": "nobody can take it now",
}
# What a correction may change of the row; the address is who the person is.
_CORRECTABLE: Mapping[str, type] = {
    "name": str,
    "company": str,
    "job_title": str,
    "phone": str,
    "country": str,
    "employees": int,
    "industry": str,
    "product": str,
    "message": str,
    "language": str,
}


def because_of_review(lead: LeadToChange, change: Change) -> str:
    """Why a person must decide, in words."""
    code = change.review_code or ""
    if code == lead.review_code and lead.band_because:
        return lead.band_because
    if code == "unroutable" and lead.routing.get("because"):
        return str(lead.routing["because"])
    return _BECAUSE.get(code, code.replace("_", " ") or "it is not clear")


def columns(
    playbook: Playbook, lead: LeadToChange, change: Change, clock: Clock | None
) -> dict[str, Any]:
    """Column by name. `clock` is the one that runs after the change."""
    row: dict[str, Any] = {
        "status": change.status.value,
        "band": change.band.value if change.band else None,
        "points": change.points,
        "owner": change.owner,
        "queue": change.queue if change.status is Status.QUEUED else None,
        "clock": clock.kind.value if clock else None,
        "due_at": clock.due_at if clock else None,
        **_plan(playbook, change, clock),
        "breaches": change.breaches,
        "revision": change.revision,
    }
    if change.status is Status.QUEUED:
        row["because"] = None
    if lead.partial is not None:
        row["partial"] = lead.partial
    row |= _by_cause(playbook, lead, change)
    return row | _promised(playbook, lead, change)


def _plan(playbook: Playbook, change: Change, clock: Clock | None) -> Mapping[str, Any]:
    if clock is None:
        return {"plan": None, "at_risk_at": None}
    plan = {"plan": written_plan(clock)}
    runs_on = change.start_clock is None and change.cause is not Cause.REPLANNED
    if runs_on and clock.kind not in NOT_PROMISED:
        return plan  # it runs on: when it is at risk was said as it started
    since = change.at if change.resume else None
    calendar = playbook.calendar_for(change.owner)
    return plan | {"at_risk_at": at_risk_at(clock, calendar, since)}


def _by_cause(
    playbook: Playbook, lead: LeadToChange, change: Change
) -> Mapping[str, Any]:
    match change.cause:
        case Cause.ACCEPTED | Cause.CONTACTED:
            return _touched(playbook, lead, change)
        case Cause.TAKEN_OVER | Cause.RELEASED:
            return _taken_or_given_back(playbook, lead, change)
        case Cause.CORRECTED:
            return _corrected(lead.details.get("fields") or {})
        case Cause.CLOSED | Cause.CLOSED_BY_PLAN:
            value = lead.details.get("value")
            return {
                "closed_at": change.at,
                "outcome": change.outcome,
                "value": None if value is None else float(value),
            }
        case Cause.REOPENED:
            return _REOPENED
        case _:
            return {}


def _taken_or_given_back(
    playbook: Playbook, lead: LeadToChange, change: Change
) -> Mapping[str, Any]:
    """Whoever held it may have kept the owner's promise."""
    row: dict[str, Any] = {"because": None}
    if change.owner is not None:
        owner = name_of(playbook, change.owner)
        row["because"] = because_of_change(change.cause, owner)
    if change.status is Status.CONTACTED:
        row["accepted_at"] = lead.accepted_at or change.at
    return row


def _touched(
    playbook: Playbook, lead: LeadToChange, change: Change
) -> Mapping[str, Any]:
    """Whoever spoke to the prospect has said "mine" by that."""
    accepted_at = lead.accepted_at or change.at
    if change.cause is Cause.ACCEPTED and lead.open_assignment is None:
        because = because_of_change(
            change.cause, name_of(playbook, change.owner or change.by)
        )
        return {"accepted_at": accepted_at, "because": because}
    if change.cause is Cause.ACCEPTED:
        return {"accepted_at": accepted_at}
    return {"accepted_at": accepted_at, "contacted_at": change.at}


_REOPENED: Mapping[str, Any] = {
    "closed_at": None,
    "outcome": None,
    "value": None,
    "accepted_at": None,
    "contacted_at": None,
    "respond_by": None,
    "because": None,
}


def _corrected(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the row shows of the lead. None means: what we had is wrong."""
    row = {
        name: fields[name]
        for name, kind in _CORRECTABLE.items()
        if name in fields and isinstance(fields[name], kind | None)
    }
    own = fields.get("fields")
    return row | {"fields": own} if own else row


def _promised(
    playbook: Playbook, lead: LeadToChange, change: Change
) -> dict[str, datetime | None]:
    """A lead without an owner promises an answer as well, unless one was told before."""
    if lead.respond_by is not None:
        return {}
    match change.cause:
        case Cause.PUT_IN_REVIEW:
            band, since = Band.REVIEW, lead.received_at
        case Cause.QUEUED:
            band, since = change.band or Band.MEDIUM, change.promised_from or change.at
        case _:
            return {}
    return {"respond_by": promised_by(band, playbook, owner=None, received_at=since)}
