"""Signing in by a mailed link, and out."""

from typing import Annotated

from fastapi import (
    APIRouter,
    BackgroundTasks,
    Depends,
    Form,
    Query,
    Request,
    Response,
)
from fastapi.responses import HTMLResponse, RedirectResponse

from adapters.store.access.sign_in import (
    LINK_LASTS,
    SESSION_LASTS,
    close_session,
    link_is_good,
    open_session,
    use_link,
)
from api.dependencies import (
    SESSION_COOKIE,
    AllParts,
    Connection,
    CurrentOptions,
    Now,
    PerhapsPerson,
)
from api.sign_in_mail import is_kept_here, mail_link
from api.web.own_path import HOME, own_path
from api.web.pages import page
from api.web.same_origin import require_same_origin

router = APIRouter(include_in_schema=False, dependencies=[Depends(require_same_origin)])

_MINUTES = LINK_LASTS.total_seconds() / 60


@router.get("/sign-in")
async def ask_address(
    request: Request,
    person: PerhapsPerson,
    back: Annotated[str, Query(alias="next", max_length=500)] = HOME,
) -> Response:
    if person is not None:
        return RedirectResponse(own_path(back), 303)
    return page(request, "sign_in.html", {"back": own_path(back)})


@router.post("/sign-in")
async def send_link(
    request: Request,
    parts: AllParts,
    later: BackgroundTasks,
    address: Annotated[str, Form(max_length=254)],
    back: Annotated[str, Form(max_length=500)] = HOME,
) -> HTMLResponse:
    """The same answer, after the same time, whoever it is."""
    later.add_task(mail_link, parts, address, own_path(back))
    context = {"minutes": round(_MINUTES), "kept_here": is_kept_here(parts)}
    answer = page(request, "sign_in_mailed.html", context)
    answer.background = later
    return answer


@router.get("/sign-in/{token}")
async def ask_confirmation(
    request: Request,
    connection: Connection,
    now: Now,
    token: str,
    back: Annotated[str, Query(alias="next", max_length=500)] = HOME,
) -> HTMLResponse:
    good = await link_is_good(connection, token, now)
    return _confirmation(request, good=good, back=back)


def _confirmation(request: Request, *, good: bool, back: str) -> HTMLResponse:
    context = {
        "good": good,
        "back": own_path(back),
        "days": SESSION_LASTS.days,
        "minutes": round(_MINUTES),
    }
    return page(request, "sign_in_confirm.html", context, status=200 if good else 410)


@router.post("/sign-in/{token}")
async def sign_in(  # noqa: PLR0913, PLR0917
    request: Request,
    connection: Connection,
    options: CurrentOptions,
    now: Now,
    token: str,
    back: Annotated[str, Form(max_length=500)] = HOME,
) -> Response:
    handle = await use_link(connection, token, now)
    if handle is None:
        return _confirmation(request, good=False, back=back)
    session = await open_session(connection, handle, now)
    answer = RedirectResponse(own_path(back), 303)
    answer.set_cookie(
        SESSION_COOKIE,
        session,
        max_age=round(SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=options.url.startswith("https:"),
    )
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, connection: Connection) -> RedirectResponse:
    token = request.cookies.get(SESSION_COOKIE)
    if token:
        await close_session(connection, token)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(SESSION_COOKIE)
    return answer
