"""The manager's page: what is about to break, what broke and why, who has how much to do."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import AllParts, Connection
from api.desk import Desk
from api.errors import problem_of
from api.leads.acting import Actor, act
from api.team.breach_days import Days
from api.team.moving import (
    asking_address,
    find_movable,
    moved_address,
    needs_second_word,
)
from api.team.person_lines import people_of, read_lines
from api.team.team_page import People, Shown, team_context
from api.web.forms import read_form
from api.web.own_path import own_path
from api.web.pages import page
from api.web.same_origin import require_same_origin
from domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    UnavailableError,
)
from domain.lifecycle import ActionKind

router = APIRouter(prefix="/team", include_in_schema=False)
Form = Annotated[dict[str, str], Depends(read_form)]


@router.get("")
async def show_team(
    request: Request,
    desk: Desk,
    connection: Connection,
    days: Days = Days.TODAY,
    people: People = People.TILES,
) -> HTMLResponse:
    shown = Shown(days, people)
    context = await team_context(connection, desk, request.query_params, shown)
    return page(request, "team.html", context, block="board")


@router.post("/moves", dependencies=[Depends(require_same_origin)])
async def move_lead(
    request: Request, parts: AllParts, connection: Connection, desk: Desk, form: Form
) -> Response:
    """Give one lead to somebody; who should not have it just now needs a second word."""
    if not desk.leads_others:
        raise ForbiddenError("A manager moves the leads of others.")
    back, to = own_path(form.get("back", "/team")), form.get("to", "")
    try:
        row = await find_movable(connection, desk, form.get("lead", ""))
        lines, _ = await read_lines(connection, people_of(desk), desk)
        doubtful = await needs_second_word(connection, row.id, to, lines)
        if doubtful and "sure" not in form:
            return RedirectResponse(asking_address(back, row.id, to), 303)
        actor = Actor(desk.handle, desk.role)
        await act(parts, actor, row.id, ActionKind.REASSIGN, {"to": to})
    except (ConflictError, InvalidError, UnavailableError) as error:
        return await _say_why(request, connection, desk, error)
    return RedirectResponse(moved_address(back, row), 303)


async def _say_why(
    request: Request,
    connection: Connection,
    desk: Desk,
    error: ConflictError | InvalidError | UnavailableError,
) -> HTMLResponse:
    """The team as it stands, with why the lead was not moved."""
    faults = error.faults if isinstance(error, InvalidError) else ()
    whys = dict.fromkeys([str(error), *(fault.sentence for fault in faults)])
    context = await team_context(connection, desk, {}, Shown())
    context["refused"] = " ".join(whys)
    return page(request, "team.html", context, status=problem_of(error).status)
