"""Decide one lead in one go: what it is worth, its band, and the row that takes it."""

from dataclasses import dataclass
from datetime import datetime

from domain.evidence import Evidence
from domain.playbook import Playbook
from domain.qualifying.banding import Banded, OutsideModel, outcome_of
from domain.qualifying.bands import Band
from domain.qualifying.reasons import Score
from domain.qualifying.scoring import score_of
from domain.routing.row_match import RowMatch, row_of
from domain.rules.facts import Facts
from domain.rules.reading import read

ROUTED = frozenset({Band.HIGH, Band.MEDIUM})  # the others go to no row


@dataclass(frozen=True, slots=True)
class Decision:
    """`match` is None for a band that is not routed."""

    score: Score
    outcome: Banded | OutsideModel
    match: RowMatch | None

    @property
    def band(self) -> Band:
        return band_of(self.outcome)


def decide(
    evidence: Evidence, playbook: Playbook, now: datetime, facts: Facts | None = None
) -> Decision:
    """As `score`, `choose_band` and `match_row` would, reading the lead once.

    `facts` are what a playbook that reads alike has read of it.
    """
    facts = facts or read(evidence, playbook.model, now)
    score = score_of(facts, playbook.model)
    facts = facts.at(evidence.received_at)
    outcome = outcome_of(score, facts, playbook)
    band = band_of(outcome)
    if band not in ROUTED:
        return Decision(score, outcome, None)
    return Decision(score, outcome, row_of(facts.also(band=band.value), playbook))


def band_of(outcome: Banded | OutsideModel) -> Band:
    return outcome.band if isinstance(outcome, Banded) else Band.REVIEW
