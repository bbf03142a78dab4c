"""Read the `when:` of rules and rows into conditions."""

import re
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from domain.evidence import Value
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
    Requirement,
)


def one_or_many(given: object) -> object:
    """A single value is a list of one."""
    return [given] if isinstance(given, str | int | float) else given


def _as_operators(given: object) -> object:
    """A bare value or list means "one of these"."""
    bare = isinstance(given, str | int | float | list)
    return {"one_of": given} if bare else given


Words = Annotated[list[str], BeforeValidator(one_or_many), Field(min_length=1)]


def _as_phrases(given: object) -> object:
    """A list of no language, or by language; "any" goes with every one."""
    return given if isinstance(given, dict) else {_ANY: given}


def _languages(phrases: dict[str, list[str]]) -> dict[str, list[str]]:
    for name in phrases:
        if name != _ANY and not _LANGUAGE.fullmatch(name):
            message = 'expected language codes such as "en", or "any"'
            raise ValueError(message)
    return phrases


_ANY = "any"
_LANGUAGE = re.compile(r"[a-z]{2}")
PhraseLists = Annotated[
    dict[str, Words],
    BeforeValidator(_as_phrases),
    AfterValidator(_languages),
    Field(min_length=1),
]
Values = Annotated[list[Value], BeforeValidator(one_or_many), Field(min_length=1)]


class Operators(BaseModel):
    """What one field must be; every line of it must hold."""

    model_config = ConfigDict(extra="forbid", strict=True)

    one_of: Values | None = None
    at_least: float | None = None
    at_most: float | None = None
    like: Words | None = None
    contains_any: PhraseLists | None = None
    contains_none: PhraseLists | None = None
    known: bool | None = None
    not_: Annotated["Operators | None", BeforeValidator(_as_operators)] = Field(
        default=None, alias="not"
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            message = "expected a value, a list of values, or an operator"
            raise ValueError(message)
        if self.not_ is not None and len(self.not_.model_fields_set) > 1:
            message = "expected one operator inside `not`"
            raise ValueError(message)
        return self

    def requirements(self) -> Iterator[Requirement]:
        if self.known is not None:
            yield Known(self.known)
        if self.one_of is not None:
            yield OneOf(tuple(self.one_of))
        if self.at_least is not None:
            yield Minimum(self.at_least)
        if self.at_most is not None:
            yield Maximum(self.at_most)
        if self.not_ is not None:
            yield from (Not(inner) for inner in self.not_.requirements())
        yield from self._about_text()

    def _about_text(self) -> Iterator[Requirement]:
        if self.like is not None:
            yield Like(tuple(self.like))
        if self.contains_none is not None:
            yield ContainsNone(*_phrases(self.contains_none))
        if self.contains_any is not None:
            yield ContainsAny(*_phrases(self.contains_any))


def _phrases(
    given: dict[str, list[str]],
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """Those of no language, and those of each."""
    by_language = ((n, tuple(some)) for n, some in given.items() if n != _ANY)
    return tuple(given.get(_ANY, ())), tuple(by_language)


class When(BaseModel):
    """Fields with what they must be, and `any:` with alternatives."""

    model_config = ConfigDict(extra="allow", strict=True)
    __pydantic_extra__: dict[
        str, Annotated[Operators, BeforeValidator(_as_operators)]
    ] = Field(init=False)

    any: Annotated[list["When"], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.fields() and self.any is None:
            message = "expected at least one field; leave `when` out to match always"
            raise ValueError(message)
        return self

    def fields(self) -> dict[str, Operators]:
        return self.__pydantic_extra__

    def condition(self) -> Condition:
        clauses: list[Clause | AnyOf] = [
            Clause(name, tuple(operators.requirements()))
            for name, operators in self.fields().items()
        ]
        if self.any is not None:
            clauses.append(AnyOf(tuple(inner.condition() for inner in self.any)))
        return Condition(tuple(clauses))
