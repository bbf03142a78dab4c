"""Offer what is done with leads from a terminal: import them, explain one."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import Progress

from adapters import clock
from adapters.commands import installation
from adapters.commands.installation import AsJson, Installation
from adapters.commands.printing import progress_console, say_faults, say_json, say_table
from adapters.explaining.explained_json import explained_json
from adapters.explaining.now import AsOfNow, explain_as_of_now
from adapters.explaining.stored import Explained, Section, explain_lead
from adapters.importing.import_history import history_store
from adapters.importing.import_leads import (
    Imported,
    ToImport,
    checked_leads,
    import_leads,
    live_store,
)
from adapters.importing.lead_import import read_map, read_rows_with_faults
from adapters.playbook.published import Playbooks
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
    as_of_now: Annotated[
        bool, typer.Option(help="And what would be decided now. Changes nothing.")
    ] = False,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Say why this score, band and owner, and what would flip it."""
    here = installation.of(context)
    explained, now = asyncio.run(_explain(here, lead_id, as_of_now=as_of_now))
    if as_json:
        say_json(explained_json(lead_id, explained, now))
        return
    _say_sections(explained.sections)
    if now is not None:
        _say_now(now)
    elif as_of_now:
        typer.echo("It was never decided, so there is nothing to compare.")


async def _explain(
    here: Installation, lead_id: UUID, *, as_of_now: bool
) -> tuple[Explained, AsOfNow | None]:
    async with installation.database(here) as engine, engine.connect() as connection:
        playbooks, now = Playbooks(), clock.now()
        explained = await explain_lead(connection, lead_id, now, playbooks)
        if not as_of_now:
            return explained, None
        would = await explain_as_of_now(connection, lead_id, now, playbooks)
        return explained, would


def _say_sections(sections: Sequence[Section]) -> None:
    for title, lines in sections:
        typer.echo(title)
        for line in lines:
            typer.echo(f"  {line}")


def _say_now(now: AsOfNow) -> None:
    typer.echo("\nAs of now")
    rows = [(f"  {pair.label}", pair.then, pair.now) for pair in now.pairs]
    say_table(("", "then", "now"), rows)
    _say_sections((("What changed in between", now.differences), *now.sections))
