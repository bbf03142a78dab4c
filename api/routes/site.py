"""What websites call: a raised hand comes in."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from adapters import clock
from adapters.languages.catalogs import words
from adapters.store.access.keys import Key
from adapters.store.raised_hands.answers import find_answer
from api.dependencies import AllParts, Connection, CurrentPlaybook, bearer
from api.errors import is_form, wants_page
from api.leads.answers import language_of_visitor, waiting
from api.leads.intake import Taken, take_in
from api.openapi import SUBMIT
from api.parts import Parts
from api.schemas import LeadGiven
from api.web.faults import checked
from api.web.forms import as_submission, read_form
from api.web.own_path import is_own_path
from api.web.plain_page import plain_page
from api.web.preferences import preferences_of
from api.web.reading import read_object
from domain.errors import UnauthorizedError

router = APIRouter(tags=["websites"])


@router.post("/v1/leads", **SUBMIT)
async def submit_lead(request: Request, parts: AllParts) -> Response:
    """Take a raised hand in, and answer with the next step for the visitor."""
    key, body = await _read(request, parts)
    form = is_form(request)
    thanks = str(body.pop("thanks", "")) if form else ""
    given = checked(LeadGiven, body, now=clock.now())
    preferences = preferences_of(request, parts.options)
    taken = await take_in(parts, key, given, preferences, form=form)
    if form and wants_page(request):
        return RedirectResponse(_next_page(taken, thanks), HTTPStatus.SEE_OTHER)
    location = f"/v1/leads/{taken.stored.lead_id}"
    return JSONResponse(taken.body, taken.status, {"Location": location})


async def _read(request: Request, parts: Parts) -> tuple[Key, dict[str, Any]]:
    """Whose key it is, and the body. The key counts first: strangers learn nothing."""
    sent = bearer(request)
    if not is_form(request):
        key = await parts.keys.find(sent)
        return key, read_object(await request.body())
    inputs = await read_form(request)
    of_form = inputs.pop("key", None)
    key = await parts.keys.find(sent or of_form)
    if key.is_secret and sent is None:
        raise UnauthorizedError("A secret key must not stand in a page.")
    return key, as_submission(inputs)


def _next_page(taken: Taken, thanks: str) -> str:
    """A page of ours that the form named, like the demo site's, goes first."""
    if is_own_path(thanks):
        return f"{thanks}/{taken.stored.submission_id}"
    url: str = taken.body["next_step"].get("url", "")
    return url or f"/thanks/{taken.stored.submission_id}"


@router.get("/thanks/{submission_id}", include_in_schema=False)
async def show_next_step(
    submission_id: UUID, connection: Connection, current: CurrentPlaybook
) -> Response:
    """The next step in a sentence, for visitors whose form was posted without a script."""
    own = current.playbook.language
    told = await find_answer(connection, submission_id)
    language = language_of_visitor(told.language, told.locale, own)
    message = waiting(language)
    if told.answer is not None:
        step = told.answer["next_step"]
        message, language = step["message"], step.get("language", own)
    title = words(language, "Thank you.").rstrip(".")
    return plain_page(title, [message], language=language)
