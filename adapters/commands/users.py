"""Offer what is done with people from a terminal."""

import asyncio
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated

import typer

from adapters import clock
from adapters.commands import installation
from adapters.commands.installation import AsJson, Installation
from adapters.commands.printing import say_json, say_table
from adapters.new_person import NewPerson, with_person
from adapters.playbook.published import publish_playbook
from adapters.store.access.sign_in import issue_link
from adapters.store.owners.people import UserShown, list_users, works_here
from adapters.store.playbook.playbooks import find_published
from domain.errors import NotFoundError
from domain.people import Role

app = typer.Typer(help="People and their roles.", no_args_is_help=True)

LINK_LASTS = timedelta(hours=1)


@app.command("list")
def list_(context: typer.Context, *, as_json: Annotated[bool, AsJson] = False) -> None:
    """List who works here, how they are, and how many open leads they have."""
    users = asyncio.run(_list(installation.of(context)))
    if as_json:
        say_json([asdict(user) for user in users])
        return
    rows = [(u.handle, u.name, u.email, u.role, u.open_leads, u.state) for u in users]
    say_table(("handle", "name", "email", "role", "open leads", ""), rows)


@app.command()
def add(  # noqa: PLR0913 - each is an option
    context: typer.Context,
    handle: str,
    name: Annotated[str, typer.Option()],
    email: Annotated[str, typer.Option()],
    role: Annotated[Role, typer.Option()] = Role.REP,
    *,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Add a person by publishing the playbook with one more; a team is given there."""
    new = NewPerson(handle, name, email, role)
    version = asyncio.run(_add(installation.of(context), new))
    if as_json:
        say_json({"handle": handle, "version": version})
    else:
        typer.echo(f"{name} is in, by playbook version {version}.")


@app.command()
def sign_in_link(
    context: typer.Context, handle: str, *, as_json: Annotated[bool, AsJson] = False
) -> None:
    """Print a link that signs a person in once, within an hour."""
    here = installation.of(context)
    token = asyncio.run(_sign_in_link(here, handle))
    url = f"{here.url.rstrip('/')}/sign-in/{token}"
    if as_json:
        say_json({"handle": handle, "url": url})
    else:
        typer.echo(url)


async def _list(here: Installation) -> list[UserShown]:
    async with installation.database(here) as engine, engine.connect() as connection:
        return await list_users(connection, clock.now())


async def _add(here: Installation, new: NewPerson) -> int:
    async with installation.database(here) as engine, engine.begin() as connection:
        current = await find_published(connection, None)
        if current is None:
            raise NotFoundError("No playbook is published yet.")
        document = with_person(current.document, new)
        comment = f"{new.name} was added"
        published = await publish_playbook(
            connection,
            document,
            author="operator",
            comment=comment,
            based_on=current.version,
        )
        return published.version


async def _sign_in_link(here: Installation, handle: str) -> str:
    async with installation.database(here) as engine, engine.begin() as connection:
        if not await works_here(connection, handle):
            raise NotFoundError("Nobody who works here has this handle.")
        return await issue_link(connection, handle, clock.now(), LINK_LASTS)
