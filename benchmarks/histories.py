"""Say how much a workflow has written so far, and which activities it had."""

from dataclasses import dataclass

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client


@dataclass(frozen=True, slots=True)
class Size:
    events: int
    bytes: int  # as the server counts them
    local: int  # activities that ran in the workflow task
    regular: int

    @property
    def kinds(self) -> tuple[int, int]:
        return self.local, self.regular


async def size_of_newest(client: Client, workflow_type: str) -> Size:
    """Of the running workflow of this type that was started last."""
    query = f"WorkflowType = '{workflow_type}' AND ExecutionStatus = 'Running'"
    running = [found async for found in client.list_workflows(query, limit=20)]
    newest = max(running, key=lambda found: found.start_time)
    handle = client.get_workflow_handle(newest.id)
    description = (await handle.describe()).raw_description
    events = (await handle.fetch_history()).events
    kinds = [event.event_type for event in events]
    return Size(
        events=len(events),
        bytes=description.workflow_execution_info.history_size_bytes,
        local=kinds.count(EventType.EVENT_TYPE_MARKER_RECORDED),
        regular=kinds.count(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED),
    )
