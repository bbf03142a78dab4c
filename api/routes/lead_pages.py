"""The page of one lead, and what people do on it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.desk import Reader
from api.leads.acting import Actor, act
from api.leads.action_forms import body_of
from api.leads.lead_page import LeadPage, OneLead
from api.leads.lead_words import done_words
from api.leads.same_person import done_with_two
from api.web.forms import read_form
from api.web.own_path import HOME, own_path, with_done
from api.web.same_origin import require_same_origin
from domain.errors import (
    ConflictError,
    ForbiddenError,
    HandraiseError,
    InvalidError,
    UnavailableError,
)
from domain.lifecycle import ActionKind
from workflows.messages import LeadView

router = APIRouter(
    prefix="/leads/{lead_id}",
    include_in_schema=False,
    dependencies=[Depends(require_same_origin)],
)


@router.get("")
async def show_lead(
    lead: OneLead, done: str | None = None, as_of: str = ""
) -> Response:
    """The lead; of one that was merged, the lead that goes on for it."""
    if lead.row.merged_into is not None:
        return RedirectResponse(f"/leads/{lead.row.merged_into}?done=merged", 303)
    said = done_words(done) or done_with_two(done)
    return await lead.show(done=said, as_of_now=as_of == "now")


@router.post("/{kind}")
async def do_to_lead(
    lead: OneLead, kind: ActionKind, form: Annotated[dict[str, str], Depends(read_form)]
) -> Response:
    """Do it and go back; what does not go is said on the lead's page."""
    reader = lead.reader
    actor = Actor(reader.handle, reader.role)
    try:
        body = body_of(kind, form, lead.row, lead.reader.zone)
        view = await act(lead.parts, actor, lead.row.id, kind, body)
    except (
        ConflictError,
        ForbiddenError,
        InvalidError,
        UnavailableError,
    ) as error:
        return await say_why(lead, error)
    back = own_path(form.get("back", "")) if _in_sight(view, reader) else HOME
    return RedirectResponse(with_done(back, kind), 303)


def _in_sight(view: LeadView, reader: Reader) -> bool:
    """Whether the reader may still see it: it may have gone to another team."""
    return reader.scope.sees(view.owner)


async def say_why(lead: LeadPage, error: HandraiseError) -> HTMLResponse:
    """The lead's page again, with why it was not done."""
    match error:
        case InvalidError(faults=faults):
            whys = [str(error), *(fault.sentence for fault in faults)]
            return await lead.show(refused=" ".join(dict.fromkeys(whys)), status=422)
        case ConflictError():
            return await lead.show(refused=str(error), status=409)
        case ForbiddenError():
            return await lead.show(refused=str(error), status=403)
        case _:
            return await lead.show(refused=str(error), status=503)
