"""Offer a decision for each case; where the rules find nobody, name who has room now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.explaining.stored import Stored
from adapters.explaining.suggestion import Case, Suggestion, suggest_each
from adapters.store.pages.team import passed_on
from api.desk import Reader
from api.team.person_lines import people_of, read_lines
from api.team.takers import Choice, choices
from domain.people import Role


async def read_offers(
    connection: AsyncConnection,
    rows: Sequence[Row[Any]],
    stored: Mapping[UUID, Stored],
    reader: Reader,
) -> dict[UUID, Suggestion]:
    """By lead; none for those that were never scored."""
    cases = [Case(row.review_code, stored[row.id]) for row in rows if row.id in stored]
    offers = await suggest_each(connection, cases, reader.playbook, reader.now)
    stranded = [lead_id for lead_id, offer in offers.items() if not offer.found]
    if not stranded:
        return offers
    room = await _with_room(connection, reader)
    had_it = await passed_on(connection, stranded)
    for lead_id in stranded:
        offers[lead_id] = _to_room(offers[lead_id], room, had_it.get(lead_id, ()))
    return offers


async def _with_room(connection: AsyncConnection, reader: Reader) -> list[Choice]:
    """Reps who are there and not full, who has most room first."""
    reps = [person for person in people_of(reader) if person.role is Role.REP]
    lines, _ = await read_lines(connection, reps, reader)
    there = {handle: line for handle, line in lines.items() if line.gets_leads}
    return choices(there, reader)


def _to_room(
    offer: Suggestion, room: Sequence[Choice], had_it: Collection[str]
) -> Suggestion:
    """As it was where everybody is full, away, or had it before."""
    free = next((one for one in room if one.handle not in had_it), None)
    if free is None:
        return offer
    because = f"{offer.owner_because}. {free.name} has most room now: {free.state}"
    return replace(
        offer, owner=free.name, owner_because=because, to=free.handle, found=True
    )
