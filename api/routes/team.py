"""The manager's page: load, absence, and what is stuck."""

from datetime import date, datetime, time, timedelta
from typing import Annotated
from uuid import uuid4
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from adapters.store.leaves import NewLeave, add_leave, cancel_leave, leaves_of
from adapters.store.team import list_people, list_stuck, set_paused
from api.dependencies import Connection
from api.desk import Desk, Reader
from api.lead_rows import lead_line
from api.pages import page
from api.same_origin import require_same_origin
from domain.errors import ForbiddenError, InvalidError, NotFoundError

router = APIRouter(
    prefix="/team",
    include_in_schema=False,
    dependencies=[Depends(require_same_origin)],
)


@router.get("")
async def show_team(
    request: Request, desk: Desk, connection: Connection
) -> HTMLResponse:
    stuck = await list_stuck(connection, desk.scope, desk.now)
    context = {
        "reader": desk,
        "people": [
            {
                "row": person,
                "away_until": await _away_until(connection, person.handle, desk),
                "may_change": desk.leads_others or person.handle == desk.handle,
                "capacity": _capacity(person.handle, desk),
            }
            for person in await list_people(connection, desk.scope, desk.now)
        ],
        "stuck": [lead_line(row, desk) for row in stuck],
        "today": desk.now.astimezone(ZoneInfo(desk.zone)).date().isoformat(),
    }
    return page(request, "team.html", context)


async def _away_until(
    connection: Connection, handle: str, desk: Reader
) -> datetime | None:
    leaves = await leaves_of(connection, handle, desk.now)
    return next((x.ends_at for x in leaves if x.starts_at <= desk.now), None)


def _capacity(handle: str, desk: Reader) -> int | None:
    if not desk.playbook.has_person(handle):
        return None
    return desk.playbook.person(handle).capacity


@router.post("/{handle}/paused")
async def pause(
    desk: Desk, connection: Connection, handle: str, paused: Annotated[bool, Form()]
) -> RedirectResponse:
    _require_change(desk, handle)
    await set_paused(connection, handle, paused=paused)
    return RedirectResponse("/team", 303)


@router.post("/{handle}/away")
async def go_away(
    desk: Desk,
    connection: Connection,
    handle: str,
    last_day: Annotated[date | None, Form()] = None,
) -> RedirectResponse:
    """Away until the end of `last_day` in the person's zone; back without one."""
    _require_change(desk, handle)
    if last_day is None:
        for leave in await leaves_of(connection, handle, desk.now):
            await cancel_leave(connection, handle, leave.id, desk.now)
        return RedirectResponse("/team", 303)
    zone = _zone_of(handle, desk)
    until = _end_of(last_day, zone)
    if until <= desk.now:
        raise InvalidError("The last day away has to be today or later.")
    today = desk.now.astimezone(ZoneInfo(zone)).date()
    await add_leave(
        connection,
        NewLeave(
            uuid4(),
            handle,
            desk.now,
            until,
            today,
            last_day,
            stand_in=None,
            note=None,
            created_by=desk.handle,
            created_at=desk.now,
        ),
    )
    return RedirectResponse("/team", 303)


def _require_change(desk: Reader, handle: str) -> None:
    if desk.scope.owners is not None and handle not in desk.scope.owners:
        raise NotFoundError("There is nobody of this name in your teams.")
    if not desk.leads_others and handle != desk.handle:
        raise ForbiddenError("Only a manager says when somebody else is away.")


def _zone_of(handle: str, desk: Reader) -> str:
    known = desk.playbook.has_person(handle)
    return desk.playbook.person(handle).zone if known else desk.zone


def _end_of(day: date, zone: str) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(zone))
