"""Offer what is done with reviews from a terminal: export what people decided."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from sqlalchemy import Row

from adapters.commands import installation
from adapters.commands.installation import AsJson, Installation
from adapters.commands.printing import say_json, say_table
from adapters.spreadsheet import csv_line
from adapters.store.standing.labels import labels_since
from domain.errors import InvalidError

app = typer.Typer(help="What people decided in review.", no_args_is_help=True)

# The columns of the export, explained in docs/review.md.
COLUMNS = (
    *("review_id", "lead_id", "decision_id", "code", "suggested_band", "points"),
    *("band", "owner", "outcome", "by", "opened_at", "decided_at", "seconds"),
    "changed",
)
_SHOWN = ("decided_at", "by", "code", "points", "suggested_band", "band", "outcome")


@app.callback()
def reviews() -> None:
    """Keep `labels` a command of its own: there will be others."""


@app.command()
def labels(
    context: typer.Context,
    since: Annotated[
        datetime | None, typer.Option(help="Decided at this day or later, UTC.")
    ] = None,
    *,
    as_csv: Annotated[bool, typer.Option("--csv", help="For a spreadsheet.")] = False,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """List what reviewers decided, beside what was suggested to them."""
    if as_csv and as_json:
        raise InvalidError("Choose one of --csv and --json.")
    rows = asyncio.run(_read(installation.of(context), since))
    if as_json:
        say_json([_values(row) for row in rows])
    elif as_csv:
        for line in (COLUMNS, *map(_cells, rows)):
            typer.echo(csv_line(line))
    else:
        say_table(_SHOWN, ([getattr(row, name) for name in _SHOWN] for row in rows))


async def _read(here: Installation, since: datetime | None) -> list[Row[Any]]:
    at = None if since is None else since.replace(tzinfo=UTC)
    async with installation.database(here) as engine, engine.connect() as connection:
        return list(await labels_since(connection, at))


def _values(row: Row[Any]) -> dict[str, Any]:
    """Instants in ISO 8601, seconds as a number."""
    values = {name: getattr(row, name) for name in COLUMNS}
    values["seconds"] = float(row.seconds)
    for name in ("opened_at", "decided_at"):
        values[name] = values[name].isoformat()
    return values


def _cells(row: Row[Any]) -> Sequence[object]:
    """The changed fields are one cell, with spaces between."""
    values = _values(row) | {"changed": " ".join(row.changed)}
    return [values[name] for name in COLUMNS]
