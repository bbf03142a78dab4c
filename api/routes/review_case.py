"""What a reviewer does with one case."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from adapters.explaining.correction import WouldBe, if_corrected
from adapters.explaining.stored import stored_decision
from api.leads.acting import Actor, act
from api.leads.action_forms import body_of
from api.leads.lead_page import LeadPage, OneLead
from api.review.cases import Answer
from api.review.review_page import answered, is_scripted
from api.web.forms import read_form
from api.web.pages import page
from api.web.same_origin import require_same_origin
from domain.errors import (
    ConflictError,
    HandraiseError,
    InvalidError,
    UnavailableError,
)
from domain.lifecycle import ActionKind

router = APIRouter(
    prefix="/review/{lead_id}",
    include_in_schema=False,
    dependencies=[Depends(require_same_origin)],
)
Form = Annotated[dict[str, str], Depends(read_form)]


@router.get("")
async def show_case(lead: OneLead) -> Response:
    """One case as it stands now: where it is on the page, unless a script asks."""
    if not is_scripted(lead.request):
        return RedirectResponse(f"/review#case-{lead.row.id}", 303)
    return await answered(lead, Answer(lead.row.id))


@router.post("")
async def decide(lead: OneLead, form: Form) -> Response:
    """Decide it, and go on with the next; what does not go is said on the case."""
    return await _do(lead, form, ActionKind.RESOLVE, then=form.get("next", ""))


@router.post("/correct")
async def correct(lead: OneLead, form: Form) -> Response:
    """Put a field right; the lead is scored again, and may leave the queue by that."""
    return await _do(lead, form, ActionKind.CORRECT, then=str(lead.row.id))


@router.post("/would")
async def show_what_would_change(lead: OneLead, form: Form) -> Response:
    """What a correction would change, before it is made. Nothing is written."""
    answer = await _would_be(lead, form)
    if is_scripted(lead.request):
        return page(lead.request, "_would.html", {"answer": answer})
    return await answered(lead, answer)


async def _do(
    lead: LeadPage, form: dict[str, str], kind: ActionKind, *, then: str
) -> Response:
    reader, lead_id = lead.reader, lead.row.id
    try:
        body = body_of(kind, form, lead.row, reader.zone)
        await act(lead.parts, Actor(reader.handle, reader.role), lead_id, kind, body)
    except (ConflictError, InvalidError, UnavailableError) as error:
        answer = Answer(lead_id, _in_words(error), form)
        return await answered(lead, answer, _status(error))
    if is_scripted(lead.request):
        return await answered(lead, Answer(lead_id))
    anchor = f"#case-{then}" if _is_id(then) else ""
    return RedirectResponse(f"/review?done={kind}{anchor}", 303)


def _in_words(error: HandraiseError) -> str:
    faults = error.faults if isinstance(error, InvalidError) else ()
    whys = [str(error), *(fault.sentence for fault in faults)]
    return " ".join(dict.fromkeys(whys))


def _status(error: HandraiseError) -> int:
    match error:
        case InvalidError():
            return 422
        case ConflictError():
            return 409
        case _:
            return 503


async def _would_be(lead: LeadPage, form: dict[str, str]) -> Answer:
    try:
        body = body_of(ActionKind.CORRECT, form, lead.row, lead.reader.zone)
    except InvalidError as error:
        return Answer(lead.row.id, _in_words(error), form)
    would = await _corrected(lead, body["fields"])
    return Answer(lead.row.id, form=form, would=would)


async def _corrected(lead: LeadPage, fields: dict[str, Any]) -> WouldBe | None:
    """None where it was never scored."""
    parts, reader = lead.parts, lead.reader
    versions = parts.playbook.versions
    stored = await stored_decision(lead.connection, versions, lead.row.id)
    if stored is None:
        return None
    current = await parts.playbook.current()
    return if_corrected(stored, current, fields, reader.handle, reader.now)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
