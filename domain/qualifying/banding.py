"""Say which band a lead is in, or why the model does not cover it."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.evidence import Evidence
from domain.playbook import Playbook
from domain.qualifying.bands import Band, Thresholds
from domain.qualifying.reasons import Score
from domain.qualifying.review_rules import ReviewRule
from domain.rules.facts import Facts
from domain.rules.reading import read
from domain.words import counted, in_plain_words, labelled, listed

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
    return outcome_of(score, facts, playbook)


def outcome_of(score: Score, facts: Facts, playbook: Playbook) -> Banded | OutsideModel:
    """The same of what is read already, as of when the hand went up."""
    return (
        _by_review_rule(score, facts, playbook)
        or _missing(facts, playbook.required)
        or _by_points(score, facts, playbook.thresholds)
    )


def _by_review_rule(
    score: Score, facts: Facts, playbook: Playbook
) -> OutsideModel | None:
    for rule in playbook.review_rules:
        if rule.when.holds(facts) and _meets_band(rule, score, facts, playbook):
            return OutsideModel(rule.code, facts.said(rule.because, {}))
    return None


def _meets_band(
    rule: ReviewRule, score: Score, facts: Facts, playbook: Playbook
) -> bool:
    if rule.instead_of is None:
        return True
    own = playbook.thresholds.of(facts.value("segment"))
    return _band(score.points, own, "").band is rule.instead_of


def _missing(facts: Facts, required: tuple[str, ...]) -> OutsideModel | None:
    missing = [labelled(name) for name in _not_known(facts, required)]
    if not missing:
        return None
    return OutsideModel("required_missing", f"{listed(missing, 'and')} not known")


def _not_known(facts: Facts, required: tuple[str, ...]) -> Iterator[str]:
    for name in required:
        if name != ADDRESS and facts.value(name) in (None, ""):
            yield name


def missing_fields(evidence: Evidence, playbook: Playbook) -> tuple[str, ...]:
    """What the playbook requires of every lead, and nobody knows of this one."""
    facts = read(evidence, playbook.model, evidence.received_at)
    return tuple(_not_known(facts, playbook.required))


def band_by_points(score: Score, evidence: Evidence, playbook: Playbook) -> Banded:
    """What the thresholds alone say: no review rule, nothing required, no margin."""
    facts = read(evidence, playbook.model, evidence.received_at)
    own, of_whom = _thresholds_of(facts, playbook.thresholds)
    return _band(score.points, own, of_whom)


def _by_points(
    score: Score, facts: Facts, thresholds: Thresholds
) -> Banded | OutsideModel:
    own, of_whom = _thresholds_of(facts, thresholds)
    near = _near_threshold(score.points, own, of_whom)
    return near or _band(score.points, own, of_whom)


def _thresholds_of(facts: Facts, thresholds: Thresholds) -> tuple[Thresholds, str]:
    """Those of the lead's segment, where it has some of its own, and whose they are."""
    segment = facts.value("segment") if thresholds.by_segment else None
    own = thresholds.of(segment)
    of_whom = "" if own is thresholds else f" for {in_plain_words(str(segment))}"
    return own, of_whom


def _near_threshold(
    points: int, thresholds: Thresholds, of_whom: str
) -> OutsideModel | None:
    for band, least in ((Band.HIGH, thresholds.high), (Band.MEDIUM, thresholds.medium)):
        distance = abs(points - least)
        if distance < thresholds.margin:
            because = f"{points} points, {distance} from {band} at {least}{of_whom}"
            return OutsideModel("near_threshold", because)
    return None


def _band(points: int, thresholds: Thresholds, of_whom: str) -> Banded:
    have, high = counted(points, "point"), thresholds.high
    if points >= high:
        return Banded(Band.HIGH, f"{have}; high begins at {high}{of_whom}")
    if points >= thresholds.medium:
        begins = f"medium begins at {thresholds.medium}{of_whom}"
        return Banded(Band.MEDIUM, f"{have}; {begins}, {high - points} under high")
    to_medium = thresholds.medium - points
    return Banded(Band.LOW, f"{have}; {to_medium} under medium{of_whom}")
