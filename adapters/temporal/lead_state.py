"""Ask a running workflow where its lead stands, without waiting long."""

import asyncio
from datetime import timedelta
from uuid import UUID

from temporalio.client import Client, WorkflowQueryFailedError
from temporalio.service import RPCError

from workflows.messages import LeadView
from workflows.names import lead_workflow_id

_WITHIN = timedelta(seconds=1)  # a page without its plan beats a page that hangs


async def read_state(client: Client, lead_id: UUID) -> LeadView | None:
    """None when nobody answers in time: no worker, no Temporal, no such workflow."""
    handle = client.get_workflow_handle(lead_workflow_id(lead_id))
    try:
        async with asyncio.timeout(_WITHIN.total_seconds()):
            view: LeadView = await handle.query(
                "state", result_type=LeadView, rpc_timeout=_WITHIN
            )
    except (RPCError, WorkflowQueryFailedError, TimeoutError, RuntimeError):
        # RuntimeError is how the lazy client says that it cannot connect.
        return None
    return view
