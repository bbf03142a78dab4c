"""Nothing of or about the prospect reaches Temporal, also where things fail."""

from typing import Any

from temporalio.client import Client

from adapters.embedded.temporal import EmbeddedTemporal
from adapters.temporal.payloads import data_converter
from domain.lifecycle import ActionKind, Outcome
from tests.activities.world import World
from tests.worker.conftest import becomes, running
from workflows.answers import Answer
from workflows.messages import Action, LeadStart, SubmissionRef
from workflows.names import LEAD_WORKFLOW, TASK_QUEUE, lead_workflow_id

# Each of them holds "quagmire"; the address is one that no mail can be written to.
DANA: dict[str, Any] = {
    "email": "zelda.quagmire@quagmire..example",
    "name": "Zelda Quagmire",
    "company": "Quagmire Holdings",
    "job_title": "Head of quagmires",
    "phone": "+34 600 000 000 quagmire",
    "message": "A quote for the quagmire this month, please",
    "industry": "quagmire logistics",
    "product": "quagmire",
    "country": "ES",
    "employees": 240,
    "fields": {"vehicles": 80, "quagmire": "quagmire"},
    "source": {"referrer": "https://quagmire.example", "utm_campaign": "quagmire"},
    "page_views": [{"path": "/quagmire", "seconds": 9, "at": "2026-11-20T10:00:00Z"}],
    "events": [
        {
            "name": "quagmire",
            "at": "2026-11-20T10:00:00Z",
            "properties": {"file": "quagmire"},
        }
    ],
    "region": "Quagmire County",
    "postal_code": "quagmire",
}
WORDS = "Spoke to Mr Quagmire"


async def test_histories_hold_ids_codes_and_handles_only(
    world: World, temporal_server: EmbeddedTemporal
) -> None:
    client = await Client.connect(
        temporal_server.address, data_converter=data_converter
    )
    lead_id, submission_id = await world.raise_hand(**DANA)
    # A mail server is set: writing to this address fails for good, and Temporal hears of it.
    async with running(world, temporal_server.address, HANDRAISE_SMTP_HOST="127.0.0.1"):
        lead = await client.start_workflow(
            LEAD_WORKFLOW,
            LeadStart(lead_id, world.now),
            id=lead_workflow_id(lead_id),
            task_queue=TASK_QUEUE,
        )
        answer: Answer = await lead.execute_update(
            "submit", SubmissionRef(submission_id), result_type=Answer
        )
        owner = answer.owner or ""

        async def do(kind: ActionKind, by: str, **inputs: Any) -> None:
            action = await world.act(
                lead_id, kind, by, reason=WORDS, details={"fields": {"name": WORDS}}
            )
            await lead.execute_update(kind.value, Action(by, action, **inputs))

        await do(ActionKind.ACCEPT, owner)
        await do(ActionKind.NOTE, owner)
        await do(ActionKind.CORRECT, owner)
        await do(ActionKind.TAKEOVER, "mara")
        await do(ActionKind.RELEASE, "mara")

        async def acknowledgement_failed() -> bool:
            history = await lead.fetch_history()
            return any(
                event.HasField("activity_task_failed_event_attributes")
                for event in history.events
            )

        await becomes(acknowledgement_failed)
        described = (await lead.describe()).raw_description.SerializeToString()
        await do(ActionKind.CLOSE, "mara", outcome=Outcome.LOST)
        await lead.result()
        history = await lead.fetch_history()

    written = b"".join(event.SerializeToString() for event in history.events)
    assert str(lead_id).encode() in written
    assert found_of_dana(written) == []
    assert found_of_dana(described) == []


def found_of_dana(everything: bytes) -> list[bytes]:
    known = (b"quagmire", b"zelda", b"600 000 000")
    return [word for word in known if word in everything.lower()]
