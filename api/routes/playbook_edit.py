"""The editor: what an operator does to the draft."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from adapters.store.playbook.drafts import TYPING, discard_draft
from api.dependencies import Connection, Operator
from api.desk import Desk
from api.playbook.editor.changing import Asked, changed
from api.playbook.editor.session import begun, keep, open_draft, require_step, step_by
from api.playbook.editor.view import Said, editor_context
from api.web.forms import read_form
from api.web.pages import page
from api.web.same_origin import require_same_origin

router = APIRouter(
    prefix="/playbook/edit",
    include_in_schema=False,
    dependencies=[Depends(require_same_origin)],
)
HERE = "/playbook/edit"
_TEMPLATE = "playbook_edit.html"
Form = Annotated[dict[str, str], Depends(read_form)]


@router.get("")
async def show_editor(
    request: Request,
    desk: Desk,
    connection: Connection,
    _: Operator,
    wanted: str = "",
) -> HTMLResponse:
    """The page; by htmx its status alone, once a long check may have ended."""
    opened = await open_draft(connection, desk.handle)
    context = await editor_context(opened, desk, Said(), wanted)
    return page(request, _TEMPLATE, context, block="status")


@router.post("")
async def change(
    request: Request, desk: Desk, connection: Connection, _: Operator, form: Form
) -> Response:
    """Keep what the inputs say, and do to a row or rule what was clicked."""
    opened, draft = await begun(connection, desk.handle, desk.now)
    require_step(opened, form.get("now") or form.get("step", ""))
    text, said = await asyncio.to_thread(changed, opened.text, Asked.of(form))
    await keep(connection, draft, text, said.done, desk.now)
    if "hx-request" not in request.headers and not said.refused:
        return RedirectResponse(f"{HERE}#{said.focus}", 303)
    return await _shown(request, desk, connection, said, Asked.of(form).block)


@router.post("/text")
async def type_text(
    request: Request, desk: Desk, connection: Connection, _: Operator, form: Form
) -> Response:
    """Keep the whole text, whatever it says: nothing that was typed is lost."""
    _opened, draft = await begun(connection, desk.handle, desk.now)
    text = form.get("text", "").replace("\r\n", "\n")
    await keep(connection, draft, text, TYPING, desk.now)
    return await _answer(request, desk, connection, Said("Saved"), "board")


@router.post("/undo")
async def undo(
    request: Request, desk: Desk, connection: Connection, _: Operator
) -> Response:
    await step_by(connection, desk.handle, -1, desk.now)
    return await _answer(request, desk, connection, Said("Undone", "undo"), "editor")


@router.post("/redo")
async def redo(
    request: Request, desk: Desk, connection: Connection, _: Operator
) -> Response:
    await step_by(connection, desk.handle, 1, desk.now)
    return await _answer(
        request, desk, connection, Said("Done again", "redo"), "editor"
    )


@router.post("/discard")
async def discard(desk: Desk, connection: Connection, _: Operator) -> Response:
    await discard_draft(connection, desk.handle)
    return RedirectResponse("/playbook?done=discarded", 303)


async def _answer(
    request: Request, desk: Desk, connection: Connection, said: Said, block: str
) -> Response:
    if "hx-request" not in request.headers:
        return RedirectResponse(HERE, 303)
    return await _shown(request, desk, connection, said, block)


async def _shown(
    request: Request, desk: Desk, connection: Connection, said: Said, block: str
) -> Response:
    opened = await open_draft(connection, desk.handle)
    context = await editor_context(opened, desk, said)
    partly = "hx-request" in request.headers
    status = 200 if partly or not said.refused else 422
    context["answering"] = partly and block == "answer"
    return page(request, _TEMPLATE, context, status=status, block=block)
