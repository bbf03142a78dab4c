"""Who would move, if the draft counted."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from adapters import clock
from adapters.playbook.file import read_playbook
from adapters.replay import preview
from api.dependencies import AllParts, Connection, Operator
from api.desk import Desk
from api.playbook.editor.moves import found_context, nothing_context
from api.playbook.editor.session import open_draft
from api.web.pages import page
from domain.errors import PlaybookError
from domain.playbook import Playbook

router = APIRouter(prefix="/playbook/preview", include_in_schema=False)
LIMIT = 500  # leads
_UNCHANGED = (
    "The draft changes nothing yet",
    "Change a threshold, a rule or a row, and come back to see which leads would move.",
)
_UNREADABLE = (
    "The draft cannot be tried yet",
    "It has an error that keeps it from being read. Mend that first, then come back.",
)
_NO_LEADS = (
    "No lead was decided yet",
    "As soon as the first leads were decided, they can be tried on a draft here.",
)


@router.get("")
async def show_preview(
    request: Request,
    desk: Desk,
    connection: Connection,
    parts: AllParts,
    _: Operator,
) -> HTMLResponse:
    opened = await open_draft(connection, desk.handle)
    draft = await asyncio.to_thread(_readable, opened.text)
    published = (await parts.playbook.newest()).playbook
    if draft is None or not opened.is_changed:
        problem = _UNREADABLE if draft is None else _UNCHANGED
        return page(request, "playbook_preview.html", nothing_context(desk, problem))
    began = clock.now()
    found = await preview(connection, published, draft, limit=LIMIT)
    if not found.leads:
        return page(request, "playbook_preview.html", nothing_context(desk, _NO_LEADS))
    context = found_context(desk, found, draft, clock.now() - began)
    return page(request, "playbook_preview.html", context)


def _readable(text: str) -> Playbook | None:
    """A draft that the check holds errors against may be tried all the same."""
    try:
        return read_playbook(text, "The draft")
    except PlaybookError:
        return None
