"""The leads that a person must decide."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from adapters.store.reviews import list_reviews
from api.dependencies import Connection
from api.desk import Desk
from api.leads.lead_rows import lead_line
from api.leads.lead_sections import known_facts, reason_groups
from api.leads.lead_words import done_words
from api.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/review")
async def show_reviews(
    request: Request, desk: Desk, connection: Connection, done: str | None = None
) -> HTMLResponse:
    waiting = await list_reviews(connection, desk.scope)
    cases = [
        {
            "lead": lead_line(row, desk),
            "because": row.review_because,
            "opened_at": row.opened_at,
            "groups": reason_groups(decision),
            "facts": known_facts(decision),
        }
        for row, decision in waiting
    ]
    context = {
        "reader": desk,
        "cases": cases,
        "colleagues": desk.colleagues(),
        "done": done_words(done),
    }
    return page(request, "review.html", context)
