"""What a draft changes, and making it count."""

import asyncio
from datetime import timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from adapters.playbook.merging import merged
from adapters.playbook.published import publish_playbook
from adapters.store.playbook.drafts import discard_draft, set_base
from adapters.store.playbook.playbooks import find_document
from api.dependencies import Connection, Operator
from api.desk import Desk
from api.playbook.editor.difference import difference
from api.playbook.editor.done import done_words
from api.playbook.editor.instants import instant_of
from api.playbook.editor.remarks import remarks_on
from api.playbook.editor.session import (
    OpenDraft,
    begun,
    keep,
    open_draft,
    readable,
    require_step,
)
from api.web.forms import read_form
from api.web.pages import page
from api.web.same_origin import require_same_origin
from domain.errors import ConflictError, Fault, InvalidError, PlaybookMovedError

router = APIRouter(
    prefix="/playbook/publish",
    include_in_schema=False,
    dependencies=[Depends(require_same_origin)],
)
Form = Annotated[dict[str, str], Depends(read_form)]


@router.get("")
async def show_changes(
    request: Request,
    desk: Desk,
    connection: Connection,
    _: Operator,
    done: str | None = None,
) -> HTMLResponse:
    opened = await open_draft(connection, desk.handle)
    context = await _context(desk, connection, opened)
    return page(request, "playbook_publish.html", context | {"done": done_words(done)})


@router.post("")
async def publish(
    request: Request, desk: Desk, connection: Connection, _: Operator, form: Form
) -> Response:
    """The draft as the next version. What is refused is said where it can be mended."""
    opened = await open_draft(connection, desk.handle)
    try:
        planned = await _publish(desk, connection, opened, form)
    except PlaybookMovedError as error:
        return await _refused(request, desk, connection, form, error, 409)
    except InvalidError as error:
        return await _refused(request, desk, connection, form, error, 422)
    return RedirectResponse(
        f"/playbook?done={'planned' if planned else 'published'}", 303
    )


async def _publish(
    desk: Desk, connection: Connection, opened: OpenDraft, form: dict[str, str]
) -> bool:
    """Whether it takes effect later."""
    require_step(opened, form.get("step", ""))
    effective_at = instant_of(form.get("effective_at", ""), desk.zone)
    await publish_playbook(
        connection,
        opened.text,
        author=desk.handle,
        comment=form.get("comment", "").strip(),
        based_on=opened.based_on,
        effective_at=effective_at,
    )
    await discard_draft(connection, desk.handle)
    return effective_at is not None


@router.post("/rebase")
async def rebase(
    desk: Desk, connection: Connection, _: Operator, form: Form
) -> Response:
    """My changes on top of theirs; where both changed a line mine stands."""
    opened, draft = await begun(connection, desk.handle, desk.now)
    newest = opened.newest.version
    if form.get("onto") != str(newest):
        raise ConflictError(
            "Yet another version was published. Please look at it first."
        )
    theirs = await find_document(connection, newest) or opened.base
    both = merged(opened.base, opened.text, theirs)
    await keep(
        connection, draft, both.text, f"Put on top of version {newest}", desk.now
    )
    await set_base(connection, desk.handle, newest, desk.now)
    return RedirectResponse("/playbook/publish?done=rebased", 303)


async def _refused(  # noqa: PLR0913, PLR0917  a page that says why
    request: Request,
    desk: Desk,
    connection: Connection,
    form: dict[str, str],
    error: ConflictError | InvalidError,
    status: int,
) -> Response:
    opened = await open_draft(connection, desk.handle)
    context = await _context(desk, connection, opened)
    faults: tuple[Fault, ...] = error.faults if isinstance(error, InvalidError) else ()
    context |= {
        "refused": str(error),
        "faults": faults[:20],
        "comment": form.get("comment", ""),
        "effective_at": form.get("effective_at", ""),
    }
    return page(request, "playbook_publish.html", context, status=status)


async def _context(
    desk: Desk, connection: Connection, opened: OpenDraft
) -> dict[str, Any]:
    theirs = await find_document(connection, opened.newest.version) or opened.base
    soonest = (desk.now + timedelta(minutes=1)).astimezone(ZoneInfo(desk.zone))
    behind = opened.is_behind
    plain = await asyncio.to_thread(readable, opened)
    return {
        "reader": desk,
        "opened": opened,
        "mine": await difference(opened.base, opened.text),
        "theirs": await difference(opened.base, theirs) if behind else None,
        "clashes": merged(opened.base, opened.text, theirs).clashes if behind else (),
        "remarks": await remarks_on(opened.text, plain, frozenset()),
        "soonest": soonest.strftime("%Y-%m-%dT%H:%M"),
        "refused": "",
        "faults": (),
        "comment": "",
        "effective_at": "",
        "done": "",
    }
