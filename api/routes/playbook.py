"""The playbook as people read it: what counts now, and every version before."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from adapters.playbook.published import cancel_version, roll_back
from adapters.store.playbook.drafts import find_draft
from adapters.store.playbook.playbooks import (
    VersionState,
    find_version,
    last_version,
    list_versions,
)
from api.dependencies import Connection, Operator
from api.desk import Desk
from api.playbook.editor.done import done_words
from api.playbook.editor.history import STATES, read_version, with_changes
from api.web.forms import read_form
from api.web.pages import page
from api.web.same_origin import require_same_origin
from domain.errors import InvalidError, NotFoundError
from domain.in_words.model_words import explain_playbook
from domain.people import Role

router = APIRouter(
    prefix="/playbook",
    include_in_schema=False,
    dependencies=[Depends(require_same_origin)],
)
Form = Annotated[dict[str, str], Depends(read_form)]
SCREEN = 10  # versions


@router.get("")
async def show_playbook(
    request: Request, desk: Desk, connection: Connection, done: str | None = None
) -> HTMLResponse:
    versions = await list_versions(connection)
    found = [one for one in versions if one.state is VersionState.CURRENT]
    if not found:
        raise NotFoundError("No playbook is published yet.")
    read = await read_version(connection, found[0].version)
    context = {
        "reader": desk,
        "may_edit": desk.role is Role.OPERATOR,
        "draft": await find_draft(connection, desk.handle),
        "current": found[0],
        "planned": [one for one in versions if one.state is VersionState.SCHEDULED],
        "sections": () if read.playbook is None else explain_playbook(read.playbook),
        "done": done_words(done),
    }
    return page(request, "playbook.html", context)


@router.get("/history")
async def show_history(
    request: Request,
    desk: Desk,
    connection: Connection,
    before: int | None = None,
    done: str | None = None,
) -> HTMLResponse:
    versions = await list_versions(connection)
    older = [one for one in versions if before is None or one.version < before]
    last = older[SCREEN - 1].version if len(older) > SCREEN else None
    context = {
        "reader": desk,
        "may_edit": desk.role is Role.OPERATOR,
        "states": STATES,
        "versions": await with_changes(connection, older[:SCREEN]),
        "more": f"/playbook/history?before={last}" if last else "",
        "done": done_words(done),
    }
    return page(request, "playbook_history.html", context)


@router.get("/history/{version}")
async def show_version(
    request: Request, desk: Desk, connection: Connection, version: int
) -> HTMLResponse:
    context = await _version_context(desk, connection, version)
    return page(request, "playbook_version.html", context)


async def _version_context(
    desk: Desk, connection: Connection, version: int
) -> dict[str, Any]:
    listed = await find_version(connection, version)
    if listed is None:
        raise NotFoundError(f"There is no playbook version {version}.")
    read = await read_version(connection, version)
    playbook = read.playbook
    return {
        "reader": desk,
        "may_edit": desk.role is Role.OPERATOR,
        "states": STATES,
        "version": listed,
        "last": await last_version(connection),
        "before": read.before,
        "changed": read.changed,
        "sections": None if playbook is None else explain_playbook(playbook),
        "document": read.document,
        "refused": "",
    }


@router.post("/history/{version}/restore")
async def restore(
    desk: Desk, connection: Connection, version: int, _: Operator, form: Form
) -> RedirectResponse:
    """Publish an old version again, unless somebody published since the page was read."""
    comment = form.get("comment", "").strip()
    if not comment:
        raise InvalidError("Say in a comment why you go back.")
    last = form.get("last", "")
    based_on = int(last) if last.isdecimal() and len(last) < 9 else None
    await roll_back(
        connection, version, author=desk.handle, comment=comment, based_on=based_on
    )
    return RedirectResponse("/playbook?done=rolled_back", 303)


@router.post("/history/{version}/cancel")
async def cancel(
    desk: Desk, connection: Connection, version: int, _: Operator
) -> RedirectResponse:
    await cancel_version(connection, version, desk.handle)
    return RedirectResponse("/playbook/history?done=cancelled", 303)
