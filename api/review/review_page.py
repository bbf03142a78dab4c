"""Print the review, or the one case of it that a script asks for."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.desk import find_lead
from adapters.store.standing.reviews import SHOWN
from api.desk import Reader
from api.leads.lead_page import LeadPage
from api.parts import Parts
from api.review.cases import Answer, Case, one_case, waiting_cases
from api.web.pages import page


async def shown_reviews(
    connection: AsyncConnection,
    parts: Parts,
    reader: Reader,
    answer: Answer | None = None,
) -> dict[str, Any]:
    """What review.html prints; `answer` belongs to one of its cases."""
    cases, more = await waiting_cases(connection, parts, reader, answer)
    return {
        "reader": reader,
        "cases": cases,
        "more": more,
        "most": SHOWN,
        "colleagues": reader.colleagues(),
        "done": "",
        "decided": None,
    }


async def answered(lead: LeadPage, answer: Answer, status: int = 200) -> Response:
    """The case, or who decided it; with the others around it, unless a script asks."""
    connection, reader = lead.connection, lead.reader
    row = await find_lead(connection, reader.scope, lead.row.id) or lead.row
    case = await one_case(connection, lead.parts, reader, row, answer)
    if is_scripted(lead.request):
        context = {
            "case": case,
            "reader": reader,
            "next_id": "",
            "colleagues": reader.colleagues(),
        }
        name = "_case.html" if isinstance(case, Case) else "_decided.html"
        return page(lead.request, name, context, status=status)
    context = await shown_reviews(connection, lead.parts, reader, answer)
    if not isinstance(case, Case):
        context["decided"] = case
    return page(lead.request, "review.html", context, status=status)


def is_scripted(request: Request) -> bool:
    """Whether a script of ours asks for a part of the page."""
    return request.headers.get("hx-request") == "true"
