"""The way from a mail of ours to a page of the business's own."""

import logging

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import SQLAlchemyError

from adapters.clicks import count_click, is_program
from api.dependencies import AllParts, Now
from domain.errors import NotFoundError

LOG = logging.getLogger(__name__)
router = APIRouter(prefix="/go", include_in_schema=False)

_GUARDS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the page must not learn the token
    "X-Robots-Tag": "noindex",
}


@router.api_route("/{token}", methods=["GET", "HEAD"])
async def lead_on(
    request: Request, token: str, parts: AllParts, now: Now
) -> RedirectResponse:
    """To where the mail said, and nowhere else: the address is signed with the rest."""
    led = parts.options.links.read_go(token)
    if led is None:
        raise NotFoundError("This link is damaged: a part of it may have been cut off.")
    if request.method == "GET" and not is_program(request.headers):
        try:
            await count_click(parts.engine, led, now)
        except (
            SQLAlchemyError,
            OSError,
        ):  # whoever clicks wants the page, not our books
            LOG.warning("a click was not counted: the database is away")
    return RedirectResponse(led.url, status_code=302, headers=_GUARDS)
