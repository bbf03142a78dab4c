"""Say a condition in plain language, as the operator reads it."""

from typing import assert_never

from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.requirements import (
    ContainsAny,
    ContainsNone,
    Known,
    Like,
    Maximum,
    Minimum,
    Not,
    OneOf,
    Phrases,
    Requirement,
)
from domain.words import labelled, listed, named, shown

ALWAYS = "always"


def in_words(condition: Condition) -> str:
    """One line, such as: country is ES or PT and employees is at least 50."""
    return listed([_clause(one) for one in condition.clauses], "and") or ALWAYS


def _clause(clause: Clause | AnyOf) -> str:
    match clause:
        case Clause(field, required):
            both = " and ".join(_requirement(one) for one in required)
            return f"{labelled(field)} {both}"
        case AnyOf(alternatives):
            return f"({' or '.join(in_words(one) for one in alternatives)})"
        case _:
            assert_never(clause)


def _requirement(required: Requirement) -> str:
    match required:
        case Known(expected):
            return "is known" if expected else "is not known"
        case Not(inner):
            return f"is known, and it is not so that it {_requirement(inner)}"
        case Minimum(number):
            return f"is at least {shown(number)}"
        case Maximum(number):
            return f"is at most {shown(number)}"
        case _:
            return _one_of_several(required)


def _one_of_several(required: OneOf | Like | ContainsAny | ContainsNone) -> str:
    match required:
        case OneOf(values):
            return f"is {listed([shown(value) for value in values])}"
        case Like(patterns):
            return f"is like {listed(patterns)}"
        case ContainsAny():
            return f"mentions {_phrases(required)}"
        case ContainsNone():
            return f"mentions none of {_phrases(required)}"
        case _:
            assert_never(required)


def _phrases(wanted: Phrases) -> str:
    """Such as: “quote”, in Spanish “presupuesto” or “oferta”, in French “devis”."""
    of_any = _quoted(wanted.phrases)
    of_one = [
        f"in {named('language', name)} {_quoted(phrases)}"
        for name, phrases in wanted.by_language
    ]
    return ", ".join([of_any, *of_one] if of_any else of_one)


def _quoted(phrases: tuple[str, ...]) -> str:
    return listed([f"“{phrase}”" for phrase in phrases])
