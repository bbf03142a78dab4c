"""Let the best leads act first where the clocks of many come due together.

Tasks of workflows wait in one queue. At an opening hundreds of clocks may come due in the same
second, and the last of them acts some seconds late. Temporal serves those first whose workflow
has the higher priority. That is set by a call of its own, once the band is known, which costs as
much as a tenth of a decision: so only those leads get it that are about to be in a crowd.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.common.v1 import Priority, WorkflowExecution
from temporalio.api.workflow.v1 import WorkflowExecutionOptions
from temporalio.api.workflowservice.v1 import UpdateWorkflowExecutionOptionsRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from adapters import clock
from adapters.database import is_away
from adapters.statements import autocommitting
from adapters.store.standing.crowds import Crowd, in_a_crowd
from domain.qualifying.bands import Band
from workflows.names import lead_workflow_id
from workflows.policies import urgency

LOG = logging.getLogger(__name__)

LOOKS_EVERY = timedelta(seconds=15)
AHEAD = timedelta(seconds=60)  # seen four times before it comes
# Fewer are all done within a second, whoever is first.
CROWD = Crowd(many=50, together=timedelta(seconds=5))
_AT_ONCE = 8
_WITHIN = timedelta(seconds=5)  # a call
_REMEMBERED = 10_000  # leads that go first already


class Crowds:
    def __init__(
        self, engine: AsyncEngine, temporal: Client, crowd: Crowd = CROWD
    ) -> None:
        self._engine = autocommitting(engine)
        self._temporal = temporal
        self._crowd = crowd
        self._first: dict[UUID, None] = {}  # the oldest first

    async def run(self) -> None:
        """Look again and again until cancelled. Runs beside every worker."""
        while True:
            try:
                await self.look(clock.now())
            except Exception as error:  # the next look may find both sides again
                if not is_away(error) and not isinstance(error, RPCError):
                    LOG.exception("could not look for clocks that come due together")
            await asyncio.sleep(LOOKS_EVERY.total_seconds())

    async def look(self, now: datetime) -> Sequence[UUID]:
        """Let the high leads of coming crowds go first; those that did not before."""
        async with self._engine.connect() as connection:
            found = await in_a_crowd(
                connection,
                self._crowd,
                band=Band.HIGH.value,
                since=now,
                until=now + AHEAD,
            )
        new = [lead_id for lead_id in found if lead_id not in self._first]
        gate = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._put_first(lead_id, gate) for lead_id in new))
        return new

    async def _put_first(self, lead_id: UUID, gate: asyncio.Semaphore) -> None:
        async with gate:
            try:
                await self._temporal.workflow_service.update_workflow_execution_options(
                    _request(self._temporal.namespace, lead_id), timeout=_WITHIN
                )
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:  # it has just ended
                    raise
        self._first[lead_id] = None
        if len(self._first) > _REMEMBERED:
            del self._first[next(iter(self._first))]


def _request(namespace: str, lead_id: UUID) -> UpdateWorkflowExecutionOptionsRequest:
    first = Priority(priority_key=urgency(Band.HIGH).priority_key or 0)
    request = UpdateWorkflowExecutionOptionsRequest(
        namespace=namespace,
        workflow_execution=WorkflowExecution(workflow_id=lead_workflow_id(lead_id)),
        workflow_execution_options=WorkflowExecutionOptions(priority=first),
    )
    request.update_mask.paths.append("priority")
    return request
