"""What managers read in Temporal before a lead is decided."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from temporalio.common import SearchAttributePair, TypedSearchAttributes

from domain.lifecycle import Status
from workflows.names import LEAD_STATUS


class ShownAtStart(TypedDict):
    static_summary: str
    static_details: str
    search_attributes: TypedSearchAttributes


def shown_at_start(lead_id: UUID, received_at: datetime) -> ShownAtStart:
    """Arguments for starting a workflow. They cost no event of its history."""
    return {
        "static_summary": f"A hand raised on {received_at:%a %d %b %Y at %H:%M} UTC",
        "static_details": (
            "*Current details* say what it waits for. The lead itself, with its score and "
            f"the reasons, is in Handraise at `/leads/{lead_id}`."
        ),
        "search_attributes": TypedSearchAttributes(
            [SearchAttributePair(LEAD_STATUS, Status.QUALIFYING.value)]
        ),
    }
