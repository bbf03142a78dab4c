"""The inbox: what waits for a person, the first due first, and what they do with it."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from adapters.store.pages.desk import View
from adapters.store.pages.inbox import list_leads
from api.dependencies import AllParts, Connection
from api.desk import Desk, Reader
from api.leads.acting_on_many import act_on_many
from api.leads.inbox_asked import Asked, AskedList
from api.leads.inbox_page import SCREEN, Inbox
from api.leads.lead_rows import LeadLine, lead_line
from api.leads.lead_words import DONE_TO_MANY, done_words
from api.web.forms import read_inputs
from api.web.keyset import Place, mark_of
from api.web.same_origin import require_same_origin
from api.web.time_words import when
from domain.errors import InvalidError
from domain.lifecycle import ActionKind

router = APIRouter(
    prefix="/inbox",
    include_in_schema=False,
    dependencies=[Depends(require_same_origin)],
)


async def _inbox(
    request: Request,
    connection: Connection,
    desk: Desk,
    asked: AskedList,
    after: Annotated[Place | None, Depends(mark_of)],
) -> Inbox:
    return Inbox(request, connection, desk, asked, after)


AnInbox = Annotated[Inbox, Depends(_inbox)]
Inputs = Annotated[list[tuple[str, str]], Depends(read_inputs)]


@router.get("")
async def show_inbox(inbox: AnInbox, done: str | None = None) -> HTMLResponse:
    return await inbox.show(block="leads", said=done_words(done))


@router.post("")
async def do_to_leads(inbox: AnInbox, parts: AllParts, inputs: Inputs) -> HTMLResponse:
    """Do one thing with the ticked leads; the list again says how that went."""
    try:
        kind, form = _deed(dict(inputs))
        done = await act_on_many(parts, inbox.reader, kind, _ticked(inputs), form)
    except InvalidError as error:
        whys = [str(error), *(fault.sentence for fault in error.faults)]
        return await inbox.show(block="desk", refused=" ".join(dict.fromkeys(whys)))
    return await (await inbox.anew()).show(block="desk", done=done)


def _deed(inputs: Mapping[str, str]) -> tuple[ActionKind, dict[str, str]]:
    """What to do, and its own fields: "close.outcome" is that of "close".

    The pressed button may know until when: "snooze 2026-11-23T09:00".
    """
    asked, _, until = inputs.get("do", "").partition(" ")
    kind = ActionKind(asked) if asked in set(ActionKind) else None
    if kind not in DONE_TO_MANY:
        raise InvalidError("Say what to do with the leads.")
    own = f"{kind}."
    fields = {k.removeprefix(own): v for k, v in inputs.items() if k.startswith(own)}
    return kind, fields | ({"until": until} if until else {})


def _ticked(inputs: Iterable[tuple[str, str]]) -> list[UUID]:
    ids: dict[UUID, None] = {}
    for name, value in inputs:
        if name == "lead":
            try:
                ids[UUID(value)] = None
            except ValueError:
                raise InvalidError("That is no lead.") from None
    return list(ids)


@router.get("/mine")
async def list_mine(desk: Desk, connection: Connection) -> dict[str, Any]:
    """The reader's own leads that are due first, for notices of their browser."""
    wanted = Asked(View.MINE).wanted(desk)
    rows = await list_leads(connection, wanted, after=None, limit=SCREEN)
    return {"leads": [_noticed(lead_line(row, desk), desk) for row in rows]}


def _noticed(lead: LeadLine, desk: Reader) -> dict[str, Any]:
    return {
        "id": str(lead.id),
        "title": f"{lead.title} · {lead.company}" if lead.company else lead.title,
        "asked": lead.asked,
        "new": "accept" in lead.allowed,
        "due": lead.due.at.isoformat() if lead.due and not lead.snoozed else None,
        "due_words": f"{lead.due_label} {when(lead.due.at, desk.now, desk.zone)}"
        if lead.due
        else "",
    }
