"""Say which routing rows never get a lead, which get in each other's way, what falls through."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from domain.checks.finding import Finding, Severity
from domain.checks.holes import missed_numbers
from domain.checks.neighbours import Neighbours
from domain.checks.overlaps import Overlaps
from domain.checks.regions import Space, TooManyCasesError
from domain.checks.shadows import Idle, Impossible, Shadowed, Undecided, idle
from domain.in_words.condition_words import in_words
from domain.playbook import Playbook
from domain.rules.conditions import Condition
from domain.words import labelled, listed, shown

_NAMED = 3  # rows that one sentence names


def check_rows(playbook: Playbook, space: Space) -> Iterator[Finding]:
    conditions = [row.when for row in playbook.rows]
    letting = {n for n, row in enumerate(playbook.rows) if row.else_next}
    found = tuple(idle(conditions, space, letting))
    sure = [one for one in found if not isinstance(one, Undecided)]
    for one in sure:
        yield _never_reached(one, playbook)
    yield from _undecided([one for one in found if one not in sure], playbook)
    yield from _default(playbook, conditions, space)
    formulas = [space.formula(condition) for condition in conditions]
    near = Neighbours(formulas, space)
    dead = {one.index for one in sure}
    yield from Overlaps(playbook.rows, formulas, space, near, dead).notes()
    for field, number in missed_numbers(conditions):
        sentence = (
            f"No row says who gets {labelled(field)} {shown(number)}, though rows speak "
            "of both its neighbours; the rows below take it."
        )
        yield Finding(Severity.WARNING, "gap", ("routing",), sentence)


def _undecided(found: Sequence[Idle], playbook: Playbook) -> Iterator[Finding]:
    """One note for all of them."""
    if not found:
        return
    rows = [playbook.rows[one.index].id for one in found]
    more = len(rows) - _NAMED
    named = [*rows[:_NAMED], *([f"{more} more"] if more > 0 else [])]
    what = f"row {rows[0]} is" if len(rows) == 1 else f"rows {listed(named, 'and')} are"
    sentence = f"Whether {what} ever reached takes too long to tell."
    where = ("routing", found[0].index)
    yield Finding(Severity.NOTE, "undecided-row", where, sentence)


def _never_reached(found: Impossible | Shadowed, playbook: Playbook) -> Finding:
    row, where = playbook.rows[found.index], ("routing", found.index)
    match found:
        case Impossible():
            why = f"no lead can be so that {in_words(row.when)}."
            code = "impossible-row"
        case Shadowed(_, by):
            why = _taken_by([playbook.rows[index].id for index in by])
            code = "shadowed-row"
        case _:
            assert_never(found)
    sentence = f"Row {row.id} is never reached: {why}"
    return Finding(Severity.ERROR, code, where, sentence)


def _taken_by(rows: Sequence[str]) -> str:
    if len(rows) == 1:
        return f"row {rows[0]} above takes every lead that fits it."
    return f"rows {listed(rows, 'and')} above together take every lead that fits it."


def _default(
    playbook: Playbook, conditions: Sequence[Condition], space: Space
) -> Iterator[Finding]:
    if not all(one.clauses for one in conditions):
        return  # as in every file that can be read; what follows may take long
    try:
        gap = space.beyond((), [space.formula(one) for one in conditions])
    except TooManyCasesError:
        gap = {}  # nobody can tell, and then some lead may well fall through
    if gap is not None:
        last = ("routing", len(playbook.rows) - 1) if playbook.rows else ("routing",)
        sentence = (
            "Some leads fit no row: the last row must take the rest, without `when`."
        )
        yield Finding(Severity.ERROR, "no-default-row", last, sentence)
