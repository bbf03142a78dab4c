"""A lead's workflow over a fake world, with time that skips."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio.client import (
    WithStartWorkflowOperation,
    WorkflowHandle,
    WorkflowUpdateFailedError,
)
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from tests.conftest import PATIENCE, eventually
from tests.fakes import FakeWorld
from worker import SANDBOX
from workflows.answers import Answer
from workflows.lead import LeadWorkflow
from workflows.messages import (
    Action,
    LeadStart,
    LeadView,
    SubmissionRef,
)
from workflows.names import lead_workflow_id, submission_update_id


@dataclass
class Story:
    """One lead, and what happens to it."""

    env: WorkflowEnvironment
    world: FakeWorld
    queue: str
    lead_id: UUID
    started_at: datetime

    @property
    def handle(self) -> WorkflowHandle[LeadWorkflow, str]:
        return self.env.client.get_workflow_handle_for(
            LeadWorkflow.run, lead_workflow_id(self.lead_id)
        )

    async def submit(self, submission_id: UUID | None = None) -> Answer:
        submission_id = submission_id or uuid4()
        start = WithStartWorkflowOperation(
            LeadWorkflow.run,
            LeadStart(self.lead_id, self.started_at),
            id=lead_workflow_id(self.lead_id),
            task_queue=self.queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        answer: Answer = await self.env.client.execute_update_with_start_workflow(
            "submit",
            SubmissionRef(submission_id),
            start_workflow_operation=start,
            id=submission_update_id(submission_id),
            result_type=Answer,
        )
        return answer

    async def begin(self) -> None:
        """Start without anybody waiting for the answer."""
        await self.env.client.start_workflow(
            LeadWorkflow.run,
            LeadStart(self.lead_id, self.started_at),
            id=lead_workflow_id(self.lead_id),
            task_queue=self.queue,
        )

    async def do(self, name: str, by: str, **inputs: Any) -> LeadView:
        view: LeadView = await self.handle.execute_update(
            name, Action(by, **inputs), result_type=LeadView
        )
        return view

    async def signal(self, name: str, by: str, **inputs: Any) -> None:
        await self.handle.signal(name, Action(by, **inputs))

    async def refusal(self, name: str, by: str, **inputs: Any) -> str:
        with pytest.raises(WorkflowUpdateFailedError) as error:
            await self.do(name, by, **inputs)
        assert isinstance(error.value.cause, ApplicationError)
        assert error.value.cause.type == "Refused"
        return error.value.cause.message

    async def state(self) -> LeadView:
        while True:
            try:
                return await self.handle.query(LeadWorkflow.state)
            except RPCError as error:
                if error.status is not RPCStatusCode.FAILED_PRECONDITION:
                    raise  # a run that was just continued has no task yet

    async def skip(self, span: timedelta) -> None:
        """Let `span` pass for this lead, and all of its timers fire."""
        now = await self._virtual_now()
        until = now + span
        while now < until and await self.env.fast_forward(self.handle, until - now):
            now = await self._virtual_now()

    async def _virtual_now(self) -> datetime:
        now: datetime = await self.env.get_current_time(self.handle)
        return now

    async def shows(self, attribute: str, value: object) -> None:
        """Wait until the workflow carries this search attribute (None: does not)."""
        async with asyncio.timeout(PATIENCE):
            while True:
                found = (await self.handle.describe()).search_attributes
                first = found.get(attribute, [None])[0]
                if first == value:
                    return
                await asyncio.sleep(0.01)

    async def settle(self) -> None:
        """Wait until no activity and no task of the workflow is under way."""
        async with asyncio.timeout(PATIENCE):
            while True:
                now = (await self.handle.describe()).raw_description
                task = now.HasField("pending_workflow_task")
                if not task and not now.pending_activities:
                    return
                await asyncio.sleep(0.01)

    async def until_timers_fired(self, count: int) -> None:
        """Wait until so many timers fired, and the workflow has seen the last of them."""
        async with asyncio.timeout(PATIENCE):
            while True:
                kinds = [
                    event.WhichOneof("attributes") or ""
                    for event in (await self.handle.fetch_history()).events
                ]
                fired = [n for n, kind in enumerate(kinds) if "timer_fired" in kind]
                if len(fired) >= count and any(
                    "workflow_task_completed" in kind for kind in kinds[fired[-1] :]
                ):
                    return
                await asyncio.sleep(0.01)

    async def until(self, is_true: Callable[[], bool]) -> None:
        await eventually(is_true)


@asynccontextmanager
async def telling(
    env: WorkflowEnvironment, world: FakeWorld, *, cached: int = 0
) -> AsyncIterator[Story]:
    queue = str(uuid4())
    story = Story(env, world, queue, uuid4(), datetime.now(UTC))
    # With nothing cached every task replays from the first event: code that is not
    # deterministic shows here, not in production.
    async with Worker(
        env.client,
        task_queue=queue,
        workflows=[LeadWorkflow],
        activities=world.activities,
        workflow_runner=SANDBOX,
        max_cached_workflows=cached,
    ):
        yield story
        with suppress(RPCError):
            await story.handle.terminate()


@pytest.fixture
def world() -> FakeWorld:
    return FakeWorld()


@pytest.fixture
async def story(
    skipping: WorkflowEnvironment, world: FakeWorld
) -> AsyncIterator[Story]:
    async with telling(skipping, world) as story:
        yield story
