"""Count a running clock by the hours of today."""

from sqlalchemy.ext.asyncio import AsyncConnection

from activities.promises.clocks import calendar_of_clock, counted_by, running_on
from adapters.playbook.published import Playbooks, PublishedVersion
from adapters.store.owners.leaves import leaves_between
from domain.promises.replanning import replanned
from domain.promises.sla import Clock, ClockKind
from workflows.ports import Replanned, ReplanRequest


async def replan(
    connection: AsyncConnection, playbooks: Playbooks, request: ReplanRequest
) -> Replanned:
    """The same clock where nothing changed, or where nobody knows what it counted."""
    current = await playbooks.current(connection)
    clock = _clock(current, request)
    if await _is_absent(connection, current, request, clock):
        return Replanned(request.clock, absent=True)
    if clock is None or request.resume is not None:
        return Replanned(clock)
    if clock.version in {0, current.version}:
        return Replanned(clock)
    planned_by = await playbooks.version(connection, clock.version)
    before = calendar_of_clock(planned_by.playbook, clock.kind, request.owner)
    after = calendar_of_clock(current.playbook, clock.kind, request.owner)
    if before == after:
        return Replanned(clock)
    return Replanned(counted_by(current, replanned(clock, request.at, before, after)))


def _clock(current: PublishedVersion, request: ReplanRequest) -> Clock | None:
    """The one that runs, or as it would run on."""
    if request.resume is None:
        return request.clock
    return running_on(current, request.resume, request.at, request.owner)


async def _is_absent(
    connection: AsyncConnection,
    current: PublishedVersion,
    request: ReplanRequest,
    clock: Clock | None,
) -> bool:
    """Nobody waits for the “mine” of somebody who will not be there to say it.

    What they have accepted stays theirs through a leave, and is given back to nobody on one.
    """
    owner, at = request.owner, request.at
    if owner is None:
        return False
    if not current.playbook.has_person(owner):
        return True
    if clock is None:
        return False
    until = at
    if clock.kind is ClockKind.ACCEPT:
        until = max(clock.due_at, at)
    elif request.resume is None:
        return False
    return bool(await leaves_between(connection, [owner], at, until))
