"""An address that mail came back from, and a person who knows better."""

from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse

from adapters.store.mail.undeliverable import lift_undeliverable
from api.dependencies import Connection, Now
from api.leads.lead_page import OneLead
from api.web.same_origin import require_same_origin

router = APIRouter(prefix="/leads", include_in_schema=False)


@router.post("/{lead_id}/deliverable", dependencies=[Depends(require_same_origin)])
async def lift(
    lead_id: UUID, shown: OneLead, connection: Connection, now: Now
) -> RedirectResponse:
    """Mail goes there again from now on."""
    reader = shown.reader
    await lift_undeliverable(
        connection, lead_id, by=reader.handle, name=reader.name, now=now
    )
    return RedirectResponse(f"/leads/{lead_id}", status_code=303)
