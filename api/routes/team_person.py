"""The page of one person: pauses, hours, limits and skills."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from adapters.store.owners import pauses
from api.leads.lead_words import done_words
from api.team.leave_form import read_pause
from api.team.person_page import OnePerson, Said
from api.team.terms_form import read_terms
from api.team.working_terms import publish_terms
from api.web.forms import read_form
from api.web.own_path import with_done
from api.web.same_origin import require_same_origin
from domain.errors import ConflictError, InvalidError

router = APIRouter(
    prefix="/team/{handle}",
    include_in_schema=False,
    dependencies=[Depends(require_same_origin)],
)
Form = Annotated[dict[str, str], Depends(read_form)]

_DONE = {
    "leave": "The leave is entered. From its first day new leads go to others.",
    "cancelled": "That leave is cancelled, as if it had never been entered.",
    "paused": "Paused. New leads go to others.",
    "resumed": "New leads come again.",
    "terms": "Saved and published. The next lead goes by it.",
}


@router.get("")
async def show_person(
    person: OnePerson,
    done: str = "",
    handed: Annotated[int | None, Query(ge=0, le=100_000)] = None,
) -> HTMLResponse:
    return await person.show(Said(_DONE.get(done) or done_words(done), handed=handed))


@router.post("/pause")
async def pause(person: OnePerson, form: Form) -> Response:
    person.require_change()
    try:
        new = read_pause(form, person.handle, person.reader)
    except InvalidError as error:
        return await person.say_why(error, form)
    by, now = person.reader.handle, person.reader.now
    await pauses.pause(person.connection, person.handle, new, by=by, now=now)
    return RedirectResponse(with_done(person.path, "paused"), 303)


@router.post("/resume")
async def resume(person: OnePerson) -> Response:
    person.require_change()
    by, now = person.reader.handle, person.reader.now
    await pauses.resume(person.connection, person.handle, by=by, now=now)
    return RedirectResponse(with_done(person.path, "resumed"), 303)


@router.post("/terms")
async def change_terms(person: OnePerson, form: Form) -> Response:
    """Hours, zone, limits, languages and skills: a new version of the playbook."""
    person.require_lead()
    try:
        await publish_terms(
            person.parts,
            person.handle,
            read_terms(form, person.person),
            seen=form.get("seen", ""),
            author=person.reader.handle,
        )
    except InvalidError as error:
        return await person.say_why(error, form)
    except ConflictError as error:
        return await person.say_why(error, {})  # with what is true by now
    return RedirectResponse(with_done(person.path, "terms"), 303)
