"""Say which column of a CSV file becomes which field of a lead."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from adapters.country_names import country_code
from adapters.playbook.values import one_of
from adapters.yaml.shape import read_shape
from domain.rules.values import as_number
from domain.words import placeholders

_TOP = frozenset(
    {
        *("name", "company", "job_title", "phone", "country", "employees", "industry"),
        *("product", "message", "channel", "anonymous_id", "region", "postal_code"),
    }
)
_BELOW = ("source.", "fields.", "consent.")
_YES_NO = {
    "yes": True,
    "true": True,
    "1": True,
    "no": False,
    "false": False,
    "0": False,
}


class Transform(StrEnum):
    TEXT = "text"
    LOWER = "lower"
    NUMBER = "number"
    YES_NO = "yes_no"
    COUNTRY_NAME = "country_name"


def _target(name: str) -> str:
    top = name in _TOP
    if not top and not any(name.startswith(b) and name != b for b in _BELOW):
        message = "no field of a lead has this name"
        raise ValueError(message)
    return name


def _address(template: str) -> str:
    if template.count("@") != 1 or placeholders(template) != ("external_id",):
        message = 'expected an address with {external_id}, as in "{external_id}@leads.example"'
        raise ValueError(message)
    return template


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class ColumnMap(_Shape):
    """`values` translates what stands in the file before `as` reads it."""

    to: Annotated[str, AfterValidator(_target)]
    transform: Annotated[Transform, one_of(Transform)] = Field(
        default=Transform.TEXT, alias="as"
    )
    none_if: list[str] = []
    values: dict[str, str] = {}

    def read(self, text: str) -> str | float | bool:
        """The value; ValueError with what was expected."""
        return _READERS[self.transform](self.values.get(text, text))


class OutcomeMap(_Shape):
    column: str
    won: list[str]
    lost: list[str] = []


class ImportMap(_Shape):
    """The whole map. The address comes from a column or from a template."""

    external_id: str
    email: Annotated[str, AfterValidator(_address)] | None = None
    email_column: str | None = None
    none_if: list[str] = [""]
    constants: dict[
        Annotated[str, AfterValidator(_target)], str | int | float | bool
    ] = {}
    columns: dict[str, ColumnMap]
    outcome: OutcomeMap | None = None

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        if (self.email is None) == (self.email_column is None):
            message = "expected either `email` or `email_column`"
            raise ValueError(message)
        return self

    def column_names(self) -> set[str]:
        """Every column that the file must have."""
        names = {self.external_id, *self.columns}
        names |= {self.email_column} if self.email_column else set()
        return names | ({self.outcome.column} if self.outcome else set())


def read_map(text: str, source: str) -> ImportMap:
    """The map; PlaybookError with a line for every fault."""
    shape, _, _ = read_shape(ImportMap, text, source)
    return shape


def _number(text: str) -> float:
    number = as_number(text)
    if number is None:
        message = "expected a number"
        raise ValueError(message)
    return int(number) if number == int(number) else number


def _yes_no(text: str) -> bool:
    answer = _YES_NO.get(text.strip().casefold())
    if answer is None:
        message = "expected yes or no"
        raise ValueError(message)
    return answer


def _country(text: str) -> str:
    code = country_code(text)
    if code is None:
        message = "expected the English name of a country, or its code"
        raise ValueError(message)
    return code


_READERS: dict[Transform, Callable[[str], str | float | bool]] = {
    Transform.TEXT: str,
    Transform.LOWER: str.lower,
    Transform.NUMBER: _number,
    Transform.YES_NO: _yes_no,
    Transform.COUNTRY_NAME: _country,
}
