"""What a mail tells a person of the business about a lead."""

from typing import Any

from adapters.country_names import country_name
from adapters.letters.stories import Story
from adapters.letters.taps import taps
from domain.explaining.explanation import explain_reason
from domain.in_words.names import name_of
from domain.lifecycle import Status
from domain.people import Person
from domain.promises.sla import ClockKind
from domain.words import shown

_REASONS_SHOWN = 15
_LONGEST_MESSAGE = 2_000  # characters; the rest is on the lead's page
_FACTS = (
    ("Company", "company"),
    ("Role", "job_title"),
    ("Address", "email"),
    ("Phone", "phone"),
    ("Country", "country"),
    ("Employees", "employees"),
    ("Product", "product"),
)
_TASKS = {
    ClockKind.ACCEPT: "say “mine”",
    ClockKind.CONTACT: "speak to the prospect",
    ClockKind.NEXT_TOUCH: "come back to the prospect",
    ClockKind.REVIEW: "decide what it is",
}
_STANDINGS = {
    Status.IN_REVIEW: "Nobody has it: it waits for a decision.",
    Status.TAKEN_OVER: "{owner} has taken it over.",
    Status.QUEUED: "It is open to a whole team, and nobody has accepted it yet.",
    Status.ASSIGNED: "{owner} has it and has not said “mine” yet.",
    Status.ACCEPTED: "{owner} has accepted it and has not spoken to the prospect yet.",
    Status.CONTACTED: "{owner} has spoken to the prospect and not come back yet.",
}


def words_for(story: Story, person: Person) -> dict[str, Any]:
    """Values for the templates of one person: times are those of their own zone."""
    lead, occasion = story.occasion.lead, story.occasion
    best_first = sorted(occasion.reasons, key=lambda reason: -reason.points)
    return {
        "first_name": person.first_name,
        "who": who(lead),
        "band": lead.band or "new",
        "points": lead.points or 0,
        "facts": [
            {"name": label, "value": _value(column, value)}
            for label, column in _FACTS
            if (value := getattr(lead, column)) is not None
        ],
        "message": (lead.message or "")[:_LONGEST_MESSAGE],
        "reasons": [explain_reason(r) for r in best_first[:_REASONS_SHOWN]],
        "why_you": lead.because if lead.owner == person.handle else "",
        "because": occasion.review_because,
        "task": task(lead.clock),
        "standing": standing(story),
        "due": story.when(lead.due_at, person.zone),
        "respond_by": story.when(lead.respond_by, person.zone),
        "link": story.link,
        "taps": taps(story, person.handle),
    }


def _value(column: str, value: str | int) -> str:
    return country_name(str(value)) if column == "country" else shown(value)


def who(lead: Any) -> str:
    """The prospect, as short as a subject needs it."""
    name = shown(lead.name) if lead.name else ""
    company = shown(lead.company) if lead.company else ""
    if name and company:
        return f"{name} of {company}"
    return name or company or shown(lead.email)


def task(clock: str | None) -> str:
    """What the running clock asks for."""
    return _TASKS.get(ClockKind(clock), "look at it") if clock else "look at it"


def standing(story: Story) -> str:
    """Where the lead stands, in a sentence."""
    lead = story.occasion.lead
    words = _STANDINGS.get(Status(lead.status), "It is still open.")
    return words.replace("{owner}", name_of(story.playbook, lead.owner))
