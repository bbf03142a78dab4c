"""The inbox: what waits for a person, the first due first."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Row

from adapters.store.desk import Mark, View, Wanted, list_leads
from api.dependencies import Connection
from api.desk import Desk
from api.leads.lead_rows import lead_line
from api.leads.lead_words import done_words
from api.web.keyset import Place, mark_of, written
from api.web.pages import page

router = APIRouter(include_in_schema=False)

SCREEN = 25  # leads
_TABS = (
    (View.MINE, "Mine"),
    (View.ALL, "All open"),
    (View.UNOWNED, "Without an owner"),
    (View.CLOSED, "Closed"),
)
_EMPTY = {
    View.MINE: (
        "Nothing waits for you",
        (
            "When somebody asks for something and it is your turn, the lead stands here with "
            "a clock, and you get a mail. Accept it with one tap."
        ),
    ),
    View.ALL: (
        "No open leads",
        (
            "Whoever fills in the form on the website appears here within seconds, with "
            "points, an owner and a deadline."
        ),
    ),
    View.UNOWNED: (
        "Every lead has an owner",
        (
            "Leads stand here while they wait for a decision, get mails only, or while "
            "nobody is available. Anybody who sees one may take it over."
        ),
    ),
    View.CLOSED: (
        "Nothing closed yet",
        "Closed leads are kept with everything that happened, and can be opened again.",
    ),
}


@router.get("/inbox")
async def show_inbox(  # noqa: PLR0913, PLR0917 - what a list may be asked
    request: Request,
    desk: Desk,
    connection: Connection,
    after: Annotated[Place | None, Depends(mark_of)],
    view: View | None = None,
    done: str | None = None,
) -> HTMLResponse:
    mark = None if after is None else Mark(*after)
    view = view or (View.ALL if desk.leads_others else View.MINE)
    wanted = Wanted(view, desk.handle, desk.scope)
    rows = await list_leads(connection, wanted, after=mark, limit=SCREEN + 1)
    context = {
        "reader": desk,
        "view": view,
        "tabs": [(v, words, desk.counts.get(v)) for v, words in _TABS],
        "here": f"/inbox?view={view}",
        "leads": [lead_line(row, desk) for row in rows[:SCREEN]],
        "more": _next_screen(view, rows),
        "empty": _EMPTY[view],
        "done": done_words(done),
    }
    return page(request, "inbox.html", context, block="leads")


def _next_screen(view: View, rows: Sequence[Row[Any]]) -> str:
    if len(rows) <= SCREEN:
        return ""
    last = rows[SCREEN - 1]
    return "/inbox?" + urlencode({"view": view, "after": written(last.place, last.id)})
