"""The page of one person: leave, pauses, hours and limits, and handing leads over."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from adapters.store.team import set_paused
from api.forms import read_form
from api.going_away import enter_leave, take_back_leave
from api.handing_over import POOL, HandedOver, hand_over, told
from api.lead_words import done_words
from api.leave_form import read_leave, read_pause
from api.own_path import with_done
from api.person_page import OnePerson, PersonPage, Said
from api.same_origin import require_same_origin
from api.terms_form import read_terms
from api.working_terms import publish_terms
from domain.errors import ConflictError, InvalidError

router = APIRouter(
    prefix="/team/{handle}",
    include_in_schema=False,
    dependencies=[Depends(require_same_origin)],
)
Form = Annotated[dict[str, str], Depends(read_form)]

_TOLD = 5  # leads that stayed, with the reason of each
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
    to: str = "",
) -> HTMLResponse:
    return await person.show(
        Said(done=_DONE.get(done) or done_words(done), handed=handed, handed_to=to)
    )


@router.post("/pause")
async def pause(person: OnePerson, form: Form) -> Response:
    person.require_change()
    try:
        pause = read_pause(form, person.handle, person.reader)
    except InvalidError as error:
        return await _say_why(person, error, form)
    await set_paused(
        person.connection,
        person.handle,
        paused=True,
        until=pause.until,
        because=pause.because,
    )
    return RedirectResponse(with_done(person.path, "paused"), 303)


@router.post("/resume")
async def resume(person: OnePerson) -> Response:
    person.require_change()
    await set_paused(person.connection, person.handle, paused=False)
    return RedirectResponse(with_done(person.path, "resumed"), 303)


@router.post("/leave")
async def go_on_leave(person: OnePerson, form: Form) -> Response:
    """Enter it, and hand the open leads over at once where the form says so."""
    person.require_change()
    try:
        new = read_leave(form, person.handle, person.reader)
        await enter_leave(person.parts.engine, new, person.reader)
    except (ConflictError, InvalidError) as error:
        return await _say_why(person, error, form)
    to = {"stand_in": new.stand_in, POOL: POOL}.get(form.get("leads", ""))
    if to is None:
        return RedirectResponse(with_done(person.path, "leave"), 303)
    return await _hand_over(person, to, before=0, done="The leave is entered. ")


@router.post("/leave/{leave_id}/cancel")
async def cancel(person: OnePerson, leave_id: UUID) -> Response:
    person.require_change()
    engine = person.parts.engine
    await take_back_leave(engine, person.handle, leave_id, person.reader)
    return RedirectResponse(with_done(person.path, "cancelled"), 303)


@router.post("/handover")
async def give_leads_away(person: OnePerson, form: Form) -> Response:
    """The next open leads; `handed` says how many went before, for the progress."""
    person.require_change()
    before = form.get("handed", "")
    return await _hand_over(
        person, form.get("to", ""), before=int(before) if before.isdecimal() else 0
    )


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
        return await _say_why(person, error, form)
    except ConflictError as error:
        return await _say_why(person, error, {})  # with what is true by now
    return RedirectResponse(with_done(person.path, "terms"), 303)


async def _hand_over(
    person: PersonPage, to: str, *, before: int, done: str = ""
) -> Response:
    """`done` is what was done before, in a sentence."""
    if to != POOL and to not in dict(person.reader.colleagues()):
        raise InvalidError("Say to whom the leads should go.")
    name = person.reader.name_of(person.handle)
    try:
        handed = await hand_over(
            person.parts, person.reader, person.handle, to, f"{name} is away"
        )
    except ConflictError as error:
        return await person.show(Said(done=done, refused=str(error)), status=409)
    if handed.refused:
        return await _say_what_stayed(person, handed, done)
    count = before + handed.count
    return RedirectResponse(f"{person.path}?handed={count}&to={to}", 303)


async def _say_what_stayed(
    person: PersonPage, handed: HandedOver, done: str
) -> HTMLResponse:
    why = " ".join(handed.refused[:_TOLD])
    said = Said(done=done + told(handed, person.reader), refused=f"Some stayed. {why}")
    return await person.show(said, status=409)


async def _say_why(
    person: PersonPage, error: ConflictError | InvalidError, form: dict[str, str]
) -> HTMLResponse:
    faults = error.faults if isinstance(error, InvalidError) else ()
    whys = dict.fromkeys([str(error), *(fault.sentence for fault in faults)])
    status = 422 if isinstance(error, InvalidError) else 409
    return await person.show(Said(refused=" ".join(whys), draft=form), status=status)
