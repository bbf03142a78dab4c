"""Say what the playbook in force would do with a lead now, beside what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.explaining.stored import Section, Stored, stored_decision
from adapters.explaining.would_get import Looking, owner_of, who_would_get
from adapters.playbook.published import Playbooks, PublishedVersion
from domain.deciding import ROUTED, band_of
from domain.explaining.explanation import explain_row, explain_score
from domain.explaining.then_and_now import Decided, differences
from domain.in_words.names import name_of
from domain.qualifying.banding import Banded, OutsideModel, choose_band
from domain.qualifying.reasons import Score
from domain.qualifying.scoring import score
from domain.routing.choosing import Offered, Pick, Picked
from domain.routing.row_match import RowMatch
from domain.words import listed


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing as it was decided, and as it would be now."""

    label: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class AsOfNow:
    """Nothing is changed by asking. `differences` are what changed in between."""

    version: int
    at: datetime
    pairs: tuple[Pair, ...]
    differences: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class _Now:
    version: PublishedVersion
    score: Score
    outcome: Banded | OutsideModel
    found: tuple[RowMatch, Pick] | None


async def explain_as_of_now(
    connection: AsyncConnection, lead_id: UUID, now: datetime, playbooks: Playbooks
) -> AsOfNow | None:
    """By what was known when it was last decided; None where it never was."""
    stored = await stored_decision(connection, playbooks, lead_id)
    if stored is None:
        return None
    evidence = stored.scored.evidence
    version = await playbooks.current(connection)
    scored = score(evidence, version.playbook.model, now)
    outcome = choose_band(scored, evidence, version.playbook)
    found = None
    if band_of(outcome) in ROUTED:
        looking = Looking(lead_id, evidence, band_of(outcome))
        found = await who_would_get(connection, looking, version.playbook, now)
    would = _Now(version, scored, outcome, found)
    return AsOfNow(
        version=version.version,
        at=now,
        pairs=tuple(_pairs(stored, would)),
        differences=differences(_then(stored), _as_decided(would)),
        sections=tuple(_sections(would)),
    )


def _pairs(stored: Stored, would: _Now) -> Iterator[Pair]:
    routing, then = stored.routing, stored.scored.score
    versions = stored.version.version, would.version.version
    yield Pair("Playbook", *(f"version {number}" for number in versions))
    yield Pair("Points", explain_score(then)[0], explain_score(would.score)[0])
    band = f"{stored.row.band}: {stored.row.band_because}"
    yield Pair("Band", band, f"{band_of(would.outcome)}: {would.outcome.because}")
    row = "" if would.found is None else would.found[0].row
    yield Pair("Row", routing.get("row") or "none", row or "none")
    before = routing.get("picked")
    owner = name_of(stored.routed_by.playbook, before) if before else "nobody"
    yield Pair("Owner", owner, _owner(would))


def _owner(would: _Now) -> str:
    pick = None if would.found is None else would.found[1]
    return owner_of(pick, would.version.playbook)


def _sections(would: _Now) -> Iterator[Section]:
    yield "Score", explain_score(would.score)
    yield "Band", (f"{band_of(would.outcome)}: {would.outcome.because}",)
    if would.found is not None:
        match, pick = would.found
        yield "Owner", (*_would_get(would, pick), *explain_row(match))


def _would_get(would: _Now, pick: Pick) -> Iterator[str]:
    owner = _owner(would)
    yield f"{owner[:1].upper()}{owner[1:]} would get it: {pick.because}"
    if isinstance(pick, Picked | Offered) and pick.eligible:
        names = [name_of(would.version.playbook, handle) for handle in pick.eligible]
        yield f"Could take it: {listed(names, 'and')}"
    for one in pick.excluded:
        yield one.because


def _then(stored: Stored) -> Decided:
    excluded = [one["because"] for one in stored.routing.get("excluded") or ()]
    version = stored.version
    return Decided(
        version.version,
        version.playbook,
        stored.scored.score,
        excluded,
        stored.routing.get("picked"),
    )


def _as_decided(would: _Now) -> Decided:
    excluded = () if would.found is None else would.found[1].excluded
    because = [one.because for one in excluded]
    pick = None if would.found is None else would.found[1]
    return Decided(
        would.version.version,
        would.version.playbook,
        would.score,
        because,
        pick.owner if isinstance(pick, Picked) else None,
        "" if pick is None else next(_would_get(would, pick)),
    )
