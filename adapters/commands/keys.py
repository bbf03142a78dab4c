"""Offer what is done with site and secret keys from a terminal."""

import asyncio
from dataclasses import asdict
from typing import Annotated
from uuid import UUID

import typer

from adapters import clock
from adapters.commands import installation
from adapters.commands.installation import AsJson, Installation
from adapters.commands.printing import say_json, say_table
from adapters.store.access.keys import (
    KeyKind,
    KeyShown,
    issue_key,
    list_keys,
    revoke_key,
)
from domain.errors import NotFoundError

app = typer.Typer(help="Site and secret keys.", no_args_is_help=True)


@app.command("list")
def list_(context: typer.Context, *, as_json: Annotated[bool, AsJson] = False) -> None:
    """List every key, revoked ones too. What a key is, only its making has told."""
    keys = asyncio.run(_list(installation.of(context)))
    rows = [
        (
            k.id,
            k.kind,
            k.hint,
            k.name,
            f"{k.created_at:%Y-%m-%d}",
            "revoked" if k.revoked_at else "",
        )
        for k in keys
    ]
    if as_json:
        say_json([asdict(key) for key in keys])
    else:
        say_table(("id", "kind", "begins with", "name", "made", ""), rows)


@app.command()
def create(
    context: typer.Context,
    kind: Annotated[KeyKind, typer.Argument(help="site: for pages; secret: servers.")],
    name: Annotated[str, typer.Option(help="What it is for.")],
    *,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Make a key and print it, this once."""
    key = asyncio.run(_create(installation.of(context), kind, name))
    if as_json:
        say_json({"kind": kind, "name": name, "key": key})
    else:
        typer.echo(key)


@app.command()
def revoke(
    context: typer.Context, key_id: UUID, *, as_json: Annotated[bool, AsJson] = False
) -> None:
    """Make a key worthless, within seconds and for good."""
    if not asyncio.run(_revoke(installation.of(context), key_id)):
        raise NotFoundError("No key that works has this id.")
    if as_json:
        say_json({"revoked": str(key_id)})
    else:
        typer.echo("Revoked.")


async def _list(here: Installation) -> list[KeyShown]:
    async with installation.database(here) as engine, engine.connect() as connection:
        return await list_keys(connection)


async def _create(here: Installation, kind: KeyKind, name: str) -> str:
    async with installation.database(here) as engine, engine.begin() as connection:
        return await issue_key(connection, kind, name, clock.now())


async def _revoke(here: Installation, key_id: UUID) -> bool:
    async with installation.database(here) as engine, engine.begin() as connection:
        return await revoke_key(connection, key_id, clock.now())
