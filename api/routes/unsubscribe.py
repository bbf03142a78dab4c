"""Enough mail: a prospect's one click, theirs or their mail program's (RFC 8058)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse

from adapters.store.mail.unsubscribing import subscribe_again, unsubscribe
from api.dependencies import Connection, CurrentOptions, Now
from api.web.pages import page
from domain.errors import NotFoundError

# No same-origin check: the mail program sends it, no cookie counts, and a forged link is none.
router = APIRouter(prefix="/unsubscribe", include_in_schema=False)


async def _lead(options: CurrentOptions, token: str) -> UUID:
    lead_id = options.links.read_unsubscribe(token)
    if lead_id is None:
        raise NotFoundError("This link is damaged: a part of it may have been cut off.")
    return lead_id


Lead = Annotated[UUID, Depends(_lead)]


@router.get("/{token}")  # noqa: FAST003  `Lead` takes it
async def ask(request: Request, lead: Lead) -> HTMLResponse:
    """Nothing changes yet: scanners open links."""
    del lead
    return page(request, "unsubscribe.html", {"done": ""})


@router.post("/{token}")  # noqa: FAST003
async def stop_or_go_on(
    request: Request,
    connection: Connection,
    now: Now,
    lead: Lead,
    again: Annotated[bool, Form()] = False,  # noqa: FBT002
) -> HTMLResponse:
    await (subscribe_again if again else unsubscribe)(connection, lead, now)
    done = "subscribed" if again else "unsubscribed"
    return page(request, "unsubscribe.html", {"done": done})
