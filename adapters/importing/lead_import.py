"""Read leads of another system from a CSV file, by a map of its columns."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from adapters.importing.import_map import ImportMap, read_map
from domain.errors import Fault, InvalidError
from domain.evidence import Value
from domain.words import filled

__all__ = [
    "ImportMap",
    "ImportedLead",
    "read_map",
    "read_rows",
    "read_rows_with_faults",
]

MOST_FAULTS = 100  # shown at once; a file with more has one cause
Outcome = Literal["won", "lost"]


@dataclass(frozen=True, slots=True)
class ImportedLead:
    """One row. `payload` is shaped like the body of POST /v1/leads."""

    external_id: str
    payload: Mapping[str, Any]
    outcome: Outcome | None


def read_rows(path: Path, columns: ImportMap) -> Iterator[ImportedLead]:
    """Every row, in order. The whole file is checked before the first row comes.

    InvalidError with a line for every row that cannot be read.
    """
    faults = tuple(islice(_faults(path, columns), MOST_FAULTS))
    if faults:
        raise InvalidError(f"{path.name} cannot be imported.", faults)
    for _, row in _rows(path):
        yield _lead(row, columns)


def read_rows_with_faults(
    path: Path, columns: ImportMap
) -> tuple[list[tuple[int, ImportedLead]], list[Fault]]:
    """Every good row with its line, and every fault of the others.

    InvalidError when the file as a whole cannot be read: its header, its encoding.
    """
    faults = list(_faults(path, columns))
    if any(fault.line == 1 for fault in faults):
        raise InvalidError(f"{path.name} cannot be imported.", tuple(faults))
    bad = {fault.line for fault in faults}
    rows = [(n, _lead(row, columns)) for n, row in _rows(path) if n not in bad]
    return rows, faults


def _faults(path: Path, columns: ImportMap) -> Iterator[Fault]:
    try:
        yield from _faults_in_rows(path, columns)
    except UnicodeDecodeError:
        yield Fault("", "The file is not UTF-8 text.", 1)
    except csv.Error as error:
        yield Fault("", f"The file is not good CSV: {error}.", 1)


def _faults_in_rows(path: Path, columns: ImportMap) -> Iterator[Fault]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = set(csv.DictReader(file).fieldnames or ())
    missing = sorted(columns.column_names() - header)
    yield from (Fault("", f"The column “{name}” is missing.", 1) for name in missing)
    if missing:
        return
    seen: dict[str, int] = {}
    for line, row in _rows(path):
        external_id = row[columns.external_id].strip()
        if not external_id:
            yield Fault("", f"{columns.external_id}: is empty.", line)
        elif (first := seen.setdefault(external_id, line)) != line:
            yield Fault("", f"{columns.external_id}: is on line {first} too.", line)
        yield from _faults_in_row(line, row, columns)


def _faults_in_row(
    line: int, row: Mapping[str, str], columns: ImportMap
) -> Iterator[Fault]:
    if columns.email_column and "@" not in row[columns.email_column]:
        yield Fault("", f"{columns.email_column}: expected a mail address.", line)
    for name, text in _given(row, columns):
        try:
            columns.columns[name].read(text)
        except ValueError as error:
            yield Fault("", f"{name}: {error}.", line)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        # A short row has empty cells, and what stands behind the last column is not ours.
        rows = csv.DictReader(file, restval="", restkey="")
        for row in rows:
            yield rows.line_num, row


def _given(row: Mapping[str, str], columns: ImportMap) -> Iterator[tuple[str, str]]:
    for name, column in columns.columns.items():
        text = row[name].strip()
        if text and text not in columns.none_if and text not in column.none_if:
            yield name, text


def _lead(row: Mapping[str, str], columns: ImportMap) -> ImportedLead:
    external_id = row[columns.external_id].strip()
    payload: dict[str, Any] = {"email": _email(row, external_id, columns)}
    for name, value in columns.constants.items():
        _put(payload, name, value)
    for name, text in _given(row, columns):
        column = columns.columns[name]
        _put(payload, column.to, column.read(text))
    return ImportedLead(external_id, payload, _outcome(row, columns))


def _email(row: Mapping[str, str], external_id: str, columns: ImportMap) -> str:
    if columns.email_column:
        return row[columns.email_column].strip()
    return filled(columns.email or "", {"external_id": external_id})


def _put(payload: dict[str, Any], name: str, value: Value) -> None:
    group, dot, own = name.partition(".")
    if dot:
        payload.setdefault(group, {})[own] = value
    else:
        payload[group] = value


def _outcome(row: Mapping[str, str], columns: ImportMap) -> Outcome | None:
    if columns.outcome is None:
        return None
    text = row[columns.outcome.column].strip()
    if text in columns.outcome.won:
        return "won"
    return "lost" if text in columns.outcome.lost else None
