"""Say what the business itself knows about companies, from a CSV it keeps."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from adapters.enrichment.domains import AddressKind, host_name, kind_of, registrable
from adapters.enrichment.plausible import fact_value
from domain.errors import Fault, InvalidError
from domain.evidence import KNOWN_FIELDS, Value

_DOMAIN = "domain"
_COLUMN = {"name": "company"}  # what the file calls it -> the field
_FIELD_LIMIT = 10_000  # characters of one cell
_FAULTS = 100  # told at once; a wrong file has one per line
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")  # "007" stays a text
_BROKEN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Company:
    """`domain` is the registrable one, in ASCII; `facts` by field name."""

    domain: str
    facts: Mapping[str, Value]


def companies_of_csv(text: str) -> tuple[Company, ...]:
    """The companies of a table with a header, separated by comma, semicolon or tab.

    Columns: `domain` (needed), `name`, `employees`, `industry`, `country`; any other known
    field by its name; every further column becomes `fields.<name>`. Empty cells say nothing.
    Raises InvalidError with the line of each fault, at most 100 of them.
    """
    rows = _rows(text.removeprefix("\ufeff"))
    header, faults = _header(next(rows, (1, [])))
    if faults:
        raise _unusable(faults)
    companies: dict[str, Company] = {}
    for line, cells in rows:
        company, wrong = _company(line, dict(zip(header, cells, strict=False)))
        if len(cells) > len(header):
            wrong = (*wrong, Fault("", "More cells than the header has.", line))
        if company.domain and company.domain in companies:
            wrong = (*wrong, Fault("/domain", "Stands on an earlier line, too.", line))
        faults = (*faults, *wrong)
        if len(faults) >= _FAULTS:
            break
        companies[company.domain] = company
    if faults:
        raise _unusable(faults)
    return tuple(companies.values())


def _unusable(faults: tuple[Fault, ...]) -> InvalidError:
    return InvalidError("The table of companies cannot be used.", faults[:_FAULTS])


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, each with the line it begins on."""
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise _unusable(
            (Fault("", "Is no CSV: a stray quote, or a huge cell.", line),)
        ) from error


def _header(row: tuple[int, list[str]]) -> tuple[list[str], tuple[Fault, ...]]:
    line, cells = row
    names = [_field(cell) for cell in cells]
    if _DOMAIN not in names:
        return names, (Fault("/domain", "There is no column `domain`.", line),)
    if len(set(names)) < len(names):
        return names, (Fault("", "Two columns have the same name.", line),)
    return names, ()


def _field(cell: str) -> str:
    name = re.sub(r"\W+", "_", cell.strip().lower()).strip("_")
    name = _COLUMN.get(name, name)
    return name if name in KNOWN_FIELDS or name == _DOMAIN else f"fields.{name}"


def _company(line: int, cells: Mapping[str, str]) -> tuple[Company, tuple[Fault, ...]]:
    domain, wrong = _domain_of(cells.get(_DOMAIN, ""))
    faults = [Fault("/domain", wrong, line)] if wrong else []
    facts: dict[str, Value] = {}
    for field, cell in cells.items():
        if field == _DOMAIN or not cell.strip():
            continue
        value = _value(field, cell.strip())
        if value is None:
            faults.append(Fault(f"/{field}", f"Cannot be read as {field}.", line))
        else:
            facts[field] = value
    return Company(domain, facts), tuple(faults)


def _domain_of(cell: str) -> tuple[str, str]:
    """The registrable domain of a name or a web address, or what is wrong with it."""
    name = re.sub(r"^\s*(?:https?:)?//", "", cell).partition("/")[0]
    host = host_name(name)
    domain = registrable(host) if host else None
    if domain is None:
        return "", "Is no domain."
    if kind_of(domain) is not AddressKind.WORK:
        return domain, "Is a mail service, not a company."
    return domain, ""


def _value(field: str, cell: str) -> Value | None:
    if len(cell) > _FIELD_LIMIT:
        return None
    if not field.startswith("fields."):
        return fact_value(field, cell)
    if _WHOLE.fullmatch(cell):
        return int(cell)
    if _BROKEN.fullmatch(cell):
        return float(cell)
    truth = {"true": True, "false": False}.get(cell.lower())
    return fact_value(field, cell) if truth is None else truth
