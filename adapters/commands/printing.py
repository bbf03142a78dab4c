"""Print a result for people or for machines."""

import json
from collections.abc import Iterable, Sequence

import typer
from rich.console import Console
from rich.table import Table

from domain.errors import Fault

_WIDEST = 400  # columns


def say_json(result: object) -> None:
    typer.echo(json.dumps(result, indent=2, ensure_ascii=False, default=str))


def say_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """None prints as nothing. Cells are text as it is, never markup."""
    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    # Ids are there to be copied: a narrow terminal wraps lines, it does not cut cells.
    Console(markup=False, highlight=False, width=_WIDEST).print(table)


def say_faults(faults: Iterable[Fault]) -> None:
    for fault in faults:
        typer.echo(f"  {in_words(fault)}", err=True)


def in_words(fault: Fault) -> str:
    """With its line in the file and its pointer, where it has them."""
    line = "" if fault.line is None else f"line {fault.line}: "
    pointer = f"{fault.pointer}: " if fault.pointer else ""
    return f"{line}{pointer}{fault.sentence}"


def progress_console() -> Console:
    """Beside the result, which may go into a pipe."""
    return Console(stderr=True)
