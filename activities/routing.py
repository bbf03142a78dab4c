"""Find an owner for a lead, and give it to them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio import activity

from activities.failures import told_to_temporal
from activities.owners.finding_owner import (
    Found,
    Nobody,
    Open,
    by_the_rules,
    given_by_hand,
)
from activities.owners.offering import give_back, keep_offer, offered
from activities.promises.clocks import ToStart, promise_of, started
from activities.recording.deeds import deed_of_routing
from activities.recording.handovers import (
    by_another_version,
    by_special_plans,
    ended,
    got,
)
from activities.recording.labels import label_of_routing
from adapters import clock
from adapters.playbook.published import Playbooks, PublishedVersion
from adapters.statements import autocommitting, transaction
from adapters.store.owners.assigning import NewOwner, assign_lead, explain_nobody
from adapters.store.owners.routing import LeadToRoute, find_assigned, lock_lead_to_route
from adapters.store.standing.labels import keep_label
from adapters.store.standing.plans import written_plan
from adapters.store.standing.records import close_review, end_assignment
from domain.in_words.names import name_of
from domain.playbook import Playbook
from domain.promises.next_step import promised_by
from domain.promises.risk import at_risk_at
from domain.promises.sla import Clock, ClockKind, StepAction
from domain.qualifying.bands import Band
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
                    connection,
                    request.lead_id,
                    request.decision_id,
                    deed_of_routing(request),
                )
                if lead.revision >= request.revision:
                    return await self._read_back(connection, request, lead)
                version = await self._playbooks.version(
                    connection, _goes_by(request, lead)
                )
                promising = version.as_promised_to(lead.evidence)
                return await _route(connection, request, promising, lead, self._now())

    async def _read_back(
        self, connection: AsyncConnection, request: RouteRequest, lead: LeadToRoute
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
            promising = current.as_promised_to(lead.evidence)
            given = Given(before.owner, before.started_at)
            return _routed(promising, request, given, "", None)
        version = await self._playbooks.version(connection, routing["version"])
        version = version.as_promised_to(lead.evidence)
        given = Given(before.owner, before.started_at)
        return _routed(version, request, given, routing["row"], before.respond_by)


def _goes_by(request: RouteRequest, lead: LeadToRoute) -> int:
    """The version of the playbook.

    A decision that is under way is finished by the version that began it; what a person
    asks for, and who is found later, goes by the one in force.
    """
    is_under_way = not lead.is_routed and request.by is None
    return lead.decided_by if is_under_way else lead.playbook_version


async def _route(
    connection: AsyncConnection,
    request: RouteRequest,
    version: PublishedVersion,
    lead: LeadToRoute,
    now: datetime,
) -> Routed:
    if request.to is not None:
        found: Found | Open | Nobody | None = await given_by_hand(
            connection, request, version, lead, now
        )
    else:
        found = await by_the_rules(connection, request, version, lead, now)
    match found:
        case None:
            return Routed(None)
        case Nobody(sentence, routing, turns):
            ids = request.lead_id, request.decision_id, request.assignment_id
            await explain_nobody(connection, ids, routing, sentence=sentence, now=now)
            await give_back(connection, lead, turns)
            return Routed(None)
        case Open():
            await keep_offer(connection, request, lead, found)
            return offered(version.playbook, request, lead, found)
        case Found():
            await _end_what_was(connection, request, lead, now)
            new = _new_owner(request, version, lead, found, now)
            await assign_lead(connection, new)
            given = Given(found.owner, now)
            return _routed(version, request, given, found.row, lead.respond_by)


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
        if (label := label_of_routing(request, lead.open_review, now)) is not None:
            await keep_label(connection, label)


def _new_owner(
    request: RouteRequest,
    version: PublishedVersion,
    lead: LeadToRoute,
    found: Found,
    now: datetime,
) -> NewOwner:
    playbook = version.playbook
    accept, late = _accept_clock(version, request, Given(found.owner, now))
    to_start = ToStart(ClockKind.ACCEPT, request.received_at, request.band, found.owner)
    broken = started(version, to_start) if late else None
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
        clock=accept.kind.value,
        due_at=accept.due_at,
        respond_by=lead.respond_by
        or _promised(playbook, found.owner, request.band, accept),
        breaches=request.breaches + late,
        action_id=request.action_id,
        actor=request.by or _MACHINE,
        sentence=got(
            name_of(playbook, found.owner),
            found.because,
            previous=previous,
            ended_because=request.ended_because,
        )
        + by_another_version(lead.decided_by, found.routing["version"])
        + by_special_plans(playbook.special.bands.get(request.band, ())),
        now=now,
        plan=to_json(written_plan(accept)).decode(),
        at_risk_at=at_risk_at(accept, playbook.calendar_for(found.owner)),
        row=found.row,
        late_since=broken.started_at if broken else None,
        late_due_at=broken.due_at if broken else None,
        turn_of=found.turn_of,
        turns=found.turns,
    )


@dataclass(frozen=True, slots=True)
class Given:
    """To whom the lead went, and when."""

    owner: str
    at: datetime


def _routed(
    version: PublishedVersion,
    request: RouteRequest,
    given: Given,
    row: str,
    told: datetime | None,
) -> Routed:
    """The answer, made from what is stored alone: the same for every try.

    `told` is when the prospect was promised an answer before; that stands.
    """
    accept, late = _accept_clock(version, request, given)
    return Routed(
        given.owner,
        row,
        accept,
        told or _promised(version.playbook, given.owner, request.band, accept),
        promise_of(version.playbook, request.band).max_reassignments,
        late=late,
    )


def _accept_clock(
    version: PublishedVersion, request: RouteRequest, given: Given
) -> tuple[Clock, bool]:
    """The owner's clock, and whether the promise was broken before they could have the lead.

    The promise counts from the raised hand. Where we were away for so long that the owner would
    be reminded while being told, they get its whole time: nobody loses a lead unseen.
    """
    to_start = ToStart(
        ClockKind.ACCEPT,
        request.received_at,
        request.band,
        given.owner,
        points=request.points if request.to is None else None,
    )
    promised = started(version, to_start)
    plan = (
        step.at for step in promised.steps if step.action is not StepAction.TELL_OWNER
    )
    if given.at < next(plan):
        return promised, False
    late = given.at >= promised.due_at
    return started(version, replace(to_start, at=given.at)), late


def _promised(
    playbook: Playbook, owner: str, band: Band, accept: Clock
) -> datetime | None:
    known = owner if playbook.has_person(owner) else None
    return promised_by(band, playbook, owner=known, received_at=accept.started_at)
