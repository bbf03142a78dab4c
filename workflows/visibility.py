"""How a lead's workflow shows itself to managers in Temporal."""

from datetime import datetime, timezone
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

from domain.lifecycle import Status
from domain.promises.sla import Clock, ClockKind, StepAction
from workflows import names
from workflows.state import LeadState

STUCK = "stuck"
STUCK_IN_WORDS = "Stuck: a step cannot be written down. Tried again every minute."
WAITS = {
    ClockKind.ACCEPT: "{owner} accepts",
    ClockKind.CONTACT: "{owner} speaks to the prospect",
    ClockKind.NEXT_TOUCH: "{owner} comes back to the prospect",
    ClockKind.REVIEW: "A person decides the review",
    ClockKind.NURTURE: "No rep: messages until",
    ClockKind.SNOOZE: "{owner} lets it wait until",
}
UNTIL = frozenset({ClockKind.NURTURE, ClockKind.SNOOZE})
THEN = {
    StepAction.TELL_OWNER: "{owner} is told",
    StepAction.REMIND_OWNER: "{owner} is reminded",
    StepAction.REASSIGN: "somebody else gets it",
    StepAction.OPEN_TO_TEAM: "the whole team is asked",
    StepAction.TELL_MANAGER: "the manager is told",
    StepAction.TELL_HIGHER_MANAGER: "the manager's manager is told",
    StepAction.SEND_BRIDGE: "the prospect is told honestly",
    StepAction.SEND_FOLLOW_UP: "the next message goes out",
    StepAction.REMIND_REVIEWERS: "the reviewers are reminded",
    StepAction.CLOSE: "the lead is closed",
    StepAction.RESUME: "the clock runs on",
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
    owner = lead.owner or (f"one of {lead.queue}" if lead.queue else "nobody")
    promise = WAITS[clock.kind].replace("{owner}", owner)
    due = "" if clock.kind in UNTIL else "by "
    words = f"{promise} {due}{_when(clock.due_at, clock)}"
    left = clock.steps[lead.steps_done :]
    if left:
        then = THEN[left[0].action].replace("{owner}", owner)
        words += f"; at {_when(left[0].at, clock)} {then}"
    return f"{words}."


def _when(instant: datetime, clock: Clock) -> str:
    return f"{instant.astimezone(timezone(clock.utc_offset)):%a %d %b %H:%M}"


def details(lead: LeadState, *, stuck: bool = False) -> str:
    """The current details (Markdown): where it stands and what it waits for."""
    waits = STUCK_IN_WORDS if stuck else waits_for(lead)
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
    return f"**{waits}**\n\n{table}"


class Display:
    """Remembers what is shown, so that only what changed costs a command."""

    def __init__(self, lead: LeadState) -> None:
        self._shown = _values(lead, stuck=False)

    def show(self, lead: LeadState, *, stuck: bool = False) -> None:
        """Bring search attributes and details up to date."""
        values = _values(lead, stuck=stuck)
        changed = [
            _update(key, values[key])
            for key in names.SEARCH_ATTRIBUTES
            if values[key] != self._shown[key]
        ]
        if changed:
            workflow.upsert_search_attributes(changed)
        self._shown = values
        workflow.set_current_details(details(lead, stuck=stuck))


def _update(key: SearchAttributeKey[Any], value: Any) -> SearchAttributeUpdate[Any]:
    return key.value_unset() if value is None else key.value_set(value)


def _values(lead: LeadState, *, stuck: bool) -> dict[SearchAttributeKey[Any], Any]:
    return {
        names.LEAD_STATUS: lead.status.value,
        names.LEAD_BAND: lead.band and lead.band.value,
        names.LEAD_OWNER: lead.owner,
        names.LEAD_REVIEW: STUCK if stuck else lead.review_code,
        names.TERRITORY: lead.territory,
        names.PRODUCT: lead.product,
        names.LEAD_SCORE: lead.points,
        names.SLA_BREACHES: lead.breaches or None,
        names.SLA_DUE_AT: lead.clock.due_at if lead.clock else None,
    }
