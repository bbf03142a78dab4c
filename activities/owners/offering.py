"""Offer a lead to a whole team: what is kept of it, and what the workflow is told."""

from sqlalchemy.ext.asyncio import AsyncConnection

from activities.owners.finding_owner import Open
from activities.promises.clocks import promise_of
from adapters.store.owners.assigning import explain_offer
from adapters.store.owners.pools import Changes, forget_turn, write_turns
from adapters.store.owners.routing import LeadToRoute
from domain.playbook import Playbook
from domain.promises.next_step import promised_by
from workflows.ports import Routed, RouteRequest


async def keep_offer(
    connection: AsyncConnection, request: RouteRequest, lead: LeadToRoute, found: Open
) -> None:
    """Why they are asked. The standing itself is written down with the clock's start."""
    await explain_offer(connection, request.decision_id, found.routing)
    await give_back(connection, lead, found.turns)


async def give_back(
    connection: AsyncConnection, lead: LeadToRoute, turns: Changes
) -> None:
    """The turn of who had the lead, where it costs them none and nobody takes one."""
    if lead.open_assignment is not None and any(turns.values()):
        await write_turns(connection, turns)
        await forget_turn(connection, lead.open_assignment)


def offered(
    playbook: Playbook, request: RouteRequest, lead: LeadToRoute, found: Open
) -> Routed:
    """`respond_by` is what the prospect was told before, if they were."""
    told = lead.respond_by or promised_by(
        request.band, playbook, owner=None, received_at=request.received_at
    )
    return Routed(
        None,
        found.row,
        respond_by=told,
        max_reassignments=promise_of(playbook, request.band).max_reassignments,
        queue=found.team,
        open_to=found.open_to,
    )
