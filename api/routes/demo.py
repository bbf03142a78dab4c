"""The demo site: a made-up business whose form posts leads here."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api.demo_key import ensure_demo_key
from api.demo_visit import COOKIE, LASTS, Visit
from api.dependencies import AllParts, CurrentOptions, Now
from api.pages import page
from domain.errors import NotFoundError

PREFIX = "/demo"
# As the business's own site would call them, and what stands there.
PAGES = {
    "/": "demo/home.html",
    "/pricing": "demo/pricing.html",
    "/customers": "demo/customers.html",
    "/contact": "demo/contact.html",
    "/resources/getting-started": "demo/getting_started.html",
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
