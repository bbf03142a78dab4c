"""Whom a preview is written to: Dana, or a lead that there is."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from adapters.letters.links import Links
from adapters.letters.stories import Story
from adapters.store.mail.messages import Occasion
from domain.people import Role
from domain.playbook import Playbook
from domain.promises.next_step import promised_by
from domain.promises.texts import LANGUAGE
from domain.qualifying.bands import Band

_NOBODY = UUID(int=0)
_SEEN = "preview"  # where the language comes from that somebody wants to see


@dataclass(frozen=True, slots=True)
class Prospect:
    """What of a lead's row a mail to the prospect looks at."""

    id: UUID
    email: str
    name: str | None
    company: str | None
    language: str | None
    owner: str | None
    band: str | None
    received_at: datetime
    respond_by: datetime | None


def story_of_sample(playbook: Playbook, links: Links, now: datetime) -> Story:
    """Dana of Northwind has just asked for a quote, and the first rep has her request."""
    rep = next((one for one in playbook.people if one.role is Role.REP), None)
    dana = Prospect(
        id=_NOBODY,
        email="dana@northwind.example",
        name="Dana Ruiz",
        company="Northwind",
        language=None,
        owner=None if rep is None else rep.handle,
        band=Band.HIGH.value,
        received_at=now,
        respond_by=None,
    )
    said = {"message": "Quote for 80 vehicles, please", "employees": 240}
    facts = {name: {"value": value, "source": "form"} for name, value in said.items()}
    known = {"received_at": now.isoformat(), "facts": facts}
    return Story(_occasion(dana, json.dumps(known)), playbook, now, links)


def story_of_lead(
    occasion: Occasion, playbook: Playbook, links: Links, now: datetime
) -> Story:
    """The same of a lead as it stands."""
    row = occasion.lead
    names = Prospect.__dataclass_fields__
    lead = Prospect(**{name: getattr(row, name) for name in names})
    return Story(_occasion(lead, occasion.evidence), playbook, now, links)


def in_language(story: Story, language: str) -> Story:
    """As if the lead read that language, whatever is known of it."""
    evidence, lead = story.occasion.evidence, story.occasion.lead
    known = json.loads(evidence or "{}")
    known.setdefault("received_at", lead.received_at.isoformat())
    facts = known.setdefault("facts", {})
    facts[LANGUAGE] = {"value": language, "source": _SEEN}
    return replace(story, occasion=_occasion(lead, json.dumps(known)))


def as_if(story: Story, band: Band | None = None, *, owned: bool) -> Story:
    """With an owner or without, in that band, and promised what the band promises."""
    lead, playbook = story.occasion.lead, story.playbook
    as_it_is = band is None or band.value == lead.band
    band = band or Band(lead.band or Band.REVIEW)
    owner = (lead.owner or _first_rep(playbook)) if owned else None
    told = lead.respond_by if as_it_is else None
    if told is None:
        known = owner if owner and playbook.has_person(owner) else None
        since = lead.received_at
        told = promised_by(band, playbook, owner=known, received_at=since)
    changed = replace(lead, band=band.value, owner=owner, respond_by=told)
    return replace(story, occasion=replace(story.occasion, lead=changed))


def _first_rep(playbook: Playbook) -> str | None:
    reps = (one.handle for one in playbook.people if one.role is Role.REP)
    return next(reps, None)


def _occasion(lead: Any, evidence: str | None) -> Occasion:
    return Occasion(
        lead=lead,
        assignment_open=True,
        review_open=True,
        reasons=(),
        review_because="",
        consents=None,
        unsubscribed=False,
        undeliverable=False,
        did=frozenset(),
        playbook_version=0,
        evidence=evidence,
    )
