"""Mail that comes in, as a mail server or a program that fetches it hands it over."""

from typing import Any

from fastapi import APIRouter, Request

from adapters.incoming.receiving import receive
from api.dependencies import AllParts, Now, Secret
from api.openapi import MAIL
from api.schemas import LeadGiven
from api.web.faults import checked

router = APIRouter(prefix="/v1/mail", tags=["leads"])


@router.post("", **MAIL)
async def take_mail(
    request: Request, parts: AllParts, now: Now, _: Secret
) -> dict[str, Any]:
    """Take one mail in (message/rfc822). The same mail a second time changes nothing."""
    received = await receive(
        parts.engine,
        await request.body(),
        now,
        lambda body: checked(LeadGiven, body, now=now).payload(),
    )
    lead = {"lead_id": str(received.lead_id)} if received.lead_id else {}
    return {"kind": received.kind.value} | lead
