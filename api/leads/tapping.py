"""Say what a one-tap link may still do, before it is shown and again before it acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.letters.links import Tap
from adapters.store.access.sign_in import SignedIn
from adapters.store.mail.tapping import find_tapped
from api.dependencies import (
    Connection,
    CurrentOptions,
    CurrentPlaybook,
    Now,
    PerhapsPerson,
)
from api.leads.visibility import scope_of
from domain.in_words.names import called
from domain.lifecycle import ActionKind, Status
from domain.people import Role
from domain.playbook import Playbook

FORGED = "This link is damaged: a part of it may have been cut off."
EXPIRED = "This link is too old to act by."
GONE = "There is no such lead, or you no longer work here."

# What the page asks, and what its button says.
QUESTION: Mapping[ActionKind, tuple[str, str]] = {
    ActionKind.ACCEPT: ("Is {lead} yours?", "Mine: I accept it"),
    ActionKind.DECLINE: ("Decline {lead}?", "Decline it"),
    ActionKind.CONTACTED: ("Have you spoken to {lead}?", "Yes, I have spoken to them"),
    ActionKind.TAKEOVER: ("Take {lead} over?", "Take it over"),
}


@dataclass(frozen=True, slots=True)
class Useless:
    """The link does nothing any more; `lead_id` is where to look instead."""

    because: str
    status: HTTPStatus
    lead_id: str = ""


@dataclass(frozen=True, slots=True)
class Tapped:
    """A link that still means something."""

    tap: Tap
    row: Row[Any]

    @property
    def role(self) -> Role:
        return Role(self.row.role)

    @property
    def lead(self) -> str:
        """The prospect, as the mail called them."""
        return str(self.row.name or self.row.company or self.row.email)


async def meet(
    connection: AsyncConnection,
    tap: Tap,
    playbook: Playbook,
    now: datetime,
    person: SignedIn | None = None,
) -> Tapped | Useless:
    """What a tap may still do. `person` is whoever is signed in where it is opened."""
    row = await find_tapped(connection, tap.lead_id, tap.handle)
    if row is None:
        return Useless(GONE, HTTPStatus.GONE)
    because = _not_now(tap, row, person, playbook)
    if because is not None:
        return Useless(because[0], because[1], str(tap.lead_id))
    if tap.expires_at <= now:
        return Useless(EXPIRED, HTTPStatus.GONE, str(tap.lead_id))
    return Tapped(tap, row)


async def _met(  # noqa: PLR0913, PLR0917
    connection: Connection,
    options: CurrentOptions,
    current: CurrentPlaybook,
    now: Now,
    person: PerhapsPerson,
    token: str,
) -> Tapped | Useless:
    tap = options.links.read(token)
    if tap is None or tap.kind not in QUESTION:
        return Useless(FORGED, HTTPStatus.NOT_FOUND)
    return await meet(connection, tap, current.playbook, now, person)


Met = Annotated[Tapped | Useless, Depends(_met)]


def _not_now(
    tap: Tap, row: Row[Any], person: SignedIn | None, playbook: Playbook
) -> tuple[str, HTTPStatus] | None:
    """Why the link must not act; who has the lead is part of the sentence."""
    if person is not None and person.handle != tap.handle:
        sent = f"This link was sent to {row.person}, and you are {person.name}."
        return sent, HTTPStatus.FORBIDDEN
    if row.closed_at is not None:
        return "This lead is closed.", HTTPStatus.CONFLICT
    if not _sees(tap, row, playbook):
        return GONE, HTTPStatus.GONE
    if tap.assignment_id is not None and tap.assignment_id != row.assignment_id:
        return _whose(row, playbook), HTTPStatus.CONFLICT
    if tap.kind is ActionKind.CONTACTED and row.status == Status.CONTACTED:
        return "It is noted already that you have spoken to them.", HTTPStatus.CONFLICT
    return None


def _sees(tap: Tap, row: Row[Any], playbook: Playbook) -> bool:
    was_theirs = tap.assignment_id is not None  # the answer says whose it is now
    return was_theirs or scope_of(tap.handle, Role(row.role), playbook).sees(row.owner)


def _whose(row: Row[Any], playbook: Playbook) -> str:
    if row.owner is None:
        return "This lead is not yours any more. Nobody has it just now."
    return f"This lead is not yours any more: {called(row.owner, playbook)} has it."
