"""Offer what is done with the playbook's versions from a terminal."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.commands import installation
from adapters.commands.installation import AsJson, Installation
from adapters.commands.printing import say_json, say_table
from adapters.playbook.file import read_playbook
from adapters.playbook.published import (
    PublishedVersion,
    cancel_version,
    publish_playbook,
    roll_back,
    text_diff,
)
from adapters.store.playbook.playbooks import (
    ListedVersion,
    PublishedDocument,
    find_published,
    list_versions,
)
from domain.comparing.playbook_diff import Change, changes
from domain.errors import InvalidError, NotFoundError, PlaybookMovedError

T = TypeVar("T")
app = typer.Typer()
File = Annotated[Path, typer.Argument(help="A playbook in YAML.", exists=True)]
Author = Annotated[str, typer.Option(help="Who; a handle.")]
BasedOn = Annotated[
    int | None,
    typer.Option(help="The version you began with; refused if it is not the last."),
]
At = Annotated[
    str,
    typer.Option(
        help="From when it counts, such as 2026-12-01T08:00+01:00; UTC without a zone."
    ),
]


@app.command()
def publish(  # noqa: PLR0913 - each is an option
    context: typer.Context,
    file: File,
    comment: Annotated[str, typer.Option(help="Why; kept with the version.")],
    *,
    author: Author = "operator",
    based_on: BasedOn = None,
    at: At = "",
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Make a playbook the one that new decisions go by, at once or from an instant on."""
    text, effective_at = file.read_text("utf-8"), _instant(at)

    async def work(connection: AsyncConnection) -> PublishedVersion:
        return await publish_playbook(
            connection,
            text,
            author=author,
            comment=comment,
            based_on=based_on,
            effective_at=effective_at,
        )

    version = _run(context, work)
    if as_json:
        say_json({"version": version.version, "effective_at": effective_at})
    elif effective_at is None:
        typer.echo(f"Version {version.version} is published.")
    else:
        when = f"{effective_at:%Y-%m-%d %H:%M} UTC"
        typer.echo(f"Version {version.version} takes effect at {when}.")


@app.command()
def rollback(  # noqa: PLR0913 - each is an option
    context: typer.Context,
    to: Annotated[int, typer.Argument(metavar="N", help="The version to go back to.")],
    comment: Annotated[str, typer.Option(help="Why; kept with the version.")] = "",
    *,
    author: Author = "operator",
    based_on: BasedOn = None,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Publish an old version again, at once; what is scheduled is cancelled."""

    async def work(connection: AsyncConnection) -> PublishedVersion:
        return await roll_back(
            connection, to, author=author, comment=comment, based_on=based_on
        )

    version = _run(context, work)
    if as_json:
        say_json({"version": version.version, "same_as": to})
    else:
        typer.echo(f"Version {version.version} is published: as version {to} was.")


@app.command()
def cancel(
    context: typer.Context,
    version: int,
    author: Author = "operator",
    *,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Keep a scheduled version from ever taking effect."""
    _run(context, lambda connection: cancel_version(connection, version, author))
    if as_json:
        say_json({"version": version, "state": "cancelled"})
    else:
        typer.echo(f"Version {version} is cancelled.")


@app.command()
def versions(
    context: typer.Context, *, as_json: Annotated[bool, AsJson] = False
) -> None:
    """List every version, the newest first."""
    found = _run(context, list_versions)
    if as_json:
        say_json([asdict(one) for one in found])
        return
    columns = ("version", "state", "takes effect", "author", "comment")
    say_table(columns, [_row(one) for one in found])


@app.command()
def diff(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="A draft; version --to when not given.")
    ] = None,
    old: Annotated[
        int | None, typer.Option("--from", help="The version in force when not given.")
    ] = None,
    new: Annotated[
        int | None, typer.Option("--to", help="The version in force when not given.")
    ] = None,
    *,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Say what a draft or a version changes, in sentences and in lines."""
    draft = None if file is None else file.read_text("utf-8")

    async def work(connection: AsyncConnection) -> tuple[str, str]:
        after = draft or (await _published(connection, new)).document
        return (await _published(connection, old)).document, after

    if draft is not None and new is not None:
        raise InvalidError("Give either a file or --to.")
    before, after = _run(context, work)
    name = "The version" if file is None else file.name
    found = changes(read_playbook(before, "The version"), read_playbook(after, name))
    lines = text_diff(before, after)
    if as_json:
        say_json({"changes": [asdict(change) for change in found], "diff": lines})
    else:
        _say_changes(found, lines)


def _say_changes(found: tuple[Change, ...], lines: list[str]) -> None:
    section = ""
    for change in found:
        if change.section != section:
            section = change.section
            typer.echo(section)
        typer.echo(f"  {change.sentence}")
    if not found:
        typer.echo("Nothing that counts is different.")
    for line in lines:
        typer.echo(line)


def _row(one: ListedVersion) -> tuple[object, ...]:
    at = f"{one.effective_at:%Y-%m-%d %H:%M} UTC"
    return one.version, one.state.value, at, one.author, one.comment


def _run(context: typer.Context, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """In one transaction. Whoever is late is told what changed meanwhile."""
    here: Installation = installation.of(context)

    async def ran() -> T:
        async with installation.database(here) as engine, engine.begin() as connection:
            return await work(connection)

    try:
        return asyncio.run(ran())
    except PlaybookMovedError as moved:
        for line in (*moved.changes, *moved.diff):
            typer.echo(line, err=True)
        raise


async def _published(
    connection: AsyncConnection, version: int | None
) -> PublishedDocument:
    found = await find_published(connection, version)
    if found is None:
        raise NotFoundError("There is no such published version.")
    return found


def _instant(text: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        sentence = "--at takes an instant such as 2026-12-01T08:00+01:00."
        raise InvalidError(sentence) from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
