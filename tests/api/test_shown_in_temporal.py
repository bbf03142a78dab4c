"""What a manager sees of a lead before anything was decided about it."""

from datetime import UTC, datetime
from uuid import uuid4

from temporalio.client import Client

from adapters.store.raised_hands.intake import Stored
from adapters.temporal.leads import hand_over
from workflows.names import lead_workflow_id


async def test_a_lead_is_found_as_qualifying_from_its_first_moment(
    temporal: Client,
) -> None:
    lead = Stored(uuid4(), uuid4(), datetime(2026, 11, 23, 9, 4, tzinfo=UTC))

    await hand_over(temporal, lead)

    handle = temporal.get_workflow_handle(lead_workflow_id(lead.lead_id))
    history = await handle.fetch_history()
    await handle.terminate()
    started = history.events[0].workflow_execution_started_event_attributes
    shown = started.search_attributes.indexed_fields["LeadStatus"].data
    summary = history.events[0].user_metadata.summary.data
    assert shown == b'"qualifying"'
    assert summary == b'"A hand raised on Mon 23 Nov 2026 at 09:04 UTC"'
