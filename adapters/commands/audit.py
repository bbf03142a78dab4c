"""Offer the audit trail for other programs."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer

from adapters.auditing import COLUMNS, entry_csv, entry_json
from adapters.commands import installation
from adapters.commands.installation import Installation
from adapters.spreadsheet import csv_line
from adapters.store.pages.audit import Wanted, stream_entries
from adapters.store.pages.desk import names_by_handle
from domain.auditing.entries import Entry, NameOf
from domain.errors import InvalidError

app = typer.Typer(help="Who did what to leads.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `export` a command of its own, as the only one there is."""


@app.command()
def export(  # noqa: PLR0913 - each is an option
    context: typer.Context,
    since: Annotated[
        str, typer.Option(help="From this instant or day (UTC) on, e.g. 2026-11-01.")
    ] = "",
    until: Annotated[str, typer.Option(help="Before this instant or day (UTC).")] = "",
    lead: Annotated[UUID | None, typer.Option(help="Of this lead alone.")] = None,
    *,
    as_csv: Annotated[bool, typer.Option("--csv", help="For spreadsheets.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line.")
    ] = False,
) -> None:
    """Print the trail, the oldest entry first, as a stream: CSV unless --json is asked for."""
    if as_csv and as_json:
        raise InvalidError("Ask for --csv or for --json, not for both.")
    wanted = Wanted(lead, _instant("--since", since), _instant("--until", until))
    if wanted.since and wanted.until and wanted.until <= wanted.since:
        raise InvalidError("--until must be later than --since.")
    line = _json_line if as_json else entry_csv
    try:
        if not as_json:
            _write(csv_line(COLUMNS))
        asyncio.run(_print(installation.of(context), wanted, line))
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has read enough; nothing is left to flush into
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


async def _print(
    here: Installation, wanted: Wanted, line: Callable[[Entry, NameOf], str]
) -> None:
    async with installation.database(here) as engine, engine.connect() as connection:
        names = await names_by_handle(connection)
        async for entry in stream_entries(connection, wanted):
            _write(line(entry, lambda handle: names.get(handle, handle)))


def _write(line: str) -> None:
    """Not by `echo`, which flushes each."""
    sys.stdout.write(line + "\n")


def _json_line(entry: Entry, name_of: NameOf) -> str:
    return json.dumps(entry_json(entry, name_of), ensure_ascii=False)


def _instant(option: str, given: str) -> datetime | None:
    if not given:
        return None
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        sentence = f"{option} must be a day or an instant, such as 2026-11-01T09:00Z."
        raise InvalidError(sentence) from None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
