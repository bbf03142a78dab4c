"""Find the person who gets a lead: by the routing table, or because somebody says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy.ext.asyncio import AsyncConnection

from activities.owners.picking import (
    GivenByHand,
    barred_in_words,
    explained,
    explained_gift,
)
from adapters.playbook.published import PublishedVersion
from adapters.pool_to_ask import Turn, other_lead, to_ask
from adapters.store.owners.pools import Asked, Changes, Pools, lock_pools
from adapters.store.owners.routing import LeadToRoute
from domain.in_words.names import name_of
from domain.playbook import Playbook
from domain.routing.choosing import NobodyAvailable, Offered, Pick, Picked
from domain.routing.fairness import Ledger, changes, charged, given_back
from domain.routing.finding import Surroundings, find_among, rows_of
from domain.routing.pools import pool_of
from domain.routing.row_match import RowMatch
from domain.routing.rows import QueueTarget, RepTarget
from workflows.ports import RouteRequest


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody for the lead. `row` as the routing table names it, "" when by hand.

    `turns` is what changes in the ledgers, `turn_of` the pool whose turn it took, and
    `routing` the explanation.
    """

    owner: str
    row: str
    because: str
    routing: Mapping[str, Any]
    turn_of: str | None = None
    turns: Changes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Nobody:
    sentence: str
    routing: Mapping[str, Any]
    turns: Changes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Open:
    """Nobody yet: a whole team is asked, and the first who accepts has it."""

    team: str
    open_to: tuple[str, ...]
    row: str
    routing: Mapping[str, Any]
    turns: Changes = field(default_factory=dict)


async def given_by_hand(
    connection: AsyncConnection,
    request: RouteRequest,
    version: PublishedVersion,
    lead: LeadToRoute,
    now: datetime,
) -> Found | None:
    """Whoever a person names, unless nobody has that handle any more."""
    playbook, to = version.playbook, request.to
    if to is None or not playbook.has_person(to):
        return None
    giver = name_of(playbook, request.by)
    gift = GivenByHand(to, f"{giver} gave it to {name_of(playbook, to)}")
    routing = explained_gift(gift, version.version, request.assignment_id)
    if not playbook.fairness.gifts_cost_turn:
        return Found(to, "", gift.because, routing)
    pool = pool_of(RepTarget(to), playbook)
    turns = await _turn_moved(connection, lead, Turn(pool, to), now)
    return Found(to, "", gift.because, routing, pool, turns)


async def _turn_moved(
    connection: AsyncConnection, lead: LeadToRoute, turn: Turn, now: datetime
) -> Changes:
    """The turn that the lead cost goes with it, from one to the other."""
    before = _turn_of(lead)
    both = (turn,) if before is None else (turn, before)
    asked = Asked({one.pool for one in both}, [one.handle for one in both])
    pools = await lock_pools(connection, asked, now)
    ledgers = _with_given_back(pools, before)
    ledgers[turn.pool] = charged(ledgers[turn.pool], turn.handle, now)
    return _changes(pools, ledgers)


def _turn_of(lead: LeadToRoute) -> Turn | None:
    """The turn that its owner had for the lead."""
    if lead.turn_of is None or lead.owner is None:
        return None
    return Turn(lead.turn_of, lead.owner)


async def by_the_rules(
    connection: AsyncConnection,
    request: RouteRequest,
    version: PublishedVersion,
    lead: LeadToRoute,
    now: datetime,
) -> Found | Open | Nobody:
    """Whose lead it is. Holds the pools' locks: no two leads ever take the same turn."""
    playbook, evidence = version.playbook, lead.evidence()
    rows = rows_of(evidence, request.band, playbook)
    if request.open_to_team_of is not None:
        rows = [_opened(rows[0], request.open_to_team_of, playbook)]
    other = await other_lead(connection, request.lead_id, playbook, evidence, now)
    uncharged = _uncharged(request, playbook, lead)
    asked = to_ask(rows, playbook, evidence, other=other, turn=uncharged, now=now)
    pools = await lock_pools(connection, asked, now)
    ledgers = _with_given_back(pools, uncharged)
    barred = barred_in_words(playbook, request.barred, pools.departed)
    around = Surroundings(now, pools.availability, ledgers, barred, other)
    match, pick = find_among(rows, evidence, playbook, around)
    routing = explained(
        match, pick, request.band, version.version, request.assignment_id
    )
    return _outcome(match, pick, routing, pools, ledgers)


def _outcome(
    row: RowMatch,
    pick: Pick,
    routing: Mapping[str, Any],
    pools: Pools,
    ledgers: Mapping[str, Ledger],
) -> Found | Open | Nobody:
    """`ledgers` are the pools' as they stood before the pick."""
    match pick:
        case Picked(owner, pool, because):
            turns = _changes(pools, {**ledgers, pool: pick.ledger})
            turn_of = pool if pick.takes_turn else None
            return Found(owner, row.row, because, routing, turn_of, turns)
        case Offered(team):
            turns = _changes(pools, ledgers)
            return Open(team, pick.eligible, row.row, routing, turns)
        case NobodyAvailable():
            return Nobody(f"{pick.sentence}.", routing, _changes(pools, ledgers))
        case _:
            assert_never(pick)


def _opened(match: RowMatch, rep: str, playbook: Playbook) -> RowMatch:
    """The lead's row, with the rep's whole team instead of its target."""
    team = playbook.team_of(rep)
    target = match.target if team is None else QueueTarget(team.name)
    return replace(match, target=target)


def _uncharged(
    request: RouteRequest, playbook: Playbook, lead: LeadToRoute
) -> Turn | None:
    """The turn of who will not be there, or declined where that costs them nothing."""
    free = {"absent"}
    if not playbook.fairness.declines_cost_turn:
        free.add("declined")
    return _turn_of(lead) if request.ended_because in free else None


def _with_given_back(pools: Pools, turn: Turn | None) -> dict[str, Ledger]:
    ledgers = dict(pools.ledgers)
    if turn is not None:
        ledgers[turn.pool] = given_back(ledgers[turn.pool], turn.handle)
    return ledgers


def _changes(pools: Pools, ledgers: Mapping[str, Ledger]) -> Changes:
    return {
        pool: changes(pools.ledgers[pool], ledger) for pool, ledger in ledgers.items()
    }
