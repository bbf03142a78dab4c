"""Find the person who gets a lead: by the routing table, or because somebody says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from activities.picking import (
    GivenByHand,
    barred_in_words,
    explained,
    explained_gift,
    name_of,
)
from adapters.playbook.published import PublishedVersion
from adapters.store.routing import LeadToRoute, Pool, lock_pool
from domain.fairness import Turns, joined, turn_taken
from domain.routing import (
    NobodyAvailable,
    Picked,
    RowMatch,
    choose_owner,
    match_row,
    members_of,
    pool_of,
)
from workflows.ports import RouteRequest


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody for the lead. `row` as the routing table names it, "" when by hand.

    `turns` is what changes in the ledger of the pool, `routing` the explanation.
    """

    owner: str
    row: str
    because: str
    routing: Mapping[str, Any]
    turns: Mapping[str, Turns] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Nobody:
    sentence: str
    routing: Mapping[str, Any]


def given_by_hand(request: RouteRequest, version: PublishedVersion) -> Found | None:
    """Whoever a person names, unless nobody has that handle any more."""
    playbook, to = version.playbook, request.to
    if to is None or not playbook.has_person(to):
        return None
    giver = name_of(playbook, request.by)
    gift = GivenByHand(to, f"{giver} gave it to {name_of(playbook, to)}")
    routing = explained_gift(gift, version.version, request.assignment_id)
    return Found(to, "", gift.because, routing)


async def by_the_rules(
    connection: AsyncConnection,
    request: RouteRequest,
    version: PublishedVersion,
    lead: LeadToRoute,
    now: datetime,
) -> Found | Nobody:
    """Whose turn it is. Holds the pool's lock: no two leads ever take the same turn."""
    playbook = version.playbook
    match = match_row(lead.evidence(), request.band, playbook)
    members = members_of(match.target, playbook)
    pool = await lock_pool(
        connection,
        pool_of(match.target, playbook),
        members=members,
        limited=[h for h in members if playbook.person(h).capacity is not None],
        now=now,
    )
    pick = _pick(request, version, match, pool, now)
    routing = explained(
        match, pick, request.band, version.version, request.assignment_id
    )
    if isinstance(pick, NobodyAvailable):
        return Nobody(_why_nobody(pick), routing)
    turns = _turns_after(pick, pool, members, now)
    return Found(pick.owner, match.row, pick.because, routing, turns)


def _pick(
    request: RouteRequest,
    version: PublishedVersion,
    match: RowMatch,
    pool: Pool,
    now: datetime,
) -> Picked | NobodyAvailable:
    return choose_owner(
        match,
        version.playbook,
        pool.availability,
        pool.ledger,
        barred=barred_in_words(version.playbook, request.barred, pool.departed),
        now=now,
    )


def _turns_after(
    pick: Picked, pool: Pool, members: tuple[str, ...], now: datetime
) -> dict[str, Turns]:
    """The owner's turn; and a line for whoever is new, or they would stay new for ever."""
    after = turn_taken(joined(pool.ledger, members), pick.owner, now)
    changed = {pick.owner} | (set(members) - pool.ledger.turns.keys())
    return {handle: after.of(handle) for handle in sorted(changed)}


def _why_nobody(pick: NobodyAvailable) -> str:
    reasons = "; ".join(exclusion.because for exclusion in pick.excluded)
    return f"{pick.because}: {reasons}." if reasons else f"{pick.because}."
