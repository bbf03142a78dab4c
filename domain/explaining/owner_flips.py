"""Say which single change would give a lead to somebody else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.deciding import ROUTED, band_of
from domain.evidence import Evidence, Fact
from domain.explaining.if_words import if_able
from domain.explaining.near_values import OtherValue, nearest, unknown
from domain.playbook import Playbook
from domain.qualifying.banding import choose_band
from domain.qualifying.bands import Band
from domain.qualifying.scoring import score
from domain.routing.availability import Exclusion
from domain.routing.pools import members_of
from domain.routing.row_match import RowMatch, match_row
from domain.routing.rows import RepTarget, RoutingRow
from domain.rules.facts import Facts
from domain.rules.reading import read
from domain.words import listed

MOST_SHOWN = 6
_ROWS_TRIED = 40  # above the one that matched; a thousand of them would take seconds
NOTHING = "No single change would give it to somebody else"


@dataclass(frozen=True, slots=True)
class Decision:
    """A lead as it was routed. `able` and `excluded` are of the row that matched."""

    evidence: Evidence
    at: datetime  # when it was scored
    band: Band
    match: RowMatch
    owner: str | None
    able: tuple[str, ...]
    excluded: Sequence[Exclusion]


def other_owners(decision: Decision, playbook: Playbook) -> tuple[str, ...]:
    """Sentences: first what people could change today, then facts, then the row."""
    said = dict.fromkeys(
        (
            *_availability(decision, playbook),
            *_facts(decision, playbook),
            *_row(decision, playbook),
        )
    )
    return tuple(said)[:MOST_SHOWN] or (NOTHING,)


def _availability(decision: Decision, playbook: Playbook) -> Iterator[str]:
    target = decision.match.target
    for one in decision.excluded:
        name = _name(one.handle, playbook)
        condition = if_able(name, one.because)
        if condition is not None:
            first = isinstance(target, RepTarget) and target.rep == one.handle
            able = not decision.able or first
            yield f"{condition}, it {'would' if able else 'could'} go to {name}"
    if decision.owner is not None and not isinstance(target, RepTarget):
        others = [h for h in decision.able if h != decision.owner]
        name = _name(decision.owner, playbook)
        if others:
            yield f"If {name} could not take it, it would go to {_names(others, playbook)}"


def _facts(decision: Decision, playbook: Playbook) -> Iterator[str]:
    """Rows above of which one fact is missing, and the facts that this row holds by."""
    facts = _read(decision.evidence, decision.band, playbook)
    numbers = {row.id: number for number, row in enumerate(playbook.rows)}
    number = numbers.get(decision.match.row)
    if number is None:
        return
    above = playbook.rows[max(0, number - _ROWS_TRIED) : number]
    for other in _other_values(above, playbook.rows[number], facts):
        said = _with(other, decision, playbook)
        if said is not None:
            yield said


def _other_values(
    above: Sequence[RoutingRow], row: RoutingRow, facts: Facts
) -> Iterator[OtherValue]:
    for one in above:
        yield from nearest(one.when, facts)
    yield from unknown(row.when)


def _with(other: OtherValue, decision: Decision, playbook: Playbook) -> str | None:
    """The whole decision again with that one fact changed; None when nothing is otherwise."""
    if other.field == "band":
        return _with_band(other, decision, playbook)
    evidence = _changed(decision.evidence, other)
    scored = score(evidence, playbook.model, decision.at)
    band = band_of(choose_band(scored, evidence, playbook))
    if band not in ROUTED:
        what = "a person would decide" if band is Band.REVIEW else "it would be low"
        return f"With {other.words} {what}"
    return _elsewhere(f"With {other.words}", evidence, band, decision, playbook)


def _with_band(other: OtherValue, decision: Decision, playbook: Playbook) -> str | None:
    if other.value is None or other.value not in ROUTED:
        return None
    band = Band(str(other.value))
    return _elsewhere(f"As {band}", decision.evidence, band, decision, playbook)


def _elsewhere(
    condition: str,
    evidence: Evidence,
    band: Band,
    decision: Decision,
    playbook: Playbook,
) -> str | None:
    match = match_row(evidence, band, playbook)
    if match.row == decision.match.row:
        return None
    return (
        f"{condition} it would match row {match.row} and go to {_whom(match, playbook)}"
    )


def _row(decision: Decision, playbook: Playbook) -> Iterator[str]:
    """Without the row that matched; the last one is the default and always there."""
    rest = tuple(row for row in playbook.rows if row.id != decision.match.row)
    if len(rest) == len(playbook.rows) or playbook.rows[-1].id == decision.match.row:
        return
    without = replace(playbook, rows=rest)
    said = _elsewhere(
        f"Without row {decision.match.row}",
        decision.evidence,
        decision.band,
        decision,
        without,
    )
    if said is not None:
        yield said


def _changed(evidence: Evidence, other: OtherValue) -> Evidence:
    facts = {name: fact for name, fact in evidence.facts.items() if name != other.field}
    if other.value is not None:
        facts[other.field] = Fact(other.value, "what if")
    return replace(evidence, facts=facts)


def _read(evidence: Evidence, band: Band, playbook: Playbook) -> Facts:
    return read(evidence, playbook.model, evidence.received_at, band=band.value)


def _whom(match: RowMatch, playbook: Playbook) -> str:
    if isinstance(match.target, RepTarget):
        return _name(match.target.rep, playbook)
    return _names(members_of(match.target, playbook), playbook)


def _names(handles: Sequence[str], playbook: Playbook) -> str:
    return listed([_name(handle, playbook) for handle in handles])


def _name(handle: str, playbook: Playbook) -> str:
    known = playbook.has_person(handle)
    return playbook.person(handle).first_name if known else handle.capitalize()
