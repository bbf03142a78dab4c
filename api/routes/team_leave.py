"""Leave of one person, and their leads handed over."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.team.going_away import enter_leave, take_back_leave
from api.team.handing_over import POOL, HandedOver, hand_over, told
from api.team.leave_form import read_leave
from api.team.person_page import OnePerson, PersonPage, Said
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

_TOLD = 5  # leads that stayed, with the reason of each
_DIGITS = 4  # of how many leads went before


@router.post("/leave")
async def go_on_leave(person: OnePerson, form: Form) -> Response:
    """Enter it, and hand the open leads over at once where the form says so."""
    person.require_change()
    try:
        new = read_leave(form, person.handle, person.reader)
        await enter_leave(person.parts.engine, new, person.reader)
    except (ConflictError, InvalidError) as error:
        return await person.say_why(error, form)
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
    before = form.get("handed", "")[:_DIGITS]
    return await _hand_over(
        person, form.get("to", ""), before=int(before) if before.isdecimal() else 0
    )


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
    if handed.count < handed.asked:
        return await person.show(Said(done, handed=count, go_on_to=to))
    return RedirectResponse(f"{person.path}?handed={count}", 303)


async def _say_what_stayed(
    person: PersonPage, handed: HandedOver, done: str
) -> HTMLResponse:
    why = " ".join(handed.refused[:_TOLD])
    said = Said(done=done + told(handed, person.reader), refused=f"Some stayed. {why}")
    return await person.show(said, status=409)
