"""Offer what a mail server asks of us from a terminal, or through a pipe."""

import asyncio
import os
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from adapters import clock
from adapters.commands import installation
from adapters.commands.installation import AsJson, Installation
from adapters.commands.printing import say_json
from adapters.incoming.parsing import LARGEST
from adapters.incoming.receiving import Received, receive
from domain.errors import UnavailableError

app = typer.Typer(help="Mail that comes in.", no_args_is_help=True)

# What sysexits.h calls it: a mail server keeps the mail and tries again.
_TRY_AGAIN = os.EX_TEMPFAIL
_AT_ONCE = 1 << 16  # bytes


@app.callback()
def _group() -> None:
    """Keep `receive` a command of a group while it is the only one."""


@app.command("receive")
def receive_(
    context: typer.Context, *, as_json: Annotated[bool, AsJson] = False
) -> None:
    """Take one mail from standard input, as Postfix, Exim or fetchmail pipe it.

    Exit 75 when the database is away: the mail server tries again later.
    """
    raw = _read()
    try:
        received = asyncio.run(_receive(installation.of(context), raw))
    except UnavailableError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(_TRY_AGAIN) from None
    told = _told(received)
    if as_json:
        say_json(told)
    else:
        typer.echo(" ".join(told.values()))


def _read() -> bytes:
    """As much as is looked at, and the rest away: a pipe must not break under the sender."""
    raw = sys.stdin.buffer.read(LARGEST)
    while sys.stdin.buffer.read(_AT_ONCE):
        pass
    return raw


async def _receive(to: Installation, raw: bytes) -> Received:
    async with installation.database(to) as engine:
        return await receive(engine, raw, clock.now(), to.check)


def _told(received: Received) -> Mapping[str, Any]:
    lead = {"lead_id": str(received.lead_id)} if received.lead_id else {}
    return {"kind": received.kind.value} | lead
