"""Say what a correction would change, before anybody makes it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from adapters.enrichment.plausible import fact_value
from adapters.explaining.stored import Stored
from adapters.playbook.published import PublishedVersion
from domain.deciding import band_of
from domain.evidence import Evidence, Fact
from domain.explaining.then_and_now import Decided, differences
from domain.qualifying.banding import choose_band
from domain.qualifying.bands import Band
from domain.qualifying.scoring import score


@dataclass(frozen=True, slots=True)
class WouldBe:
    """`because` says the band; `differences` which rules give more or less, and why."""

    band: Band
    points: int
    because: str
    differences: tuple[str, ...]


def if_corrected(
    stored: Stored,
    current: PublishedVersion,
    fields: Mapping[str, Any],
    by: str,
    now: datetime,
) -> WouldBe:
    """By the playbook in force and what is known now; nobody is asked anew."""
    evidence = corrected(stored.scored.evidence, fields, by)
    scored = score(evidence, current.playbook.model, now)
    outcome = choose_band(scored, evidence, current.playbook)
    return WouldBe(
        band=band_of(outcome),
        points=scored.points,
        because=outcome.because,
        differences=differences(
            Decided(
                stored.version.version,
                stored.version.playbook,
                stored.scored.score,
                (),
            ),
            Decided(current.version, current.playbook, scored, ()),
        ),
    )


def corrected(evidence: Evidence, fields: Mapping[str, Any], by: str) -> Evidence:
    """What a person puts right counts; nobody says otherwise after that."""
    facts, otherwise = dict(evidence.facts), dict(evidence.told_otherwise)
    for name, value in fields.items():
        believed = fact_value(name, value)
        otherwise.pop(name, None)
        if believed is None:
            facts.pop(name, None)
        else:
            facts[name] = Fact(believed, by)
    return replace(evidence, facts=facts, told_otherwise=otherwise)
