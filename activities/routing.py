"""Find an owner for a lead, and give it to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio import activity

from activities.clocks import ToStart, promise_of, started
from activities.failures import told_to_temporal
from activities.picking import (
    GivenByHand,
    barred_in_words,
    explained,
    explained_gift,
    name_of,
)
from activities.sentences import ended, got
from adapters import clock
from adapters.playbooks import Playbooks, PublishedVersion
from adapters.statements import autocommitting, transaction
from adapters.store.records import close_review, end_assignment
from adapters.store.routing import (
    LeadToRoute,
    NewOwner,
    assign_lead,
    explain_nobody,
    find_assigned,
    lock_lead_to_route,
    lock_pool,
)
from domain.fairness import Turns, joined, turn_taken
from domain.next_step import promised_by
from domain.playbook import Playbook
from domain.routing import (
    NobodyAvailable,
    Picked,
    RowMatch,
    choose_owner,
    match_row,
    members_of,
    pool_of,
)
from domain.sla import ClockKind
from workflows.ports import Routed, RouteRequest, RoutingActivities

_MACHINE = "handraise"


@dataclass(frozen=True, slots=True)
class _Found:
    """Somebody for the lead: `row` as the routing table names it, "" when by hand."""

    owner: str
    row: str
    because: str
    routing: dict[str, Any]


class Routing(RoutingActivities):
    def __init__(
        self,
        engine: AsyncEngine,
        playbooks: Playbooks,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._engine = autocommitting(engine)
        self._playbooks = playbooks
        self._now = now

    @activity.defn
    async def route_lead(self, request: RouteRequest) -> Routed:
        with told_to_temporal(request.lead_id):
            async with transaction(self._engine) as connection:
                lead = await lock_lead_to_route(
                    connection, request.lead_id, request.decision_id
                )
                version = await self._playbooks.version(
                    connection, lead.playbook_version
                )
                if lead.revision >= request.revision:
                    return await self._read_back(connection, request, version)
                routing = _Transaction(connection, request, version, self._now())
                return await routing.route(lead)

    async def _read_back(
        self,
        connection: AsyncConnection,
        request: RouteRequest,
        newest: PublishedVersion,
    ) -> Routed:
        """What an earlier try settled; nobody, when the lead has moved on without it."""
        before = await find_assigned(
            connection, request.assignment_id, request.decision_id
        )
        if before is None:
            return Routed(None)
        if before.routing.get("assignment_id") != str(request.assignment_id):
            return routed(newest.playbook, request, before.owner, "")
        version = await self._playbooks.version(connection, before.routing["version"])
        row = before.routing["row"]
        return routed(version.playbook, request, before.owner, row)


class _Transaction:
    """One lead on its way to one owner."""

    def __init__(
        self,
        connection: AsyncConnection,
        request: RouteRequest,
        version: PublishedVersion,
        now: datetime,
    ) -> None:
        self._connection = connection
        self._request = request
        self._version = version
        self._playbook = version.playbook
        self._now = now
        self._turns: dict[str, Turns] = {}

    async def route(self, lead: LeadToRoute) -> Routed:
        if self._request.to is not None:
            found = self._given_by_hand(self._request.to)
        else:
            found = await self._by_the_rules(lead)
        if found is None:
            return Routed(None)
        await self._end_what_was(lead)
        settled = routed(self._playbook, self._request, found.owner, found.row)
        await self._assign(found, settled, previous=lead.owner)
        return settled

    def _given_by_hand(self, to: str) -> _Found | None:
        """Whoever a person names, unless nobody has that handle any more."""
        if not self._playbook.has_person(to):
            return None
        giver = name_of(self._playbook, self._request.by)
        gift = GivenByHand(to, f"{giver} gave it to {name_of(self._playbook, to)}")
        ids = self._version.version, self._request.assignment_id
        return _Found(to, "", gift.because, explained_gift(gift, *ids))

    async def _by_the_rules(self, lead: LeadToRoute) -> _Found | None:
        match = match_row(lead.evidence(), self._request.band, self._playbook)
        pick = await self._pick(match)
        ids = self._version.version, self._request.assignment_id
        routing = explained(match, pick, *ids)
        if isinstance(pick, NobodyAvailable):
            await self._explain_nobody(pick, routing)
            return None
        return _Found(pick.owner, match.row, pick.because, routing)

    async def _pick(self, match: RowMatch) -> Picked | NobodyAvailable:
        """Under the pool's lock, so that two leads never take the same turn."""
        playbook = self._playbook
        members = members_of(match.target, playbook)
        limited = [h for h in members if playbook.person(h).capacity is not None]
        name = pool_of(match.target, playbook)
        pool = await lock_pool(
            self._connection, name, members=members, limited=limited, now=self._now
        )
        barred = barred_in_words(playbook, self._request.barred, pool.departed)
        pick = choose_owner(
            match,
            playbook,
            pool.availability,
            pool.ledger,
            barred=barred,
            now=self._now,
        )
        if isinstance(pick, Picked):
            after = turn_taken(joined(pool.ledger, members), pick.owner, self._now)
            # Who is new gets a line of their own now, or would start behind for ever.
            changed = {pick.owner, *members} - (pool.ledger.turns.keys() - {pick.owner})
            self._turns = {handle: after.of(handle) for handle in sorted(changed)}
        return pick

    async def _explain_nobody(
        self, pick: NobodyAvailable, routing: dict[str, Any]
    ) -> None:
        asked = self._request
        reasons = "; ".join(exclusion.because for exclusion in pick.excluded)
        await explain_nobody(
            self._connection,
            (asked.lead_id, asked.decision_id, asked.assignment_id),
            routing,
            sentence=f"{pick.because}: {reasons}." if reasons else f"{pick.because}.",
            now=self._now,
        )

    async def _end_what_was(self, lead: LeadToRoute) -> None:
        by = self._request.by or _MACHINE
        if lead.open_assignment is not None:
            because = ended(self._request.ended_because)
            await end_assignment(
                self._connection, lead.open_assignment, because, self._now
            )
        if lead.open_review is not None:
            await close_review(
                self._connection,
                lead.open_review,
                by=by,
                resolution="assigned",
                at=self._now,
            )

    async def _assign(
        self, found: _Found, settled: Routed, previous: str | None
    ) -> None:
        asked, playbook = self._request, self._playbook
        if settled.clock is None:  # an owner without a clock would be a lost lead
            raise AssertionError
        await assign_lead(
            self._connection,
            NewOwner(
                lead_id=asked.lead_id,
                decision_id=asked.decision_id,
                assignment_id=asked.assignment_id,
                revision=asked.revision,
                band=asked.band.value,
                points=asked.points,
                owner=found.owner,
                because=found.because,
                routing=found.routing,
                clock=settled.clock.kind.value,
                due_at=settled.clock.due_at,
                respond_by=settled.respond_by,
                breaches=asked.breaches,
                action_id=asked.action_id,
                actor=asked.by or _MACHINE,
                sentence=got(
                    name_of(playbook, found.owner),
                    found.because,
                    previous=previous and name_of(playbook, previous),
                    ended_because=asked.ended_because,
                ),
                now=self._now,
                pool=found.routing["pool"],
                turns=self._turns,
            ),
        )


def routed(playbook: Playbook, request: RouteRequest, owner: str, row: str) -> Routed:
    """The answer, made from what is stored alone: the same for every try."""
    clock = started(
        playbook, ToStart(ClockKind.ACCEPT, request.received_at, request.band, owner)
    )
    respond_by = promised_by(
        request.band,
        playbook,
        owner=_or_none(playbook, owner),
        received_at=request.received_at,
    )
    most = promise_of(playbook, request.band).max_reassignments
    return Routed(owner, row, clock, respond_by, most)


def _or_none(playbook: Playbook, owner: str) -> str | None:
    return owner if playbook.has_person(owner) else None
