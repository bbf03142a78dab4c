"""Say who gets a lead, and why the others do not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from domain.availability import Availability, Check, Exclusion
from domain.bands import Band
from domain.errors import NotFoundError
from domain.evidence import Evidence
from domain.facts import Facts
from domain.fairness import Ledger, joined, pick
from domain.playbook import Playbook
from domain.reading import read
from domain.rows import RepTarget, RoutingRow, Target, TeamTarget
from domain.tie_break import why_this_one
from domain.words import counted

# How many rows passed over a match tells of; docs/adr/0005 says why.
ALL_UP_TO = 20
OTHERWISE = 10


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A row above the one that matched, and why it did not."""

    row: str
    because: str


@dataclass(frozen=True, slots=True)
class RowMatch:
    """`passed_over` are the rows above, or of very many those that came closest.

    `further` is how many more there are; `rows_passed_over` explains them all.
    """

    row: str
    target: Target
    passed_over: tuple[PassedOver, ...] = ()
    only_when_open: bool = False
    further: int = 0


@dataclass(frozen=True, slots=True)
class Picked:
    owner: str
    pool: str
    because: str
    eligible: tuple[str, ...]
    excluded: tuple[Exclusion, ...]


@dataclass(frozen=True, slots=True)
class NobodyAvailable:
    """The named outcome `unroutable`: an alarm, never silence."""

    pool: str
    because: str
    excluded: tuple[Exclusion, ...]


def match_row(evidence: Evidence, band: Band, playbook: Playbook) -> RowMatch:
    """The first row that matches, and why the rows above it did not."""
    facts = _facts(evidence, band, playbook)
    number = playbook.index.first(facts)
    if number is None:
        raise NotFoundError("No routing row matches; the last row must be the default.")
    row = playbook.rows[number]
    told = (
        playbook.index.closest(facts, number, OTHERWISE)
        if number > ALL_UP_TO
        else range(number)
    )
    over = tuple(_passed_over(playbook.rows[above], facts) for above in told)
    further = number - len(over)
    return RowMatch(row.id, row.target, over, row.only_when_open, further)


def rows_passed_over(
    evidence: Evidence, band: Band, playbook: Playbook
) -> Iterator[PassedOver]:
    """Every row above the one that matched. It asks row by row: explain one lead so."""
    facts = _facts(evidence, band, playbook)
    for row in playbook.rows:
        if row.when.holds(facts):
            return
        yield _passed_over(row, facts)


def _facts(evidence: Evidence, band: Band, playbook: Playbook) -> Facts:
    return read(evidence, playbook.model, evidence.received_at, band=band.value)


def _passed_over(row: RoutingRow, facts: Facts) -> PassedOver:
    return PassedOver(row.id, row.when.why_not(facts) or "")


def pool_of(target: Target, playbook: Playbook) -> str:
    """The name of the ledger that a target's turns are kept in."""
    match target:
        case TeamTarget(team):
            return f"team:{team}"
        case RepTarget(rep):
            team_of = playbook.team_of(rep)
            return f"rep:{rep}" if team_of is None else f"team:{team_of.name}"
        case _:
            assert_never(target)


def members_of(target: Target, playbook: Playbook) -> tuple[str, ...]:
    """Who may get the lead: a team, or a named rep first and then the rep's team."""
    match target:
        case TeamTarget(team):
            return playbook.team(team).members
        case RepTarget(rep):
            team_of = playbook.team_of(rep)
            others = () if team_of is None else team_of.members
            return (rep, *(handle for handle in others if handle != rep))
        case _:
            assert_never(target)


def choose_owner(  # noqa: PLR0913  a pick weighs all of this
    match: RowMatch,
    playbook: Playbook,
    availability: Mapping[str, Availability],
    ledger: Ledger,
    *,
    barred: Mapping[str, str],
    now: datetime,
) -> Picked | NobodyAvailable:
    """Round robin among those who can; `ledger` is the one that `pool_of` names.

    `barred` says by handle why somebody must not get this lead ("Ana let it slip").
    """
    members = members_of(match.target, playbook)
    check = Check(playbook, availability, barred, now, match.only_when_open)
    excluded = tuple(e for handle in members if (e := check.exclusion(handle)))
    out = {exclusion.handle for exclusion in excluded}
    eligible = tuple(handle for handle in members if handle not in out)
    pool = pool_of(match.target, playbook)
    if not eligible:
        return NobodyAvailable(pool, _nobody(members), excluded)
    if match.target == RepTarget(eligible[0]):
        because = f"Row {match.row} names {playbook.person(eligible[0]).name}"
        return Picked(eligible[0], pool, because, eligible, excluded)
    turns = joined(ledger, members)
    owner = pick(turns, eligible)
    because = why_this_one(owner, eligible, turns, playbook)
    return Picked(owner, pool, because, eligible, excluded)


def _nobody(members: tuple[str, ...]) -> str:
    if not members:
        return "The team has no members"
    return f"None of {counted(len(members), 'person', 'people')} can take it now"
