"""Say which of several conditions, read from the top, never get their turn, and why."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from domain.checks.neighbours import Neighbours
from domain.checks.regions import (
    Formula,
    Space,
    TooManyCasesError,
    fields_of,
)
from domain.rules.condition_index import numbers
from domain.rules.conditions import Condition


@dataclass(frozen=True, slots=True)
class Impossible:
    """No lead can meet the condition, whatever stands above it."""

    index: int


@dataclass(frozen=True, slots=True)
class Shadowed:
    """Every lead that meets it meets one of those above; none of these can go."""

    index: int
    by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """There are more cases than can be looked at."""

    index: int


Idle = Impossible | Shadowed | Undecided


def idle(
    conditions: Sequence[Condition], space: Space, letting: Collection[int] = ()
) -> Iterator[Idle]:
    """What of a list in which the first that holds wins can never win.

    Those `letting` may let a lead go on to what is below, and so keep none from it.
    """
    formulas = [space.formula(condition) for condition in conditions]
    near = Neighbours(formulas, space)
    keeping = sum(1 << index for index in range(len(formulas)) if index not in letting)
    for index in range(len(formulas)):
        above = keeping & (1 << index) - 1 & near.meeting(index)
        few = [formulas[i] for i in numbers(above & near.asking_no_more(index))]
        if space.some_bare_lead(formulas[index], few, near.fields):
            continue  # as with nearly every row; the others take their time
        found = _verdict(index, list(numbers(above)), formulas, space)
        if found is not None:
            yield found


def takes_all(
    formula: Formula, above: Sequence[Formula], space: Space
) -> tuple[int, ...]:
    """The fewest of `above` that take every lead that meets the formula; () for none.

    "Fewest" is: one where one is enough, else some of which none can be left out.
    """
    near = [i for i, other in enumerate(above) if space.meet(formula, other)]
    if space.beyond(formula, [above[i] for i in near]) is not None:
        return ()
    # What asks for nothing else takes the leads as a rule; then little is to be tried.
    asked = set(fields_of(formula))
    likely = [i for i in near if asked.issuperset(fields_of(above[i]))]
    if space.beyond(formula, [above[i] for i in likely]) is None:
        near = likely
    return _needed(near, formula, above, space)


def _needed(
    near: list[int], formula: Formula, above: Sequence[Formula], space: Space
) -> tuple[int, ...]:
    for index in near:
        if space.beyond(formula, [above[index]]) is None:
            return (index,)
    for index in tuple(near):
        without = [i for i in near if i != index]
        if space.beyond(formula, [above[i] for i in without]) is None:
            near = without
    return tuple(near)


def _verdict(
    index: int, above: Sequence[int], formulas: Sequence[Formula], space: Space
) -> Idle | None:
    if next(space.where(formulas[index]), None) is None:
        return Impossible(index)
    try:
        by = takes_all(formulas[index], [formulas[one] for one in above], space)
    except TooManyCasesError:
        return Undecided(index)
    return Shadowed(index, tuple(above[one] for one in by)) if by else None
