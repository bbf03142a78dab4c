"""Hand the open leads of somebody to colleagues, each as a reassignment of its own."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.team import count_open_leads_of, open_leads_of, passed_on
from api.desk import Reader
from api.leads.acting import Actor, act
from api.parts import Parts
from api.team.person_lines import PersonLine, read_lines
from domain.errors import ConflictError, HandraiseError
from domain.lifecycle import ActionKind
from domain.routing.handover import Taker, shared_out
from domain.words import counted

POOL = "pool"  # instead of a handle: whoever of the team is there
AT_ONCE = 25  # leads of one request; the page goes on with the others
_NOBODY = "Nobody else of the team can take them just now."
_NOBODY_FOR_REST = "Nobody else of the team has room for more that may have them."
_SIDE_BY_SIDE = 5  # reassignments that wait for Temporal together


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How it went: how many each colleague got, and why some did not go."""

    given: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    asked: int = 0  # open leads before

    @property
    def count(self) -> int:
        return sum(self.given.values())


async def hand_over(
    parts: Parts, reader: Reader, handle: str, to: str, reason: str
) -> HandedOver:
    """The next `AT_ONCE` leads of `handle`, the first due first. `to`: a handle or POOL.

    The pool gets nothing back that one of it let slip; a person named by hand may. One that is refused stays where it is and stops no other. ConflictError when there
    is no colleague who could take any.
    """
    async with parts.engine.connect() as connection:
        leads = await open_leads_of(connection, handle, limit=AT_ONCE)
        shares = await _shares(connection, reader, handle, to, leads)
        asked = await count_open_leads_of(connection, handle)
    if leads and not shares:
        raise ConflictError(_NOBODY)
    why = await _reassign_all(parts, reader, shares, reason)
    names = {lead.id: lead.name or lead.email for lead in leads}
    given = Counter(to for lead_id, to in shares.items() if lead_id not in why)
    refused = [f"{names[lead_id]}: {said}" for lead_id, said in why.items()]
    if len(shares) < len(leads):
        refused.append(_NOBODY_FOR_REST)
    return HandedOver(given, tuple(refused), asked)


async def _shares(
    connection: AsyncConnection,
    reader: Reader,
    handle: str,
    to: str,
    leads: Sequence[Row[Any]],
) -> Mapping[UUID, str]:
    ids = [lead.id for lead in leads]
    if to != POOL:
        return dict.fromkeys(ids, to)
    mates = mates_of(handle, reader)
    people = [person for person in reader.playbook.people if person.handle in mates]
    lines, _ = await read_lines(connection, people, reader)
    had = await passed_on(connection, ids)
    return shared_out(ids, _takers(lines.values()), had)


def mates_of(handle: str, reader: Reader) -> frozenset[str]:
    """Who is in a team with somebody."""
    teams = (set(t.members) for t in reader.playbook.teams if handle in t.members)
    return frozenset(set().union(*teams) - {handle})


def _takers(lines: Iterable[PersonLine]) -> list[Taker]:
    return [
        Taker(line.handle, line.open.count, line.open.at_most)
        for line in lines
        if line.presence.takes_leads
    ]


async def _reassign_all(
    parts: Parts, reader: Reader, shares: Mapping[UUID, str], reason: str
) -> dict[UUID, str]:
    """Why some stayed, by lead."""
    actor = Actor(reader.handle, reader.role)
    turn = asyncio.Semaphore(_SIDE_BY_SIDE)

    async def reassign(lead_id: UUID, to: str) -> tuple[UUID, str]:
        async with turn:
            body = {"to": to, "reason": reason}
            try:
                await act(parts, actor, lead_id, ActionKind.REASSIGN, body)
            except HandraiseError as error:
                return lead_id, str(error)
            return lead_id, ""

    done = await asyncio.gather(*(reassign(*share) for share in shares.items()))
    return {lead_id: why for lead_id, why in done if why}


def told(handed: HandedOver, reader: Reader) -> str:
    """What happened, in a sentence: "12 leads went to Ben Silva, 3 to Eva Kern."."""
    if not handed.count:
        return "No lead was handed over."
    first, *others = handed.given.items()
    parts = [f"{counted(first[1], 'lead')} went to {reader.name_of(first[0])}"]
    parts += [f"{count} to {reader.name_of(handle)}" for handle, count in others]
    return ", ".join(parts) + "."
