"""Ask, tell and start the workflows of leads.

The workflow is called by its names, not by its class: the web and the relay know what it
promises, never how it works.
"""

import asyncio
import logging
from collections.abc import Generator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from temporalio.client import Client, WithStartWorkflowOperation
from temporalio.common import (
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.envconfig import ClientConfig
from temporalio.service import RPCError, RPCStatusCode

from adapters.store.raised_hands.intake import Stored
from adapters.temporal.failures import understood
from adapters.temporal.payloads import data_converter
from adapters.temporal.reachability import Reachability
from adapters.temporal.shown_at_start import shown_at_start
from domain.errors import LeadClosedError, UnavailableError
from domain.lifecycle import ActionKind
from workflows.answers import Answer
from workflows.messages import Action, LeadStart, LeadView, SubmissionRef
from workflows.names import (
    LEAD_WORKFLOW,
    TASK_QUEUE,
    lead_workflow_id,
    submission_update_id,
)

Start = WithStartWorkflowOperation[Any, Any]
LOG = logging.getLogger(__name__)
SUBMIT = "submit"
REPLAN = "replan"
# An answer that takes longer than this may mean that nobody is there: worth a question.
SUSPICIOUS_AFTER = timedelta(milliseconds=400)
ACTION_WITHIN = timedelta(seconds=5)
HAND_OVER_WITHIN = timedelta(seconds=3)


async def connect() -> Client:
    """A client as Temporal's own environment configuration says. Connects when first used."""
    return await Client.connect(
        **ClientConfig.load_client_connect_config(),
        data_converter=data_converter,
        lazy=True,
    )


async def ask_for_decision(
    client: Client, stored: Stored, wait: timedelta, reachability: Reachability
) -> Answer | None:
    """Start the lead's workflow, or find it running, and wait for what it decides.

    None: not decided within `wait`, or Temporal is away; the submission is on disk, and the
    relay hands it over. Raise `LeadClosedError` when the workflow has ended meanwhile.
    """
    if reachability.seems_away():
        return None
    asking = asyncio.create_task(_submit(client, stored, wait))
    try:
        async with asyncio.timeout(wait.total_seconds()):
            patience = SUSPICIOUS_AFTER.total_seconds()
            answered, _ = await asyncio.wait({asking}, timeout=patience)
            if answered or await reachability.is_there():
                return await asyncio.shield(asking)
    except UnavailableError:
        reachability.look_again()
    except TimeoutError:
        LOG.info("submission %s is not decided yet", stored.submission_id)
    finally:
        asking.cancel()
    return None


async def _submit(client: Client, stored: Stored, wait: timedelta) -> Answer:
    start: Start = WithStartWorkflowOperation(
        LEAD_WORKFLOW,
        LeadStart(stored.lead_id, stored.lead_received_at),
        id=lead_workflow_id(stored.lead_id),
        task_queue=TASK_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        **shown_at_start(stored.lead_id, stored.lead_received_at),
    )
    with understood():
        try:
            answer: Answer = await client.execute_update_with_start_workflow(
                SUBMIT,
                SubmissionRef(stored.submission_id),
                start_workflow_operation=start,
                id=submission_update_id(stored.submission_id),
                result_type=Answer,
                rpc_timeout=wait,
            )
        except BaseException:
            await _forget(start)
            raise
    return answer


async def _forget(start: Start) -> None:
    """Take note of the start's own error: asyncio would complain of one nobody looked at."""
    with suppress(Exception, asyncio.CancelledError):
        async with asyncio.timeout(0):
            await start.workflow_handle()


async def send_action(
    client: Client, lead_id: UUID, kind: ActionKind, action: Action
) -> LeadView:
    """Tell the running workflow what a person did. The row's id makes repeating harmless.

    Raise `RefusedError` when its state does not allow it, `LeadClosedError` when nothing runs,
    `UnavailableError` when nobody answered; then it may or may not have been applied.
    """
    handle = client.get_workflow_handle(lead_workflow_id(lead_id))
    with understood(), _nothing_runs():
        async with asyncio.timeout(ACTION_WITHIN.total_seconds()):
            view: LeadView = await handle.execute_update(
                kind.value,
                action,
                id=str(action.action_id),
                result_type=LeadView,
                rpc_timeout=ACTION_WITHIN,
            )
    return view


@contextmanager
def _nothing_runs() -> Generator[None]:
    try:
        yield
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise LeadClosedError from error
        raise


async def reopen(client: Client, lead: LeadStart, action: Action) -> LeadView:
    """Start a closed lead's workflow anew. Raises as `send_action` does."""
    start: Start = WithStartWorkflowOperation(
        LEAD_WORKFLOW,
        lead,
        id=lead_workflow_id(lead.lead_id),
        task_queue=TASK_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        **shown_at_start(lead.lead_id, lead.received_at),
    )
    with understood():
        try:
            async with asyncio.timeout(ACTION_WITHIN.total_seconds()):
                view: LeadView = await client.execute_update_with_start_workflow(
                    ActionKind.REOPEN.value,
                    action,
                    start_workflow_operation=start,
                    id=str(action.action_id),
                    result_type=LeadView,
                    rpc_timeout=ACTION_WITHIN,
                )
        except BaseException:
            await _forget(start)
            raise
    return view


async def hand_over(client: Client, stored: Stored) -> None:
    """Leave a submission with its workflow, started if need be; nobody waits for a decision.

    Durable when this returns. Raise `LeadClosedError` when the workflow has ended.
    """
    with understood():
        async with asyncio.timeout(HAND_OVER_WITHIN.total_seconds()):
            await client.start_workflow(
                LEAD_WORKFLOW,
                LeadStart(stored.lead_id, stored.lead_received_at),
                id=lead_workflow_id(stored.lead_id),
                task_queue=TASK_QUEUE,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                start_signal=SUBMIT,
                start_signal_args=[SubmissionRef(stored.submission_id)],
                **shown_at_start(stored.lead_id, stored.lead_received_at),
                rpc_timeout=HAND_OVER_WITHIN,
            )


async def ask_to_replan(client: Client, lead_id: UUID) -> None:
    """Let a lead's clock be looked at again. Raise `LeadClosedError` when nothing runs."""
    handle = client.get_workflow_handle(lead_workflow_id(lead_id))
    with understood(), _nothing_runs():
        await handle.signal(REPLAN, rpc_timeout=HAND_OVER_WITHIN)


__all__ = [
    "LeadClosedError",
    "ask_for_decision",
    "ask_to_replan",
    "connect",
    "hand_over",
    "reopen",
    "send_action",
]
