"""The manager's page: who is there, how much they have to do, and what is stuck."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from adapters.store.team import list_about_to_break, list_stuck
from api.dependencies import Connection
from api.desk import Desk
from api.leads.lead_rows import lead_line
from api.leads.lead_words import done_words
from api.team.person_lines import people_of, read_lines
from api.team.team_board import team_parts
from api.team.week_strip import WEEKS, week_strip
from api.web.pages import page

router = APIRouter(prefix="/team", include_in_schema=False)


@router.get("")
async def show_team(
    request: Request, desk: Desk, connection: Connection, done: str | None = None
) -> HTMLResponse:
    stuck = await list_stuck(connection, desk.scope, desk.now)
    soon = await list_about_to_break(connection, desk.scope, desk.now)
    lines, leaves = await read_lines(connection, people_of(desk), desk)
    context = {
        "reader": desk,
        "lines": list(lines.values()),
        "done": done_words(done),
        "teams": team_parts(lines, desk),
        "strip": week_strip(leaves, desk),
        "weeks": WEEKS,
        "stuck": [lead_line(row, desk) for row in stuck],
        "soon": [lead_line(row, desk) for row in soon],
    }
    return page(request, "team.html", context, block="board")
