"""Say who gets a lead, from everything that counts at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.evidence import Evidence
from domain.playbook import Playbook
from domain.qualifying.bands import Band
from domain.routing.availability import Availability
from domain.routing.choosing import NobodyAvailable, Pick, choose_owner
from domain.routing.fairness import Ledger
from domain.routing.pools import pool_of
from domain.routing.row_match import PassedOver, RowMatch, fallbacks, match_row
from domain.routing.sticky import OtherLead


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides beside the lead and the playbook. `barred`: by handle, in words."""

    now: datetime
    availability: Mapping[str, Availability] = field(default_factory=dict)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    barred: Mapping[str, str] = field(default_factory=dict)
    other: OtherLead | None = None


def rows_of(evidence: Evidence, band: Band, playbook: Playbook) -> list[RowMatch]:
    """The row that matches, then those that are asked where nobody of it can."""
    first = match_row(evidence, band, playbook)
    return [first, *fallbacks(first, evidence, band, playbook)]


def find_owner(
    evidence: Evidence, band: Band, playbook: Playbook, around: Surroundings
) -> tuple[RowMatch, Pick]:
    return find_among(rows_of(evidence, band, playbook), evidence, playbook, around)


def find_among(
    rows: Sequence[RowMatch],
    evidence: Evidence,
    playbook: Playbook,
    around: Surroundings,
) -> tuple[RowMatch, Pick]:
    """By the first of the rows that leads to somebody, or else by the last one."""
    match, *others = rows
    pick = _choose(match, evidence, playbook, around)
    for row in others:
        if not isinstance(pick, NobodyAvailable):
            break
        over = (*match.passed_over, PassedOver(match.row, pick.sentence))
        match = replace(row, passed_over=over + row.passed_over, further=match.further)
        pick = _choose(match, evidence, playbook, around)
    return match, pick


def _choose(
    match: RowMatch, evidence: Evidence, playbook: Playbook, around: Surroundings
) -> Pick:
    return choose_owner(
        match,
        playbook,
        around.availability,
        around.ledgers.get(pool_of(match.target, playbook), Ledger()),
        barred=around.barred,
        now=around.now,
        evidence=evidence,
        other=around.other,
    )
