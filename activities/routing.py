"""Find an owner for a lead, and give it to them."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio import activity

from activities.clocks import ToStart, promise_of, started
from activities.failures import told_to_temporal
from activities.finding_owner import Found, Nobody, by_the_rules, given_by_hand
from activities.picking import name_of
from activities.sentences import ended, got
from adapters import clock
from adapters.playbooks import Playbooks, PublishedVersion
from adapters.statements import autocommitting, transaction
from adapters.store.assigning import NewOwner, assign_lead, explain_nobody
from adapters.store.records import close_review, end_assignment
from adapters.store.routing import LeadToRoute, find_assigned, lock_lead_to_route
from domain.next_step import promised_by
from domain.playbook import Playbook
from domain.sla import Clock, ClockKind
from workflows.ports import Routed, RouteRequest, RoutingActivities

_MACHINE = "handraise"


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
                if lead.revision >= request.revision:
                    return await self._read_back(connection, request)
                version = await self._playbooks.version(
                    connection, lead.playbook_version
                )
                return await _route(connection, request, version, lead, self._now())

    async def _read_back(
        self, connection: AsyncConnection, request: RouteRequest
    ) -> Routed:
        """What an earlier try settled; nobody, when the lead has moved on without it."""
        before = await find_assigned(
            connection, request.assignment_id, request.decision_id
        )
        if before is None:
            return Routed(None)
        routing = before.routing
        if routing.get("assignment_id") != str(request.assignment_id):
            current = await self._playbooks.current(connection)
            return _routed(current.playbook, request, before.owner, "", None)
        version = await self._playbooks.version(connection, routing["version"])
        return _routed(
            version.playbook, request, before.owner, routing["row"], before.respond_by
        )


async def _route(
    connection: AsyncConnection,
    request: RouteRequest,
    version: PublishedVersion,
    lead: LeadToRoute,
    now: datetime,
) -> Routed:
    if request.to is not None:
        found: Found | Nobody | None = given_by_hand(request, version)
    else:
        found = await by_the_rules(connection, request, version, lead, now)
    match found:
        case None:
            return Routed(None)
        case Nobody(sentence, routing):
            ids = request.lead_id, request.decision_id, request.assignment_id
            await explain_nobody(connection, ids, routing, sentence=sentence, now=now)
            return Routed(None)
        case Found():
            await _end_what_was(connection, request, lead, now)
            new = _new_owner(request, version.playbook, lead, found, now)
            await assign_lead(connection, new)
            return _routed(
                version.playbook, request, found.owner, found.row, lead.respond_by
            )


async def _end_what_was(
    connection: AsyncConnection,
    request: RouteRequest,
    lead: LeadToRoute,
    now: datetime,
) -> None:
    if lead.open_assignment is not None:
        because = ended(request.ended_because)
        await end_assignment(connection, lead.open_assignment, because, now)
    if lead.open_review is not None:
        by = request.by or _MACHINE
        await close_review(
            connection, lead.open_review, by=by, resolution="assigned", at=now
        )


def _new_owner(
    request: RouteRequest,
    playbook: Playbook,
    lead: LeadToRoute,
    found: Found,
    now: datetime,
) -> NewOwner:
    clock_of_owner = _accept_clock(playbook, request, found.owner)
    previous = None if lead.owner is None else name_of(playbook, lead.owner)
    return NewOwner(
        lead_id=request.lead_id,
        decision_id=request.decision_id,
        assignment_id=request.assignment_id,
        revision=request.revision,
        band=request.band.value,
        points=request.points,
        owner=found.owner,
        because=found.because,
        routing=found.routing,
        clock=clock_of_owner.kind.value,
        due_at=clock_of_owner.due_at,
        respond_by=lead.respond_by or _promised(playbook, request, found.owner),
        breaches=request.breaches,
        action_id=request.action_id,
        actor=request.by or _MACHINE,
        sentence=got(
            name_of(playbook, found.owner),
            found.because,
            previous=previous,
            ended_because=request.ended_because,
        ),
        now=now,
        pool=found.routing["pool"],
        turns=found.turns,
    )


def _routed(
    playbook: Playbook,
    request: RouteRequest,
    owner: str,
    row: str,
    told: datetime | None,
) -> Routed:
    """The answer, made from what is stored alone: the same for every try.

    `told` is when the prospect was promised an answer before; that stands.
    """
    return Routed(
        owner,
        row,
        _accept_clock(playbook, request, owner),
        told or _promised(playbook, request, owner),
        promise_of(playbook, request.band).max_reassignments,
    )


def _accept_clock(playbook: Playbook, request: RouteRequest, owner: str) -> Clock:
    of_owner = ToStart(ClockKind.ACCEPT, request.received_at, request.band, owner)
    return started(playbook, of_owner)


def _promised(playbook: Playbook, request: RouteRequest, owner: str) -> datetime | None:
    known = owner if playbook.has_person(owner) else None
    return promised_by(
        request.band, playbook, owner=known, received_at=request.received_at
    )
