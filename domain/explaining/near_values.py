"""Say which value of one fact would make a condition hold that does not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from domain.evidence import Value
from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.facts import Facts
from domain.rules.requirements import (
    ContainsAny,
    ContainsNone,
    Known,
    Like,
    Maximum,
    Minimum,
    Not,
    OneOf,
    Requirement,
)
from domain.words import labelled, listed, named, shown

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class OtherValue:
    """Another value of one fact; None is not known. `words`: "country France"."""

    field: str
    value: Value | None
    words: str


def nearest(condition: Condition, facts: Facts) -> Iterator[OtherValue]:
    """Values of the one clause that stands in the way; none where there are several."""
    failing = [one for one in condition.clauses if one.why_not(facts)]
    if len(failing) != 1:
        return
    (clause,) = failing
    if isinstance(clause, AnyOf):
        for alternative in clause.alternatives:
            yield from nearest(alternative, facts)
        return
    unmet = [one for one in clause.required if not one.holds(clause.field, facts)]
    if len(unmet) == 1 or all(isinstance(one, Minimum | Maximum) for one in unmet):
        yield from _meeting(clause, unmet[0])


def unknown(condition: Condition) -> Iterator[OtherValue]:
    """Each fact that a condition holds by, as if nobody knew it."""
    for clause in condition.clauses:
        if isinstance(clause, Clause):
            field = labelled(clause.field)
            yield OtherValue(clause.field, None, f"no known {field}")


def _meeting(clause: Clause, required: Requirement) -> Iterator[OtherValue]:
    field, label = clause.field, labelled(clause.field)
    match required:
        case OneOf(values):
            some = [named(field, value) for value in values[:_MOST_NAMED]]
            more = ["another of its values"] if len(values) > len(some) else []
            yield OtherValue(field, values[0], f"{label} {listed([*some, *more])}")
        case Minimum(number):
            yield OtherValue(field, number, f"{label} {shown(number)} or more")
        case Maximum(number):
            yield OtherValue(field, number, f"{label} {shown(number)} or less")
        case _:
            yield from _of_text(field, label, required)


def _of_text(
    field: str, label: str, required: Known | Like | ContainsAny | ContainsNone | Not
) -> Iterator[OtherValue]:
    match required:
        case Known(expected=False):
            yield OtherValue(field, None, f"no known {label}")
        case ContainsAny(every=(phrase, *_)):
            said = phrase.removesuffix("*")
            yield OtherValue(field, said, f"“{said}” in the {label}")
        case Known() | Like() | ContainsAny() | ContainsNone() | Not():
            return  # many values would do: naming one of them says nothing
        case _:
            assert_never(required)
