"""Say a condition as somebody would who has never seen a playbook's file."""

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from domain.evidence import Value
from domain.in_words.plain_fields import (
    COUNTED,
    IS,
    IS_NOT,
    TRUTHS,
    is_plural,
    thing,
    told,
)
from domain.in_words.plain_texts import does_not_read, reads
from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.requirements import (
    ContainsNone,
    Known,
    Maximum,
    Minimum,
    Not,
    OneOf,
    Requirement,
)
from domain.words import listed, named

_ARE_ONE = re.compile(r"there are (?=(exactly |at most |at least )?1 (?!to ))")
_ONE_OF_MANY = re.compile(r"(?<![\d.,])(1 [a-z]+)s\b")  # "1 visits"


def plainly(condition: Condition) -> str:
    """Such as: they are in Spain and the company has at least 50 employees."""
    return listed([_clause(one) for one in condition.clauses], "and")


def _clause(clause: Clause | AnyOf) -> str:
    match clause:
        case Clause(field, required):
            return listed([*_requirements(field, required)], "and")
        case AnyOf(alternatives):
            return _either([plainly(one) for one in alternatives])
        case _:
            assert_never(clause)


def _either(alternatives: Sequence[str]) -> str:
    if len(alternatives) < 2:
        return "".join(alternatives)
    between = "; or " if any(", " in one for one in alternatives) else " or "
    return f"either {between.join(alternatives)}"


def _requirements(field: str, required: Sequence[Requirement]) -> Iterator[str]:
    """Bounds together, and last what must not be mentioned."""
    bounds = [one for one in required if isinstance(one, Minimum | Maximum)]
    if bounds:
        yield _counted(field, _bounds(field, bounds))
    others = [one for one in required if one not in bounds]
    for one in sorted(others, key=lambda one: isinstance(one, ContainsNone)):
        if isinstance(one, ContainsNone) and len(required) == 1:
            yield f"{thing(field)} is known and {reads(one)}"
        else:
            yield _one(field, one)


def _one(field: str, required: Requirement) -> str:
    match required:
        case Known(expected):
            return told(field, known=expected)
        case Minimum() | Maximum():
            return _counted(field, _bounds(field, [required]))
        case OneOf(values):
            return _is(field, values)
        case Not(inner):
            return _not(field, inner)
        case _:
            return f"{thing(field)} {reads(required)}"


def _is(field: str, values: Sequence[Value]) -> str:
    (value, *others) = values
    if isinstance(value, bool) and not others:
        return TRUTHS.get((field, value)) or _answered(field, yes=value)
    if all(isinstance(one, int | float) for one in values):
        return _counted(field, f"exactly {_listed(field, values)}")
    return IS.get(field, f"{thing(field)} is {{}}").format(_listed(field, values))


def _answered(field: str, *, yes: bool) -> str:
    return f"the answer to “{thing(field, bare=True)}” is {'yes' if yes else 'no'}"


def _not(field: str, inner: Requirement) -> str:
    match inner:
        case OneOf(values):
            template = IS_NOT.get(field, f"{thing(field)} is known and is not {{}}")
            return template.format(_listed(field, values))
        case Minimum(number):
            return _counted(field, f"less than {named(field, number)}")
        case Maximum(number):
            return _counted(field, f"more than {named(field, number)}")
        case Known(expected):
            return told(field, known=not expected)
        case Not(within):
            return _one(field, within)
        case _:
            return f"{thing(field)} is known and {does_not_read(inner)}"


def _listed(field: str, values: Sequence[Value]) -> str:
    return listed([named(field, one) for one in values])


def _bounds(field: str, bounds: Sequence[Minimum | Maximum]) -> str:
    least = [one.number for one in bounds if isinstance(one, Minimum)]
    most = [one.number for one in bounds if isinstance(one, Maximum)]
    if least and most:
        low, high = named(field, max(least)), named(field, min(most))
        return low if low == high else f"{low} to {high}"
    if least:
        return f"at least {named(field, max(least))}"
    return f"at most {named(field, min(most))}"


def _counted(field: str, number: str) -> str:
    template = COUNTED.get(field)
    if template is None and is_plural(field):
        template = f"there are {{}} {thing(field, bare=True)}"
    said = (template or f"{thing(field)} is {{}}").format(number)
    said = _ONE_OF_MANY.sub(r"\1", said.replace("at most 0 ", "no "))
    return _ARE_ONE.sub("there is ", said)


def measured(condition: Condition) -> Iterator[str]:
    """The fields of which it asks how much they are."""
    for clause in condition.clauses:
        if isinstance(clause, AnyOf):
            for one in clause.alternatives:
                yield from measured(one)
        elif any(isinstance(one, Minimum | Maximum) for one in clause.required):
            yield clause.field
