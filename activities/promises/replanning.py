"""Count a running clock by the hours of today."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from activities.promises.clocks import calendar_of_clock, counted_by, running_on
from adapters.playbook.published import Playbooks, PublishedVersion
from adapters.store.owners.leaves import leaves_between
from domain.promises.replanning import replanned
from domain.promises.sla import ClockKind
from workflows.ports import Replanned, ReplanRequest


async def replan(
    connection: AsyncConnection, playbooks: Playbooks, request: ReplanRequest
) -> Replanned:
    """The same clock where nothing changed, or where nobody knows what it counted."""
    clock, current = request.clock, await playbooks.current(connection)
    if await _is_absent(connection, current, request):
        return Replanned(clock, absent=True)
    if request.resume is not None:
        resumed = running_on(current, request.resume, request.at, request.owner)
        return Replanned(resumed)
    if clock.version in {0, current.version}:
        return Replanned(clock)
    planned_by = await playbooks.version(connection, clock.version)
    before = calendar_of_clock(planned_by.playbook, clock.kind, request.owner)
    after = calendar_of_clock(current.playbook, clock.kind, request.owner)
    if before == after:
        return Replanned(clock)
    return Replanned(counted_by(current, replanned(clock, request.at, before, after)))


async def _is_absent(
    connection: AsyncConnection, current: PublishedVersion, request: ReplanRequest
) -> bool:
    """Nobody waits for the “mine” of somebody who will not be there to say it.

    What they have accepted stays theirs through a leave, and is given back to nobody on one.
    """
    owner, at = request.owner, request.at
    if owner is None:
        return False
    if not current.playbook.has_person(owner):
        return True
    until = at
    if request.clock.kind is ClockKind.ACCEPT:
        until = max(_due(current, request), at)
    elif request.resume is None:
        return False
    return bool(await leaves_between(connection, [owner], at, until))


def _due(current: PublishedVersion, request: ReplanRequest) -> datetime:
    if request.resume is None:
        return request.clock.due_at
    return running_on(current, request.resume, request.at, request.owner).due_at
