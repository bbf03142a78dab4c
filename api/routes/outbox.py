"""The mails that were written."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from adapters.store.mail.outbox import find_mail, list_mails
from api.dependencies import Connection
from api.desk import Desk
from api.web.keyset import Place, mark_of, written
from api.web.pages import LETTER_GUARDS, page
from domain.errors import NotFoundError

router = APIRouter(prefix="/outbox", include_in_schema=False)

SCREEN = 30  # mails


@router.get("")
async def show_outbox(
    request: Request,
    desk: Desk,
    connection: Connection,
    after: Annotated[Place | None, Depends(mark_of)],
) -> HTMLResponse:
    mails = await list_mails(connection, desk.scope, before=after, limit=SCREEN + 1)
    more = ""
    if len(mails) > SCREEN:
        last = mails[SCREEN - 1]
        more = "/outbox?" + urlencode({"after": written(last.created_at, last.id)})
    context = {"reader": desk, "mails": mails[:SCREEN], "more": more}
    return page(request, "outbox.html", context)


@router.get("/{mail_id}")
async def show_mail(
    request: Request, desk: Desk, connection: Connection, mail_id: UUID
) -> HTMLResponse:
    mail = await find_mail(connection, desk.scope, mail_id)
    if mail is None:
        raise NotFoundError("There is no such mail.")
    return page(request, "mail.html", {"reader": desk, "mail": mail})


@router.get("/{mail_id}/letter")
async def show_letter(
    desk: Desk, connection: Connection, mail_id: UUID
) -> HTMLResponse:
    """Only the mail's own page, for the frame that shows it."""
    mail = await find_mail(connection, desk.scope, mail_id)
    if mail is None:
        raise NotFoundError("There is no such mail.")
    return HTMLResponse(mail.html, headers=LETTER_GUARDS)


@router.get("/{mail_id}/task.ics")
async def show_task(desk: Desk, connection: Connection, mail_id: UUID) -> Response:
    """The task that the mail brings for its reader's calendar."""
    mail = await find_mail(connection, desk.scope, mail_id)
    if mail is None or not mail.calendar:
        raise NotFoundError("This mail brings no task.")
    headers = {"Content-Disposition": 'attachment; filename="task.ics"'}
    return Response(mail.calendar, media_type="text/calendar", headers=headers)
