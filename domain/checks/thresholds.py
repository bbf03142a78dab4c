"""Say which bands no score can reach."""

from collections.abc import Iterator
from math import floor, inf

from domain.checks.best_score import best_score
from domain.checks.finding import Finding, Path, Severity
from domain.checks.regions import Formula, Space
from domain.playbook import Playbook
from domain.qualifying.bands import Thresholds
from domain.rules.conditions import Clause, Condition
from domain.rules.requirements import OneOf
from domain.rules.segments import Segment
from domain.words import counted


def check_thresholds(playbook: Playbook, space: Space) -> Iterator[Finding]:
    """What a band needs to be given at all, to each segment that has its own points."""
    yield from _reachable(playbook, playbook.thresholds, None, space)
    for segment in playbook.model.segments:
        own = playbook.thresholds.by_segment.get(segment.id)
        if own is not None:
            yield from _reachable(playbook, own, segment, space)


def _reachable(
    playbook: Playbook, own: Thresholds, segment: Segment | None, space: Space
) -> Iterator[Finding]:
    """Points that are high enough, and points of its own.

    Nearer to a threshold than the margin, a person decides instead.
    """
    high, medium, margin = own.high, own.medium, own.margin
    whose = "" if segment is None else f" of segment {segment.id}"
    where = _place("medium", segment)
    if medium >= high:
        sentence = f"Medium begins at {medium} points{whose}: it must begin under high, {high}."
        yield Finding(Severity.ERROR, "thresholds-out-of-order", where, sentence)
        return
    near: Path = ("bands", "review", "near_threshold")
    if medium + margin > high - max(margin, 1):
        yield _only_reviewed("medium", f"between {medium} and {high}", whose, near)
    if medium - max(margin, 1) < 0:
        yield _only_reviewed("low", f"under {medium}", whose, near)
    enough = high + margin
    best = best_score(
        playbook.model, space, enough=enough, among=_those_of(segment, space)
    )
    most = floor(round(best, 1) + 0.5) if best > -inf else 0
    for name, least in (("medium", medium), ("high", high)):
        if most < least + margin:
            sentence = (
                f"No lead{whose} can be {name}: the rules give at most "
                f"{counted(max(0, most), 'point')}, and it takes {least + margin}."
            )
            at = _place(name, segment)
            yield Finding(Severity.ERROR, "unreachable-band", at, sentence)


def _place(band: str, segment: Segment | None) -> Path:
    if segment is None:
        return ("bands", band, "from_points")
    return ("bands", band, "for_segments", segment.id, "from_points")


def _those_of(segment: Segment | None, space: Space) -> Formula:
    if segment is None:
        return ()
    named = Clause("segment", (OneOf((segment.id,)),))
    return space.formula(Condition((*segment.when.clauses, named)))


def _only_reviewed(band: str, points: str, whose: str, where: Path) -> Finding:
    sentence = (
        f"No lead{whose} can be {band}: every score {points} points is so near a "
        "threshold that a person decides."
    )
    return Finding(Severity.ERROR, "unreachable-band", where, sentence)
