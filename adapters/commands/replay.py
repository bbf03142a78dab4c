"""Offer to run past leads through a draft playbook from a terminal."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Annotated, Any, Self

import typer
from rich.progress import Progress

from adapters.commands import installation
from adapters.commands.installation import AsJson, Installation
from adapters.commands.printing import progress_console, say_json, say_table
from adapters.playbook.file import read_playbook
from adapters.playbook.published import Playbooks
from adapters.replay import Preview, preview
from adapters.store.deciding.replay import count_leads
from domain.comparing.moving import Moved
from domain.comparing.replay import Count, Stand
from domain.playbook import Playbook
from domain.words import counted

_SHOWN = 20  # leads that move; --json has all
_PATIENCE = 2.0  # seconds without a sign of life


def replay(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A draft in YAML.", exists=True)],
    leads: Annotated[
        int | None, typer.Option(help="How many of the newest; all when not given.")
    ] = None,
    *,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Say which past leads a draft would put in another band, row or hand."""
    draft = read_playbook(file.read_text("utf-8"), file.name)
    found = asyncio.run(_preview(installation.of(context), draft, leads))
    if as_json:
        say_json(asdict(found))
    else:
        _tell(found, file.name)


async def _preview(here: Installation, draft: Playbook, leads: int | None) -> Preview:
    async with installation.database(here) as engine, engine.connect() as connection:
        published = (await Playbooks().current(connection)).playbook
        limit = await count_leads(connection) if leads is None else leads
        with _Patient(limit) as progress:
            return await preview(
                connection, published, draft, limit=limit, told=progress.advance
            )


class _Patient:
    """Shows how far it is, once that takes long enough to wonder."""

    def __init__(self, total: int) -> None:
        self._progress = Progress(console=progress_console(), transient=True)
        self._task = self._progress.add_task("Deciding", total=total)
        self._since = monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def advance(self, leads: int) -> None:
        self._progress.advance(self._task, leads)
        if monotonic() - self._since > _PATIENCE:
            self._progress.start()


def _tell(found: Preview, name: str) -> None:
    typer.echo(
        f"Of {counted(found.leads, 'lead')}, {name} would move {len(found.moved)}."
    )
    for title, counts in (
        ("band", found.by_band),
        ("row", found.by_row),
        ("owner", found.by_owner),
    ):
        if counts:
            typer.echo()
            say_table((title, "now", "draft", ""), [_counted(one) for one in counts])
    if found.moved:
        typer.echo()
        say_table(("lead", "from", "to", "because"), _moved(found.moved[:_SHOWN]))
    if len(found.moved) > _SHOWN:
        typer.echo(f"and {len(found.moved) - _SHOWN} more; --json prints all.")


def _counted(count: Count) -> tuple[Any, ...]:
    change = count.after - count.before
    return count.name, count.before, count.after, f"{change:+}" if change else ""


def _moved(moved: Sequence[Moved]) -> list[tuple[str, ...]]:
    return [
        (one.label, _standing(one.before), _standing(one.after), one.why)
        for one in moved
    ]


def _standing(stand: Stand) -> str:
    if stand.row is None:
        return stand.band.value
    return f"{stand.band.value}, {stand.row}, {stand.owner or 'nobody'}"
