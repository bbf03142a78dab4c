"""Say why a lead stands where it does, from what was stored when it was decided."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.playbook.published import Playbooks
from adapters.store.decisions import read_scored
from adapters.store.standing import find_lead_row, last_decision
from domain.banding import choose_band
from domain.bands import Band
from domain.clock_words import clock_in_words
from domain.errors import NotFoundError
from domain.evidence import Evidence
from domain.explanation import explain_score
from domain.flips import what_would_flip
from domain.row_match import PassedOver, rows_passed_over

Section = tuple[str, Sequence[str]]  # a title, and lines below it


@dataclass(frozen=True, slots=True)
class Explained:
    status: str
    band: str | None
    owner: str | None
    points: int | None
    playbook_version: int | None
    sections: tuple[Section, ...]


async def explain_lead(
    connection: AsyncConnection, lead_id: UUID, now: datetime
) -> Explained:
    """NotFoundError when there is no such lead."""
    lead = await find_lead_row(connection, lead_id)
    if lead is None:
        raise NotFoundError("There is no such lead.")
    decision = await last_decision(connection, lead_id)
    version = None if decision is None else decision.playbook_version
    clock = [line async for line in _clock(connection, lead, now)]
    sections: list[Section] = [("Now", (*_standing(lead), *clock))]
    if decision is not None:
        sections += await _decided(connection, decision)
    return Explained(
        lead.status, lead.band, lead.owner, lead.points, version, tuple(sections)
    )


def _standing(lead: Row[Any]) -> Iterator[str]:
    yield f"Status {lead.status.replace('_', ' ')}"
    if lead.owner is not None:
        yield f"Owner {lead.owner}: {lead.because}"
    if lead.outcome is not None:
        yield f"Outcome {lead.outcome}"
    if lead.imported:
        yield "Imported as a past lead: no workflow, no clock, no messages"


async def _clock(
    connection: AsyncConnection, lead: Row[Any], now: datetime
) -> AsyncIterator[str]:
    """In the working time of whoever must act, by the playbook in force."""
    if lead.due_at is None:
        return
    yield f"Clock “{lead.clock}” until {lead.due_at:%Y-%m-%d %H:%M} UTC"
    current = await Playbooks().current(connection)
    calendar = current.playbook.calendar_for(lead.owner)
    words = clock_in_words(lead.due_at, now, calendar)
    yield f"That is {words}, by the clock of {calendar.zone}"


async def _decided(connection: AsyncConnection, decision: Row[Any]) -> list[Section]:
    scored = await read_scored(connection, decision.id)
    version = await Playbooks().version(connection, scored.playbook_version)
    outcome = choose_band(scored.score, scored.evidence, version.playbook)
    by = f"playbook version {version.version}"
    sections: list[Section] = [
        (f"Score, by {by}", explain_score(scored.score)),
        ("Band", (f"{decision.band}: {decision.band_because}",)),
    ]
    if decision.routing:
        over = await _passed_over(connection, decision.routing, scored.evidence)
        sections.append(("Owner", tuple(_routed(decision.routing, over))))
    flips = what_would_flip(scored.score, scored.evidence, version.playbook, outcome)
    return [*sections, ("What would flip it", flips)]


async def _passed_over(
    connection: AsyncConnection, routing: Mapping[str, Any], evidence: Evidence
) -> Iterable[PassedOver]:
    """As stored; where that was the closest of very many rows, all of them."""
    if routing.get("further"):
        version = await Playbooks().version(connection, routing["version"])
        return rows_passed_over(evidence, Band(routing["band"]), version.playbook)
    stored = routing.get("passed_over", ())
    return [PassedOver(over["row"], over["because"]) for over in stored]


def _routed(
    routing: Mapping[str, Any], passed_over: Iterable[PassedOver]
) -> Iterator[str]:
    picked = routing.get("picked")
    yield f"Picked {picked}: {routing['because']}" if picked else routing["because"]
    if routing.get("row"):
        yield f"Row {routing['row']} matched"
    for over in passed_over:
        yield f"Row {over.row} passed over: {over.because}"
    if routing.get("eligible"):
        yield f"Eligible: {', '.join(routing['eligible'])}"
    yield from (one["because"] for one in routing.get("excluded", ()))
