from datetime import timedelta

import pytest
from temporalio.client import WithStartWorkflowOperation, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy

from domain.lifecycle import Status
from tests.fakes import FakeWorld
from tests.workflows.conftest import Story
from workflows.lead import LeadWorkflow
from workflows.messages import Action, LeadStart, LeadView
from workflows.names import lead_workflow_id


async def closed(story: Story) -> LeadView:
    await story.submit()
    view = await story.do("close", "ana", outcome="lost")
    await story.handle.result()
    return view


async def reopen(story: Story, revision: int) -> LeadView:
    start = WithStartWorkflowOperation(
        LeadWorkflow.run,
        LeadStart(story.lead_id, story.started_at, reopened=True, revision=revision),
        id=lead_workflow_id(story.lead_id),
        task_queue=story.queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
    )
    view: LeadView = await story.env.client.execute_update_with_start_workflow(
        "reopen",
        Action("mara"),
        start_workflow_operation=start,
        result_type=LeadView,
    )
    return view


async def test_a_reopened_lead_is_decided_anew_after_what_was_written(
    story: Story, world: FakeWorld
) -> None:
    before = await closed(story)

    await reopen(story, before.revision)

    await story.until(lambda: world.routing.owners == ["ana", "ana"])
    revisions = [change.revision for change in world.records.changes]
    assert revisions == sorted(set(revisions))
    assert (await story.state()).status is Status.ASSIGNED


async def test_a_person_with_a_newer_lead_keeps_the_old_one_closed(
    story: Story, world: FakeWorld
) -> None:
    before = await closed(story)
    world.records.newer_lead = True

    with pytest.raises(WorkflowUpdateFailedError) as error:
        await reopen(story, before.revision)

    assert "newer open lead" in str(error.value.cause)
    await story.skip(timedelta(minutes=2))
    assert await story.handle.result() == "closed"
