"""A worker dies in the middle of a pass, and another one takes over."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from temporalio import activity
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from tests.conftest import eventually
from tests.fakes import FakeQualification, FakeWorld
from worker import SANDBOX
from workflows.lead import LeadWorkflow
from workflows.messages import LeadStart, SubmissionRef
from workflows.names import lead_workflow_id
from workflows.ports import Scored, ScoreRequest


@dataclass
class DyingQualification(FakeQualification):
    """Keeps one decision per id, as the database does; dies after the first."""

    stored: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    died: asyncio.Event = field(default_factory=asyncio.Event)

    @activity.defn
    async def score_lead(self, request: ScoreRequest) -> Scored:
        if request.decision_id not in self.stored:
            self.stored[request.decision_id] = tuple(self.waiting)
            self.waiting.clear()
        if not self.died.is_set():
            self.died.set()
            await asyncio.Event().wait()
        return Scored(points=10, submissions=self.stored[request.decision_id])


@pytest.mark.timeout(90)
async def test_a_hand_raised_between_two_tries_of_a_pass_is_counted(
    skipping: WorkflowEnvironment,
) -> None:
    first, second, lead_id = uuid4(), uuid4(), uuid4()
    scoring = DyingQualification(waiting=[first])
    world, queue = FakeWorld(qualification=scoring), str(uuid4())
    async with _worker(skipping, world, queue):
        handle = await skipping.client.start_workflow(
            LeadWorkflow.run,
            LeadStart(lead_id, datetime.now(UTC)),
            id=lead_workflow_id(lead_id),
            task_queue=queue,
            start_signal="submit",
            start_signal_args=[SubmissionRef(first)],
        )
        await scoring.died.wait()

    scoring.waiting.append(second)
    await handle.signal("submit", SubmissionRef(second))

    async with _worker(skipping, world, queue):
        await eventually(lambda: bool(world.routing.owners), within=30)
        counted = [one for some in scoring.stored.values() for one in some]
        assert sorted(counted, key=str) == sorted([first, second], key=str)
        await handle.terminate()


def _worker(env: WorkflowEnvironment, world: FakeWorld, queue: str) -> Worker:
    return Worker(
        env.client,
        task_queue=queue,
        workflows=[LeadWorkflow],
        activities=world.activities,
        workflow_runner=SANDBOX,
    )
