"""Read a lead as one business does: its segments, its titles, what it asks for."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from domain.evidence import Evidence, Value
from domain.qualifying.qualification import QualificationModel
from domain.rules.disagreement import disagreements, in_words, names_in_words
from domain.rules.facts import Facts, WorkedOut, facts_of
from domain.rules.segments import segment_of
from domain.rules.values import as_number

_FIRST_YEAR = 1000  # before, it is no year, or no company


def read(
    evidence: Evidence, model: QualificationModel, now: datetime, **more: Value
) -> Facts:
    """Everything that rules may ask about; `more` adds such as the band."""
    later: dict[str, WorkedOut] = {
        "seniority": lambda facts: model.titles.seniority_of(_title(facts)),
        "role": lambda facts: model.titles.role_of(_title(facts)),
        "company_age_years": _age,
        "completeness": partial(_completeness, model.asked_for),
        "segment": partial(segment_of, model.segments),
    }
    if evidence.told_otherwise:
        later |= _disputed(evidence)
    return facts_of(evidence, now, model.time_frames, later, **more)


def read_alike(one: QualificationModel, other: QualificationModel) -> bool:
    """Whether what is read by one may be asked by the other."""
    return (one.time_frames, one.titles, one.asked_for, one.segments) == (
        other.time_frames,
        other.titles,
        other.asked_for,
        other.segments,
    )


def _title(facts: Facts) -> str:
    return facts.folded_text("job_title")


def _age(facts: Facts) -> int | None:
    founded = as_number(facts.value("founded"))
    if founded is None or not _FIRST_YEAR <= founded <= facts.now.year:
        return None
    return facts.now.year - int(founded)


def _completeness(asked_for: tuple[str, ...], facts: Facts) -> float | None:
    if not asked_for:
        return None
    known = sum(facts.value(name) not in (None, "") for name in asked_for)
    return known / len(asked_for)


def _disputed(evidence: Evidence) -> Mapping[str, WorkedOut]:
    def names(_: Facts) -> str | None:
        return names_in_words(disagreements(evidence)) or None

    def values(_: Facts) -> str | None:
        return in_words(evidence, disagreements(evidence)) or None

    return {"disagrees": names, "disagreement": values}
