"""Say how a commercial enrichment service is asked: read from a YAML file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from string import Formatter
from typing import Annotated, Literal
from urllib.parse import urlsplit

import jsonpath
from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError

from adapters.yaml.lines import Lines, pointer_to, read_yaml
from domain.errors import Fault, InvalidError
from domain.evidence import KNOWN_FIELDS

_ON_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
_NAME = r"^[a-z][a-z0-9_-]{0,39}$"


def _with_places(allowed: frozenset[str], text: str) -> str:
    places = {place for _, place, _, _ in Formatter().parse(text) if place is not None}
    if not places <= allowed:
        names = ", ".join(f"{{{name}}}" for name in sorted(allowed))
        raise ValueError(f"may hold {names} and no other braces")
    return text


def _about_the_lead(text: str) -> str:
    return _with_places(frozenset({"domain", "email"}), text)


def _with_key(text: str) -> str:
    return _with_places(frozenset({"key"}), text)


def _url(text: str) -> str:
    parts = urlsplit(_about_the_lead(text))
    here = parts.scheme == "http" and parts.hostname in _ON_THIS_MACHINE
    if not (parts.hostname and (parts.scheme == "https" or here)):
        raise ValueError("must begin with https://: the key travels with it")
    if "{" in parts.netloc:
        raise ValueError("must name its host outright")
    return text


def _path(text: str) -> str:
    try:
        jsonpath.compile(text)
    except (jsonpath.JSONPathError, RecursionError) as error:
        raise ValueError("is no JSONPath") from error
    return text


def _field(name: str) -> str:
    if name not in KNOWN_FIELDS and not re.fullmatch(r"fields\.\w{1,60}", name):
        raise ValueError("is neither a known field nor fields.<name>")
    return name


Statuses = frozenset[Annotated[int, Field(ge=100, le=599)]]
Positive = Annotated[timedelta, Field(gt=timedelta(0), le=timedelta(days=365))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderConfig:
    """One service. Durations are ISO 8601 ("PT3S", "P30D"); `cost` orders the asking.

    `fields` maps a field to the JSONPath of its value; the first match that makes sense
    counts. `secret` names the key that `{key}` in a header stands for.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    name: Annotated[str, Field(pattern=_NAME)]
    url: Annotated[str, AfterValidator(_url)]
    fields: Annotated[
        Mapping[
            Annotated[str, AfterValidator(_field)],
            Annotated[str, AfterValidator(_path)],
        ],
        Field(min_length=1),
    ]
    method: Literal["GET", "POST"] = "GET"
    headers: Mapping[str, Annotated[str, AfterValidator(_with_key)]] = field(
        default_factory=dict
    )
    body: Mapping[str, Annotated[str, AfterValidator(_about_the_lead)]] | None = None
    secret: Annotated[str, Field(pattern=_NAME)] = "default"  # noqa: S105  # a name
    per_second: Annotated[float, Field(gt=0, le=1000)] = 5.0
    timeout: Positive = timedelta(seconds=3)
    cost: int = 100
    success: Statuses = frozenset({200})
    empty: Statuses = frozenset({404})
    rate_limited: Statuses = frozenset({429})
    keep: Positive = timedelta(days=30)
    keep_nothing: Positive = timedelta(days=3)


_FILE = TypeAdapter(tuple[ProviderConfig, ...])


def providers_of_yaml(
    text: str, source: str = "The file of providers"
) -> tuple[ProviderConfig, ...]:
    """The services under `providers:`, cheapest first.

    Raises InvalidError, each fault with its pointer and line.
    """
    document, lines = read_yaml(text, source)
    if not isinstance(document, dict) or set(document) != {"providers"}:
        raise _unusable(Fault("", "Must hold `providers` and nothing else.", 1))
    try:
        configs = _FILE.validate_python(document["providers"])
    except ValidationError as error:
        raise _unusable(*_faults(error, lines)) from error
    if len({config.name for config in configs}) < len(configs):
        raise _unusable(Fault("/providers", "Two have the same name.", 1))
    return tuple(sorted(configs, key=lambda config: config.cost))


def _unusable(*faults: Fault) -> InvalidError:
    return InvalidError("The file of enrichment providers cannot be used.", faults)


def _faults(error: ValidationError, lines: Lines) -> Iterator[Fault]:
    for wrong in error.errors(include_input=False, include_url=False):
        path = (part for part in wrong["loc"] if part != "[key]")
        pointer = pointer_to("providers", *path)
        sentence = wrong["msg"].removeprefix("Value error, ")
        yield Fault(pointer, sentence, lines.of(pointer))
