"""The first page: what this is, whether it lives, and where to go."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from adapters.readiness import database_answers, temporal_and_worker
from adapters.store.pages.desk import count_all_leads
from api.dependencies import AllParts, Now, find_person
from api.parts import Options, Parts
from api.web.pages import page

router = APIRouter(include_in_schema=False)

_CURL = """curl {url}/v1/leads \\
  -H "Authorization: Bearer $SITE_KEY" -H "Content-Type: application/json" \\
  -d '{{"email": "dana@northwind.example", "name": "Dana Ruiz", "company": "Northwind",
       "country": "ES", "message": "Quote for 80 vehicles this month, please",
       "fields": {{"vehicles": 80}}}}'"""


@router.get("/")
async def show_first_page(request: Request, parts: AllParts, now: Now) -> HTMLResponse:
    database, (temporal, worker) = await asyncio.gather(
        database_answers(parts.engine), temporal_and_worker(parts.temporal, now)
    )
    context = {
        "signed_in": database and await find_person(request, parts) is not None,
        "parts": [
            {"name": "The database", "up": database},
            {"name": "Temporal", "up": temporal},
            {"name": "The worker", "up": worker},
        ],
        "leads": await _number_of_leads(parts) if database else None,
        "places": _places(parts.options),
        "curl": _CURL.format(url=parts.options.url),
    }
    return page(request, "first_run.html", context)


async def _number_of_leads(parts: Parts) -> int:
    async with parts.engine.connect() as connection:
        return await count_all_leads(connection)


def _places(options: Options) -> list[dict[str, str]]:
    places = [
        ("/demo", "Demo site", "Be the prospect: read the prices, ask for a quote."),
        ("/inbox", "Inbox", "Be the rep: accept with one tap before the clock breaks."),
        ("/review", "Review", "Decide the cases that the rules do not cover."),
        ("/team", "Team", "Be the manager: load, absence, what is stuck."),
        ("/playbook", "Playbook", "The rules: what is good, who gets it, how fast."),
        ("/outbox", "Outbox", "Every mail that was written, to whom and when."),
        (options.temporal_ui, "Temporal UI", "Every lead's clock, step by step."),
        ("/openapi.json", "API description", "What websites and servers may call."),
    ]
    shown = places if options.demo else places[1:]
    return [
        {"href": href, "name": name, "what": what} for href, name, what in shown if href
    ]
