"""Say why a lead stands where it does, from what was stored when it was decided."""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.playbook.published import Playbooks, PublishedVersion
from adapters.store.deciding.decisions import ScoredLead, read_all_scored
from adapters.store.deciding.earlier import version_before
from adapters.store.standing.standing import find_lead_row, last_decisions
from domain.errors import NotFoundError
from domain.explaining.explanation import explain_score
from domain.explaining.flips import what_would_flip
from domain.explaining.owner_flips import Decision, other_owners
from domain.explaining.why_owner import WhyOwner, why_owner
from domain.in_words.names import name_of
from domain.qualifying.banding import choose_band
from domain.qualifying.bands import Band
from domain.routing.availability import Exclusion
from domain.routing.row_match import RowMatch, rows_passed_over
from domain.working_time.clock_words import clock_in_words

Section = tuple[str, Sequence[str]]  # a title, and lines below it
BAND_FLIPS = "What would change the band"
OWNER_FLIPS = "What would change the owner"


@dataclass(frozen=True, slots=True)
class Explained:
    status: str
    band: str | None
    owner: str | None
    points: int | None
    playbook_version: int | None
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """A decision with the versions of the playbook that scored and routed it."""

    row: Row[Any]
    scored: ScoredLead
    version: PublishedVersion
    routed_by: PublishedVersion

    @property
    def routing(self) -> Mapping[str, Any]:
        return self.row.routing or {}


async def explain_lead(
    connection: AsyncConnection, lead_id: UUID, now: datetime, playbooks: Playbooks
) -> Explained:
    """NotFoundError when there is no such lead."""
    lead = await find_lead_row(connection, lead_id)
    if lead is None:
        raise NotFoundError("There is no such lead.")
    clock = [line async for line in _clock(connection, playbooks, lead, now)]
    stored = await stored_decision(connection, playbooks, lead_id)
    known = None if stored is None else stored.version
    sections: list[Section] = [("Now", (*_standing(lead, known), *clock))]
    if stored is not None:
        before = await version_before(connection, stored.row.id)
        sections += _decided(stored, before)
    version = None if stored is None else stored.version.version
    return Explained(
        lead.status, lead.band, lead.owner, lead.points, version, tuple(sections)
    )


async def stored_decision(
    connection: AsyncConnection, playbooks: Playbooks, lead_id: UUID
) -> Stored | None:
    """The last one that came to a band; None where the lead was never decided."""
    found = await stored_decisions(connection, playbooks, [lead_id])
    return found.get(lead_id)


async def stored_decisions(
    connection: AsyncConnection, playbooks: Playbooks, lead_ids: Collection[UUID]
) -> dict[UUID, Stored]:
    """The same of several leads, by lead."""
    rows = await last_decisions(connection, lead_ids)
    scored = await read_all_scored(connection, [row.id for row in rows.values()])
    found = {}
    for lead_id, row in rows.items():
        number = scored[row.id].playbook_version
        version = await playbooks.version(connection, number)  # known, mostly
        routed_by = (row.routing or {}).get("version") or number
        router = await playbooks.version(connection, routed_by)
        found[lead_id] = Stored(row, scored[row.id], version, router)
    return found


def _standing(lead: Row[Any], known: PublishedVersion | None) -> Iterator[str]:
    yield f"Status {lead.status.replace('_', ' ')}"
    if lead.owner is not None:
        name = name_of(None if known is None else known.playbook, lead.owner)
        yield f"Owner {name}: {lead.because}"
    if lead.outcome is not None:
        yield f"Outcome {lead.outcome}"
    if lead.imported:
        yield "Imported as a past lead: no workflow, no clock, no messages"


async def _clock(
    connection: AsyncConnection, playbooks: Playbooks, lead: Row[Any], now: datetime
) -> AsyncIterator[str]:
    """In the working time of whoever must act, by the playbook in force."""
    if lead.due_at is None:
        return
    yield f"Clock “{lead.clock}” until {lead.due_at:%Y-%m-%d %H:%M} UTC"
    current = await playbooks.current(connection)
    calendar = current.playbook.calendar_for(lead.owner)
    words = clock_in_words(lead.due_at, now, calendar)
    yield f"That is {words}, by the clock of {calendar.zone}"


def _decided(stored: Stored, before: int | None) -> Iterator[Section]:
    yield "Decided", tuple(_versions(stored, before))
    yield "Score", explain_score(stored.scored.score)
    yield "Band", (f"{stored.row.band}: {stored.row.band_because}",)
    if stored.routing:
        yield "Owner", explained_owner(stored).lines
    yield BAND_FLIPS, band_flips(stored)
    owners = owner_flips(stored)
    if owners:
        yield OWNER_FLIPS, owners


def _versions(stored: Stored, before: int | None) -> Iterator[str]:
    number, at = stored.version.version, stored.row.decided_at
    decided = f"Decided by version {number} of the playbook"
    if before is not None:
        decided += f"; version {before} decided before"
    yield f"{decided}, at {at:%Y-%m-%d %H:%M} UTC"
    routed = stored.routed_by.version
    if routed != number:
        yield f"Routed by version {routed} of the playbook, which was in force by then"


def explained_owner(stored: Stored, *, every_row: bool = True) -> WhyOwner:
    """`every_row`: where only the closest of very many were stored, tell all of them."""
    routing, playbook = stored.routing, stored.routed_by.playbook
    if not every_row or not routing.get("further"):
        return why_owner(routing, playbook)
    over = rows_passed_over(stored.scored.evidence, Band(routing["band"]), playbook)
    return why_owner(routing, playbook, over)


def band_flips(stored: Stored) -> tuple[str, ...]:
    scored, playbook = stored.scored, stored.version.playbook
    outcome = choose_band(scored.score, scored.evidence, playbook)
    return what_would_flip(scored.score, scored.evidence, playbook, outcome)


def owner_flips(stored: Stored) -> tuple[str, ...]:
    """None where no row decided: by hand, or not at all."""
    routing, playbook = stored.routing, stored.routed_by.playbook
    row = next((one for one in playbook.rows if one.id == routing.get("row")), None)
    if row is None or "band" not in routing:
        return ()
    decision = Decision(
        evidence=stored.scored.evidence,
        at=stored.row.decided_at,
        band=Band(routing["band"]),
        match=RowMatch(row.id, row.target, (), row.only_when_open),
        owner=routing.get("picked"),
        able=tuple(routing.get("eligible") or ()),
        excluded=[
            Exclusion(one["handle"], one["because"])
            for one in routing.get("excluded") or ()
        ],
    )
    return other_owners(decision, playbook)
