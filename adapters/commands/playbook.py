"""Offer what is done with the playbook from a terminal."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from adapters.commands import installation
from adapters.commands.installation import AsJson, Installation
from adapters.commands.playbook_versions import app as versions_app
from adapters.commands.printing import say_json
from adapters.playbook.checks import Checked, check_document
from adapters.playbook.file import read_playbook
from adapters.store.playbook.playbooks import PublishedDocument, find_published
from domain.checks.finding import Severity
from domain.errors import NotFoundError
from domain.in_words.model_words import explain_playbook

app = typer.Typer(help="The business's own rules.", no_args_is_help=True)
app.add_typer(versions_app)
File = Annotated[Path, typer.Argument(help="A playbook in YAML.", exists=True)]
Version = Annotated[int | None, typer.Option(help="The newest when not given.")]


@app.command()
def check(file: File, *, as_json: Annotated[bool, AsJson] = False) -> None:
    """Say what is wrong with a playbook, line by line. Exit 1 when it has errors."""
    checked = check_document(file.read_text("utf-8"), file.name)
    errors = checked.of(Severity.ERROR)
    if as_json:
        say_json(_as_json(checked))
    else:
        for remark in checked.remarks:
            where = f"{file.name}:{remark.line}: {remark.severity}:"
            typer.echo(f"{where} {remark.sentence}", err=remark in errors)
        _say_verdict(file.name, checked)
    if errors:
        raise typer.Exit(1)


@app.command()
def show(
    context: typer.Context,
    version: Version = None,
    *,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Print a published version as it was published."""
    found = asyncio.run(_published(installation.of(context), version))
    if as_json:
        say_json(asdict(found))
    else:
        typer.echo(found.document, nl=not found.document.endswith("\n"))


@app.command()
def explain(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="A draft; the published one when not given.")
    ] = None,
    *,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Say in plain language what counts, where bands begin and who gets a lead."""
    if file is None:
        text = asyncio.run(_published(installation.of(context), None)).document
    else:
        text = file.read_text("utf-8")
    sections = explain_playbook(read_playbook(text, "The playbook"))
    if as_json:
        say_json(dict(sections))
        return
    for title, lines in sections:
        typer.echo(title)
        for line in lines:
            typer.echo(f"  {line}")


@app.command()
def messages(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="A draft; the published one when not given.")
    ] = None,
    language: Annotated[
        str, typer.Option(help="ISO 639-1, such as es; the playbook's when not given.")
    ] = "",
    *,
    as_json: Annotated[bool, AsJson] = False,
) -> None:
    """Print everything that prospects read, as it would be sent to Dana Ruiz."""
    # Templates and catalogs, which no other command of the group needs.
    from adapters.commands import playbook_messages as printing  # noqa: PLC0415

    url, text = "", "" if file is None else file.read_text("utf-8")
    if file is None:
        here = installation.of(context)
        url, text = here.url, asyncio.run(_published(here, None)).document
    playbook = read_playbook(text, "The playbook")
    found = printing.messages_of(playbook, url, language)
    if as_json:
        say_json(printing.as_json(found, language))
    else:
        printing.say_messages(found, language)


def _as_json(checked: Checked) -> dict[str, object]:
    return {
        "usable": not checked.of(Severity.ERROR),
        "faults": [asdict(one) for one in checked.of(Severity.ERROR)],
        "warnings": [asdict(one) for one in checked.of(Severity.WARNING)],
        "notes": [asdict(one) for one in checked.of(Severity.NOTE)],
    }


def _say_verdict(name: str, checked: Checked) -> None:
    if checked.of(Severity.ERROR):
        typer.echo(f"{name} cannot be used.", err=True)
    elif checked.of(Severity.WARNING):
        typer.echo(f"{name} can be published, with a comment that says why.")
    else:
        typer.echo(f"{name} can be published.")


async def _published(here: Installation, version: int | None) -> PublishedDocument:
    async with installation.database(here) as engine, engine.connect() as connection:
        found = await find_published(connection, version)
    if found is None:
        raise NotFoundError("There is no such published version.")
    return found
