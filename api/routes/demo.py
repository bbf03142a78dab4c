"""The demo site: a made-up business whose form posts leads here."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from adapters.store.raised_hands.thanks import find_raised_hand
from api.demo.demo_key import ensure_demo_key
from api.demo.demo_thanks import thanks_for
from api.demo.demo_visit import COOKIE, LASTS, Visit
from api.dependencies import AllParts, Connection, CurrentOptions, Now
from api.web.pages import page
from domain.errors import NotFoundError

PREFIX = "/demo"
# As the business's own site would call them, and what stands there.
PAGES = {
    "/": "demo/home.html",
    "/pricing": "demo/pricing.html",
    "/customers": "demo/customers.html",
    "/contact": "demo/contact.html",
    "/resources/getting-started": "demo/getting_started.html",
    "/resources/dashcams": "demo/dashcams.html",
    "/resources/construction": "demo/construction.html",
    "/resources/small-fleets": "demo/small_fleets.html",
}
_PATHS = tuple(PAGES)
_COUNTRIES = (
    *(("ES", "Spain"), ("PT", "Portugal"), ("AD", "Andorra"), ("FR", "France")),
    *(("BE", "Belgium"), ("DE", "Germany"), ("IT", "Italy"), ("NL", "Netherlands")),
    *(("GB", "United Kingdom"), ("IE", "Ireland"), ("US", "United States")),
)


def _demo_is_on(options: CurrentOptions) -> None:
    if not options.demo:
        raise NotFoundError("The demo site is switched off.")


def _visit(request: Request) -> Visit:
    return Visit.read(request.cookies.get(COOKIE, ""), _PATHS)


router = APIRouter(
    prefix=PREFIX, include_in_schema=False, dependencies=[Depends(_demo_is_on)]
)


@router.get("")
@router.get("/pricing")
@router.get("/customers")
@router.get("/resources/getting-started")
@router.get("/resources/dashcams")
@router.get("/resources/construction")
@router.get("/resources/small-fleets")
async def show_page(
    request: Request, now: Now, visit: Annotated[Visit, Depends(_visit)]
) -> HTMLResponse:
    path = request.url.path.removeprefix(PREFIX) or "/"
    return _remembering(page(request, PAGES[path], {}), visit.then(path, now))


@router.get("/contact")
async def show_contact(
    request: Request,
    parts: AllParts,
    now: Now,
    visit: Annotated[Visit, Depends(_visit)],
) -> HTMLResponse:
    visit = visit.then("/contact", now)
    hidden = {
        "key": await ensure_demo_key(parts),
        "page_views": visit.as_page_views(now),
        "landing_page": visit.pages[0][0],
        "channel": "form",
        "thanks": f"{PREFIX}/thanks",
    }
    context = {"hidden": tuple(hidden.items()), "countries": _COUNTRIES}
    return _remembering(page(request, PAGES["/contact"], context), visit)


def _remembering(answer: HTMLResponse, visit: Visit) -> HTMLResponse:
    answer.set_cookie(
        COOKIE,
        quote(visit.written(_PATHS)),
        max_age=round(LASTS.total_seconds()),
        path=PREFIX,
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get("/thanks/{submission_id}")
async def show_thanks(
    request: Request, parts: AllParts, connection: Connection, submission_id: UUID
) -> HTMLResponse:
    raised = await find_raised_hand(connection, submission_id)
    if raised is None:
        raise NotFoundError("There is no such request.")
    playbook = (await parts.playbook.current()).playbook
    thanks = thanks_for(raised, playbook, PREFIX)
    return page(request, "demo/thanks.html", {"thanks": thanks})
