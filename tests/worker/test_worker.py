"""The worker as a process: it decides leads, and leaves when it is asked to."""

import asyncio
import signal
from pathlib import Path

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner
from temporalio.workflow import SandboxImportNotificationPolicy, _Definition

import worker
from adapters import clock
from adapters.embedded.temporal import EmbeddedTemporal
from tests.activities.world import World
from tests.conftest import PATIENCE
from tests.worker.conftest import becomes, running
from workflows.answers import Answer
from workflows.messages import LeadStart, SubmissionRef
from workflows.names import LEAD_WORKFLOW, TASK_QUEUE, lead_workflow_id


async def test_it_decides_what_waits_and_leaves_when_asked(
    world: World, temporal_server: EmbeddedTemporal, tmp_path: Path
) -> None:
    companies = tmp_path / "companies.csv"
    companies.write_text("domain,employees\nnorthwind.example,300\n", "utf-8")
    await world.never_close()
    client = await Client.connect(
        temporal_server.address, data_converter=pydantic_data_converter
    )
    lead_id, submission_id = await world.raise_hand(
        country="ES", fields={"vehicles": 80}
    )

    async with running(
        world, temporal_server.address, HANDRAISE_COMPANY_TABLE=str(companies)
    ) as process:
        lead = await client.start_workflow(
            LEAD_WORKFLOW,
            LeadStart(lead_id, world.now),
            id=lead_workflow_id(lead_id),
            task_queue=TASK_QUEUE,
        )
        answer: Answer = await lead.execute_update(
            "submit", SubmissionRef(submission_id), result_type=Answer
        )
        await becomes(lambda: _mails(world, 2))
        process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(process.wait(), PATIENCE)

    decision = await world.one("decisions")
    assert code == 0
    assert answer.owner == "ana"
    assert decision["evidence"]["facts"]["employees"]["value"] == 300
    assert len(await world.all("assignments", ended_at=None)) == 1


async def _mails(world: World, count: int) -> bool:
    sent = [m for m in await world.all("messages") if m["sent_at"] is not None]
    return len(sent) == count


async def test_it_relays_what_nobody_handed_over(
    world: World, temporal_server: EmbeddedTemporal
) -> None:
    world.now = clock.now().replace(year=2025)
    await world.raise_hand(country="FR")

    async with running(world, temporal_server.address):
        await becomes(lambda: _is_decided(world))

    assert (await world.one("leads"))["status"] != "qualifying"


async def _is_decided(world: World) -> bool:
    lead = await world.one("leads")
    return bool(lead["status"] != "qualifying")


async def test_it_leaves_while_temporal_is_away(world: World) -> None:
    async with running(world, "127.0.0.1:1") as process:
        assert process.stderr is not None
        line = b""
        while b"Temporal is away" not in line:
            line = await asyncio.wait_for(process.stderr.readline(), PATIENCE)
        process.send_signal(signal.SIGINT)

        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def test_the_workflows_load_in_the_sandbox_and_pull_in_nothing_unforeseen() -> (
    None
):
    strict = worker.SANDBOX.restrictions.with_import_notification_policy(
        SandboxImportNotificationPolicy.RAISE_ON_UNINTENTIONAL_PASSTHROUGH
    )

    for workflow in worker.WORKFLOWS:
        SandboxedWorkflowRunner(restrictions=strict).prepare_workflow(
            _Definition.must_from_class(workflow)
        )
