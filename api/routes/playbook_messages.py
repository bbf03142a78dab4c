"""Every message to prospects, as they will read it."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import AllParts, Connection
from api.desk import Desk
from api.playbook.editor.done import done_words
from api.playbook.messages_mail import mail_preview
from api.playbook.messages_page import HERE, as_context, preview_of, shown
from api.playbook.messages_source import MessagesSource
from api.sign_in_mail import is_kept_here
from api.web.pages import LETTER_GUARDS, page
from api.web.same_origin import require_same_origin
from domain.errors import NotFoundError
from domain.people import Role

router = APIRouter(
    prefix=HERE,
    include_in_schema=False,
    dependencies=[Depends(require_same_origin)],
)


@router.get("")
async def show_messages(
    request: Request,
    desk: Desk,
    parts: AllParts,
    source: MessagesSource,
    done: str | None = None,
) -> HTMLResponse:
    found = shown(source.story, source.wanted)
    context = {
        "reader": desk,
        "may_edit": desk.role is Role.OPERATOR,
        "source": source,
        "is_kept_here": is_kept_here(parts),
        "done": done_words(done),
        **as_context(found, source.wanted),
    }
    return page(request, "playbook_messages.html", context)


@router.get("/letter")
async def show_letter(source: MessagesSource) -> HTMLResponse:
    """Only the mail's own page, for the frames that show it."""
    letter = preview_of(source.story, source.wanted).letter
    if letter is None:
        raise NotFoundError("Nothing is mailed there.")
    return HTMLResponse(letter.html, headers=LETTER_GUARDS)


@router.post("/send")
async def send_to_me(
    desk: Desk, parts: AllParts, connection: Connection, source: MessagesSource
) -> RedirectResponse:
    """To the address that the reader signs in with, and to nobody else."""
    previewed = preview_of(source.story, source.wanted)
    await mail_preview(parts, connection, desk, previewed, source.lead_id)
    back = source.wanted.query(message=previewed.entry.key)
    joined = f"{back}&" if back else "?"
    return RedirectResponse(f"{HERE}{joined}done=mailed", 303)
