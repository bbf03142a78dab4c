"""Offer what is done with leads from a terminal: import them, explain one."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.progress import Progress

from adapters import clock
from adapters.commands import installation
from adapters.commands.installation import AsJson, Installation
from adapters.commands.printing import progress_console, say_faults, say_json
from adapters.explain_lead import Explained, explain_lead
from adapters.import_history import history_store
from adapters.import_leads import (
    Imported,
    ToImport,
    checked_leads,
    import_leads,
    live_store,
)
from adapters.lead_import import read_map, read_rows_with_faults
from domain.errors import Fault, InvalidError

app = typer.Typer(help="Bring leads in, and explain them.", no_args_is_help=True)


@app.command("import")
def import_(  # noqa: PLR0913 - each is an option
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV of leads.", exists=True)],
    columns: Annotated[
        Path, typer.Option("--map", help="Which column is which field.", exists=True)
    ],
    source: Annotated[
        str, typer.Option(help="Whose ids these are; the map's name when not given.")
    ] = "",
    *,
    history: Annotated[
        bool, typer.Option(help="Past leads: no workflow, no message, no clock.")
    ] = False,
    strict: Annotated[
        bool, typer.Option(help="Import nothing when any row is bad.")
    ] = False,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Import leads from a CSV file; what is in already stays. Exit 1 on bad rows."""
    here = installation.of(context)
    leads, faults = _read(here, file, columns, source or columns.name.split(".")[0])
    if faults and strict:
        raise InvalidError(f"{file.name} has rows that cannot be imported.", faults)
    imported = asyncio.run(_import(here, leads, history=history))
    _tell_imported(imported, faults, as_json=as_json)
    if faults:
        raise typer.Exit(1)


def _read(
    here: Installation, file: Path, columns: Path, source: str
) -> tuple[list[ToImport], tuple[Fault, ...]]:
    column_map = read_map(columns.read_text("utf-8"), columns.name)
    rows, unreadable = read_rows_with_faults(file, column_map)
    leads, refused = checked_leads(rows, source, here.check)
    faults = sorted([*unreadable, *refused], key=lambda fault: fault.line or 0)
    return leads, tuple(faults)


async def _import(
    here: Installation, leads: Sequence[ToImport], *, history: bool
) -> Imported:
    async with installation.database(here) as engine:
        store = history_store(engine, here.gather) if history else live_store(engine)
        with Progress(console=progress_console(), transient=True) as progress:
            task = progress.add_task("Importing", total=len(leads))
            return await import_leads(
                engine, leads, store, lambda done: progress.advance(task, done)
            )


def _tell_imported(
    imported: Imported, faults: Sequence[Fault], *, as_json: bool
) -> None:
    if as_json:
        bad = [asdict(fault) for fault in faults]
        say_json({"imported": imported.new, "known": imported.known, "bad": bad})
        return
    say_faults(faults)
    lines = len({fault.line for fault in faults})
    typer.echo(
        f"{imported.new} imported, {imported.known} were in already, {lines} bad rows."
    )


@app.command()
def explain(
    context: typer.Context,
    lead_id: UUID,
    *,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Say why this score, band and owner, and what would flip it."""
    explained = asyncio.run(_explain(installation.of(context), lead_id))
    if as_json:
        say_json(_as_json(lead_id, explained))
        return
    for title, lines in explained.sections:
        typer.echo(title)
        for line in lines:
            typer.echo(f"  {line}")


async def _explain(here: Installation, lead_id: UUID) -> Explained:
    async with installation.database(here) as engine, engine.connect() as connection:
        return await explain_lead(connection, lead_id, clock.now())


def _as_json(lead_id: UUID, explained: Explained) -> Mapping[str, Any]:
    return {
        "lead_id": str(lead_id),
        "status": explained.status,
        "band": explained.band,
        "owner": explained.owner,
        "points": explained.points,
        "playbook_version": explained.playbook_version,
        "explanation": {title: list(lines) for title, lines in explained.sections},
    }
