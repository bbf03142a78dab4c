"""Say which routing row a lead fits, and why the rows above it do not."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.errors import NotFoundError
from domain.evidence import Evidence
from domain.playbook import Playbook
from domain.qualifying.bands import Band
from domain.routing.rows import RoutingRow, Target
from domain.rules.facts import Facts
from domain.rules.reading import read

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


def match_row(evidence: Evidence, band: Band, playbook: Playbook) -> RowMatch:
    """The first row that matches, and why the rows above it did not."""
    return row_of(_facts(evidence, band, playbook), playbook)


def row_of(facts: Facts, playbook: Playbook) -> RowMatch:
    """The same of what is read already, the band with it."""
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


def fallbacks(
    match: RowMatch, evidence: Evidence, band: Band, playbook: Playbook
) -> Iterator[RowMatch]:
    """The rows to ask after this one, while each says `else: next`.

    Their `passed_over` are the rows between.
    """
    number = next(n for n, row in enumerate(playbook.rows) if row.id == match.row)
    if not playbook.rows[number].else_next:
        return
    facts = _facts(evidence, band, playbook)
    over: list[PassedOver] = []
    for row in playbook.rows[number + 1 :]:
        if not row.when.holds(facts):
            over.append(_passed_over(row, facts))
            continue
        yield RowMatch(row.id, row.target, tuple(over), row.only_when_open)
        over = []
        if not row.else_next:
            return
