"""Turn what is kept about a lead into the sections of its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from api.desk import Reader
from api.leads.lead_words import CHANNEL
from domain.explaining.why_owner import WhyOwner, why_owner
from domain.qualifying.qualification import Part
from domain.rules.disagreement import source_in_words
from domain.words import labelled, named, shown
from domain.working_time.clock_words import stretch

_PAGES_SHOWN = 12
_FACTS_ELSEWHERE = frozenset(
    {"name", "company", "message", "email_domain", "channel", "page_views"}
)


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """One of fit, intent and urgency: its points and the rules that gave them."""

    name: str
    points: int
    reasons: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of what happened. `actor` is a handle, or "handraise" itself."""

    at: datetime
    sentence: str
    actor: str = "handraise"
    lead_id: UUID | None = None  # which of those that were merged


@dataclass(frozen=True, slots=True)
class HandRaise:
    """One submission as a person reads it. `pages` are "/pricing for 2 min".

    `events` are "download (file: guide)".
    """

    id: UUID
    lead_id: UUID
    at: datetime
    channel: str
    message: str
    pages: tuple[str, ...]
    source: str
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownFact:
    """`otherwise` is what somebody else told: "2400 by acme.example"; "" mostly."""

    name: str
    value: str
    source: str
    otherwise: str = ""


def reason_groups(decision: Row[Any] | None) -> tuple[ReasonGroup, ...]:
    if decision is None:
        return ()
    return tuple(
        ReasonGroup(
            name=part.value.capitalize(),
            points=getattr(decision, part.value),
            reasons=tuple(r for r in decision.reasons if r["part"] == part.value),
        )
        for part in Part
    )


def owner_reasons(decision: Row[Any] | None, reader: Reader) -> WhyOwner | None:
    """The sentences that `handraise leads explain` prints as well."""
    if decision is None:
        return None
    return why_owner(decision.routing or {}, reader.playbook)


def happened(
    timeline: Sequence[Row[Any]], submissions: Sequence[Row[Any]]
) -> list[Happening]:
    """What is written down about the lead, and each raised hand, the newest first."""
    told = [
        Happening(entry.at, entry.sentence, entry.actor, entry.lead_id)
        for entry in timeline
    ]
    raised = [
        Happening(row.at, f"Asked through {row.channel}.", lead_id=row.lead_id)
        for row in hand_raises(submissions)
    ]
    return sorted(told + raised, key=lambda one: one.at, reverse=True)


def hand_raises(submissions: Sequence[Row[Any]]) -> tuple[HandRaise, ...]:
    """Every time this person asked, the newest first."""
    return tuple(_hand_raise(row) for row in submissions)


def _hand_raise(row: Row[Any]) -> HandRaise:
    payload: Mapping[str, Any] = row.payload
    source: Mapping[str, Any] = payload.get("source") or {}
    views = payload.get("page_views") or ()
    events = payload.get("events") or ()
    channel = str(payload.get("channel") or "form")
    return HandRaise(
        id=row.id,
        lead_id=row.lead_id,
        at=row.received_at,
        channel=CHANNEL.get(channel, channel),
        message=str(payload.get("message") or ""),
        pages=tuple(_looked_at(view) for view in views[-_PAGES_SHOWN:]),
        source=", ".join(
            f"{labelled(name).removeprefix('utm ')} {shown(value)}"
            for name, value in source.items()
            if value
        ),
        events=tuple(_did(one) for one in events[-_PAGES_SHOWN:]),
    )


def _did(event: Mapping[str, Any]) -> str:
    told = ", ".join(
        f"{labelled(name)}: {shown(value)}"
        for name, value in (event.get("properties") or {}).items()
        if value is not None
    )
    name = labelled(str(event.get("name") or ""))
    return f"{name} ({told})" if told else name


def _looked_at(view: Mapping[str, Any]) -> str:
    seconds = float(view.get("seconds") or 0)
    path = shown(str(view.get("path") or "/"))
    return f"{path} for {stretch_of(seconds)}" if seconds else path


def stretch_of(seconds: float) -> str:
    """How long a page was looked at: "95 s", "2 min"."""
    return f"{seconds:.0f} s" if seconds < 120 else stretch(timedelta(seconds=seconds))


def known_facts(decision: Row[Any] | None) -> tuple[KnownFact, ...]:
    """What the decision went by, with where each value came from."""
    if decision is None:
        return ()
    facts: Mapping[str, Any] = decision.evidence.get("facts") or {}
    otherwise: Mapping[str, Any] = decision.evidence.get("told_otherwise") or {}
    return tuple(
        KnownFact(
            name=labelled(name).capitalize(),
            value=named(name, fact["value"]),
            source=str(fact["source"]),
            otherwise=_otherwise(name, otherwise.get(name)),
        )
        for name, fact in facts.items()
        if name not in _FACTS_ELSEWHERE
    )


def _otherwise(name: str, fact: Mapping[str, Any] | None) -> str:
    if fact is None:
        return ""
    return f"{named(name, fact['value'])} by {source_in_words(str(fact['source']))}"
