"""The leads that a person must decide."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.dependencies import AllParts, Connection
from api.desk import Desk
from api.leads.lead_words import done_words
from api.review.review_page import shown_reviews
from api.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/review")
async def show_reviews(
    request: Request,
    desk: Desk,
    parts: AllParts,
    connection: Connection,
    done: str | None = None,
) -> HTMLResponse:
    context = await shown_reviews(connection, parts, desk)
    context["done"] = done_words(done)
    return page(request, "review.html", context, block="cases")
