"""Say which band a lead is in, or why the model does not cover it."""

from dataclasses import dataclass

from domain.bands import Band, Thresholds
from domain.evidence import Evidence
from domain.facts import Facts
from domain.playbook import Playbook
from domain.reading import read
from domain.reasons import Score
from domain.words import counted, labelled, listed

ADDRESS = "email"  # required of every lead at intake, and no fact of the evidence


@dataclass(frozen=True, slots=True)
class Banded:
    """The model covers the lead. `band` is high, medium or low."""

    band: Band
    because: str


@dataclass(frozen=True, slots=True)
class OutsideModel:
    """A person must decide. `code` is a slug that Temporal may hold."""

    code: str
    because: str


def choose_band(
    score: Score, evidence: Evidence, playbook: Playbook
) -> Banded | OutsideModel:
    """The review rules in their order, then what is required, then the thresholds."""
    facts = read(evidence, playbook.model, evidence.received_at)
    return (
        _by_review_rule(facts, playbook)
        or _missing(facts, playbook.required)
        or _near_threshold(score, playbook.thresholds)
        or _by_points(score.points, playbook.thresholds)
    )


def _by_review_rule(facts: Facts, playbook: Playbook) -> OutsideModel | None:
    for rule in playbook.review_rules:
        if rule.when.holds(facts):
            return OutsideModel(rule.code, facts.said(rule.because, {}))
    return None


def _missing(facts: Facts, required: tuple[str, ...]) -> OutsideModel | None:
    missing = [
        labelled(name)
        for name in required
        if name != ADDRESS and facts.value(name) in (None, "")
    ]
    if not missing:
        return None
    return OutsideModel("required_missing", f"{listed(missing, 'and')} not known")


def _near_threshold(score: Score, thresholds: Thresholds) -> OutsideModel | None:
    for band, least in ((Band.HIGH, thresholds.high), (Band.MEDIUM, thresholds.medium)):
        distance = abs(score.points - least)
        if distance < thresholds.margin:
            because = f"{score.points} points, {distance} from {band} at {least}"
            return OutsideModel("near_threshold", because)
    return None


def _by_points(points: int, thresholds: Thresholds) -> Banded:
    have = counted(points, "point")
    if points >= thresholds.high:
        return Banded(Band.HIGH, f"{have}; high begins at {thresholds.high}")
    if points >= thresholds.medium:
        to_high = thresholds.high - points
        because = f"{have}; medium begins at {thresholds.medium}, {to_high} under high"
        return Banded(Band.MEDIUM, because)
    to_medium = thresholds.medium - points
    return Banded(Band.LOW, f"{have}; {to_medium} under medium")
