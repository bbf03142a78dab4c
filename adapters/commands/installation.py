"""Say what a command may reach, and reach it."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import typer
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.database import connect, is_away
from adapters.store.deciding.evidence import Material
from domain.errors import UnavailableError
from domain.evidence import Evidence

Checked = Mapping[str, Any]
AsJson = typer.Option("--json", help="For machines.")


class Gather(Protocol):
    """Everything that is known of a lead, without asking the network."""

    async def __call__(
        self, connection: AsyncConnection, material: Material, *, partial: bool
    ) -> Evidence: ...


@dataclass(frozen=True, slots=True)
class Installation:
    """Made by `cli.py`: what adapters themselves may not import comes as functions.

    `check` reads a body as POST /v1/leads does, and raises InvalidError with pointers.
    """

    database_url: str
    url: str
    gather: Gather
    check: Callable[[Mapping[str, Any]], Checked]


def of(context: typer.Context) -> Installation:
    """Asked for only when needed: checking a file needs no database."""
    installation: Installation = context.obj()
    return installation


@asynccontextmanager
async def database(installation: Installation) -> AsyncIterator[AsyncEngine]:
    """Raise `UnavailableError`, not a trace, when it is away."""
    engine = connect(installation.database_url)
    try:
        yield engine
    except BrokenPipeError:  # of what reads our output
        raise
    except (SQLAlchemyError, OSError) as error:
        if not is_away(error):
            raise
        sentence = "The database does not answer. Is Handraise running?"
        raise UnavailableError(sentence) from error
    finally:
        await engine.dispose()
