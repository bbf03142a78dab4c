"""Say which routing rows never get a lead, which get in each other's way, what falls through."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import assert_never

from domain.checks.finding import Finding, Severity
from domain.checks.holes import missed_numbers
from domain.checks.regions import Formula, Space, TooManyCasesError
from domain.checks.shadows import Idle, Impossible, Shadowed, Undecided, idle
from domain.condition_words import in_words
from domain.conditions import Condition
from domain.playbook import Playbook
from domain.words import labelled, listed, shown

_NAMED = 3  # rows that one sentence names


def check_rows(playbook: Playbook, space: Space) -> Iterator[Finding]:
    conditions = [row.when for row in playbook.rows]
    letting = {n for n, row in enumerate(playbook.rows) if row.else_next}
    found = tuple(idle(conditions, space, letting))
    for one in found:
        yield _never_reached(one, playbook)
    dead = {one.index for one in found if not isinstance(one, Undecided)}
    yield from _default(playbook, conditions, space)
    yield from _overlaps(playbook, dead, space)
    for field, number in missed_numbers(conditions):
        sentence = (
            f"No row says who gets {labelled(field)} {shown(number)}, though rows speak "
            "of both its neighbours; the rows below take it."
        )
        yield Finding(Severity.WARNING, "gap", ("routing",), sentence)


def _never_reached(found: Idle, playbook: Playbook) -> Finding:
    row, where = playbook.rows[found.index], ("routing", found.index)
    match found:
        case Impossible():
            why = f"no lead can be so that {in_words(row.when)}."
            code = "impossible-row"
        case Shadowed(_, by):
            why = _taken_by([playbook.rows[index].id for index in by])
            code = "shadowed-row"
        case Undecided():
            sentence = f"Whether row {row.id} is ever reached takes too long to tell."
            return Finding(Severity.NOTE, "undecided-row", where, sentence)
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


def _overlaps(playbook: Playbook, dead: set[int], space: Space) -> Iterator[Finding]:
    """Rows that cross: some leads fit both, and each has some that the other has not."""
    rows = [
        (index, row, space.formula(row.when))
        for index, row in enumerate(playbook.rows)
        if index not in dead
    ]
    for place, (index, row, formula) in enumerate(rows):
        crossed = (
            other.id
            for _, other, above in rows[:place]
            if other.target != row.target and _cross(above, formula, space)
        )
        named = list(islice(crossed, _NAMED + 1))  # looking for all would take long
        if named:
            named[_NAMED:] = ["others"] * (len(named) > _NAMED)
            sentence = (
                f"Some leads fit row {row.id} and also {listed(named, 'and')} "
                "above, which gets them: the order of these rows decides."
            )
            yield Finding(Severity.NOTE, "overlap", ("routing", index), sentence)


def _cross(one: Formula, other: Formula, space: Space) -> bool:
    return space.meet(one, other) and not (
        _covers(one, other, space) or _covers(other, one, space)
    )


def _covers(one: Formula, other: Formula, space: Space) -> bool:
    try:
        return space.beyond(other, [one]) is None
    except TooManyCasesError:
        return False
