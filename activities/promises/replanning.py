"""Count a running clock by the hours of today."""

from sqlalchemy.ext.asyncio import AsyncConnection

from activities.promises.clocks import calendar_of_clock, counted_by
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
    """Nobody waits for the “mine” of somebody who will not be there to say it."""
    owner, clock = request.owner, request.clock
    if owner is None or clock.kind is not ClockKind.ACCEPT:
        return False
    if not current.playbook.has_person(owner):
        return True
    until = max(clock.due_at, request.at)
    return bool(await leaves_between(connection, [owner], request.at, until))
