"""Merge leads on their pages, take it back, and take a hand-raise out."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from api.leads.acting import Actor
from api.leads.lead_page import OneLead
from api.leads.merging import Merging, merge, merging_of, split, unmerge
from api.routes.lead_pages import say_why
from api.web.forms import read_form
from api.web.own_path import with_done
from api.web.same_origin import require_same_origin
from domain.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    UnavailableError,
)

router = APIRouter(
    prefix="/leads/{lead_id}",
    include_in_schema=False,
    dependencies=[Depends(require_same_origin)],
)

Form = Annotated[dict[str, str], Depends(read_form)]
# People paste what stands in the address bar.
_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@router.post("/merge")
async def merge_leads(lead: OneLead, form: Form) -> Response:
    found = _ID.search(form.get("with", "").lower())
    if found is None:
        no_link = InvalidError("Paste the link of the other lead's page.")
        return await say_why(lead, no_link)
    return await _do("merge", merge, lead, form, {"with": found[0]})


@router.post("/unmerge")
async def unmerge_lead(lead: OneLead, form: Form) -> Response:
    return await _do("unmerge", unmerge, lead, form, {})


@router.post("/split")
async def split_lead(lead: OneLead, form: Form) -> Response:
    body = {"submission": form.get("submission", "")}
    return await _do("split", split, lead, form, body)


async def _do(
    name: str,
    deed: Callable[[Merging, UUID, object], Awaitable[UUID]],
    lead: OneLead,
    form: Mapping[str, str],
    body: Mapping[str, Any],
) -> Response:
    """Do it and go to the lead that came of it; what does not go is said here."""
    actor = Actor(lead.reader.handle, lead.reader.role)
    reason = form.get("reason", "").strip()
    given = dict(body) | ({"reason": reason} if reason else {})
    try:
        merging = await merging_of(lead.parts, actor)
        went_to = await deed(merging, lead.row.id, given)
    except NotFoundError:
        unknown = ConflictError("There is no such lead among yours.")
        return await say_why(lead, unknown)
    except (ConflictError, InvalidError, UnavailableError) as error:
        return await say_why(lead, error)
    return RedirectResponse(with_done(f"/leads/{went_to}", name), 303)
