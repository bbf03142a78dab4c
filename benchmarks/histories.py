"""Say how much a workflow has written so far, and which activities it had."""

import json
from dataclasses import dataclass

from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client


@dataclass(frozen=True, slots=True)
class Size:
    events: int
    bytes: int  # as the server counts them
    local: tuple[str, ...]  # activities that ran in the workflow task, by name
    regular: tuple[str, ...]

    @property
    def kinds(self) -> tuple[int, int]:
        return len(self.local), len(self.regular)


async def size_of_newest(client: Client, workflow_type: str) -> Size:
    """Of the running workflow of this type that was started last."""
    query = f"WorkflowType = '{workflow_type}' AND ExecutionStatus = 'Running'"
    running = [found async for found in client.list_workflows(query, limit=20)]
    newest = max(running, key=lambda found: found.start_time)
    handle = client.get_workflow_handle(newest.id)
    description = (await handle.describe()).raw_description
    events = (await handle.fetch_history()).events
    return Size(
        events=len(events),
        bytes=description.workflow_execution_info.history_size_bytes,
        local=tuple(filter(None, map(_local, events))),
        regular=tuple(filter(None, map(_regular, events))),
    )


def _regular(event: HistoryEvent) -> str:
    return event.activity_task_scheduled_event_attributes.activity_type.name


def _local(event: HistoryEvent) -> str:
    details = event.marker_recorded_event_attributes.details
    if "data" not in details:
        return ""
    return str(json.loads(details["data"].payloads[0].data)["activity_type"])
