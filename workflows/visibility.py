"""How a lead's workflow shows itself to managers in Temporal."""

from datetime import datetime, timezone
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

from domain.lifecycle import Status
from domain.sla import Clock, ClockKind, StepAction
from workflows import names
from workflows.state import LeadState

WAITS = {
    ClockKind.ACCEPT: "{owner} accepts",
    ClockKind.CONTACT: "{owner} speaks to the prospect",
    ClockKind.NEXT_TOUCH: "{owner} comes back to the prospect",
    ClockKind.REVIEW: "A person decides the review",
    ClockKind.NURTURE: "No rep: messages until",
}
THEN = {
    StepAction.REMIND_OWNER: "{owner} is reminded",
    StepAction.REASSIGN: "somebody else gets it",
    StepAction.TELL_MANAGER: "the manager is told",
    StepAction.SEND_BRIDGE: "the prospect is told honestly",
    StepAction.SEND_FOLLOW_UP: "the next message goes out",
    StepAction.REMIND_REVIEWERS: "the reviewers are reminded",
    StepAction.CLOSE: "the lead is closed",
}


def waits_for(lead: LeadState) -> str:
    """One sentence on what happens next, with handles and without the prospect."""
    if lead.status is Status.CLOSED:
        return f"Closed: {lead.outcome}."
    if lead.status is Status.TAKEN_OVER:
        return f"{lead.owner} has taken it over; automation is silent."
    if lead.clock is None:
        return "Being qualified."
    return _clock_in_words(lead, lead.clock)


def summary_of_wait(lead: LeadState) -> str:
    """The name of the running timer."""
    return waits_for(lead).removesuffix(".")


def _clock_in_words(lead: LeadState, clock: Clock) -> str:
    owner = lead.owner or "nobody"
    promise = WAITS[clock.kind].replace("{owner}", owner)
    due = "" if clock.kind is ClockKind.NURTURE else "by "
    words = f"{promise} {due}{_when(clock.due_at, clock)}"
    left = clock.steps[lead.steps_done :]
    if left:
        then = THEN[left[0].action].replace("{owner}", owner)
        words += f"; at {_when(left[0].at, clock)} {then}"
    return f"{words}."


def _when(instant: datetime, clock: Clock) -> str:
    return f"{instant.astimezone(timezone(clock.utc_offset)):%a %d %b %H:%M}"


def details(lead: LeadState) -> str:
    """The current details (Markdown): where it stands and what it waits for."""
    rows = [
        ("Status", lead.status.replace("_", " ")),
        ("Band", lead.band),
        ("Score", lead.points),
        ("Owner", lead.owner),
        ("Review", lead.review_code),
        ("Breaches", lead.breaches or None),
        ("Enrichment", "not answered yet" if lead.partial else None),
        ("Passed over", ", ".join(f"{h} ({why})" for h, why in lead.barred.items())),
    ]
    table = "\n".join(f"* {name}: {value}" for name, value in rows if value)
    return f"**{waits_for(lead)}**\n\n{table}"


def show(before: LeadState | None, lead: LeadState) -> None:
    """Bring search attributes (one command, changed ones only) and details up to date."""
    now = _attributes(lead)
    known = {} if before is None else {u.key.name: u.value for u in _attributes(before)}
    changed = [u for u in now if known.get(u.key.name) != u.value]
    if changed:
        workflow.upsert_search_attributes(changed)
    workflow.set_current_details(details(lead))


def _attributes(lead: LeadState) -> list[SearchAttributeUpdate[Any]]:
    due = lead.clock.due_at if lead.clock else None
    return [
        names.LEAD_STATUS.value_set(lead.status),
        _keyword(names.LEAD_BAND, lead.band),
        _keyword(names.LEAD_OWNER, lead.owner),
        _keyword(names.LEAD_REVIEW, lead.review_code),
        _keyword(names.TERRITORY, lead.territory),
        _keyword(names.PRODUCT, lead.product),
        names.LEAD_SCORE.value_set(lead.points)
        if lead.points is not None
        else names.LEAD_SCORE.value_unset(),
        names.SLA_BREACHES.value_set(lead.breaches),
        names.SLA_DUE_AT.value_set(due) if due else names.SLA_DUE_AT.value_unset(),
    ]


def _keyword(
    key: SearchAttributeKey[str], value: str | None
) -> SearchAttributeUpdate[str]:
    return key.value_unset() if value is None else key.value_set(value)
