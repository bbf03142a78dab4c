"""One tap from a mail: opening the link shows what it would do, its button does it."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse

from api.dependencies import AllParts
from api.leads.acting import Actor, act
from api.leads.lead_words import DONE
from api.leads.tapping import QUESTION, Met, Tapped, Useless
from api.web.pages import page
from api.web.same_origin import require_same_origin
from domain.auditing.origins import Origin
from domain.errors import ConflictError
from domain.lifecycle import ActionKind

router = APIRouter(
    prefix="/tap",
    include_in_schema=False,
    dependencies=[Depends(require_same_origin)],
)


@router.get("/{token}")  # noqa: FAST003  `Met` takes it
async def show_tap(request: Request, met: Met) -> HTMLResponse:
    """Nothing changes: whoever fetches links to scan a mail may have this."""
    return _useless(request, met) if isinstance(met, Useless) else _ask(request, met)


@router.post("/{token}")  # noqa: FAST003
async def do_tap(
    request: Request,
    parts: AllParts,
    met: Met,
    reason: Annotated[str, Form(max_length=500)] = "",
) -> HTMLResponse:
    if isinstance(met, Useless):
        return _useless(request, met)
    tap = met.tap
    if tap.kind is ActionKind.DECLINE and not reason.strip():
        return _ask(request, met, missing=True)
    body = {"reason": reason.strip()} if reason.strip() else {}
    try:
        actor = Actor(tap.handle, met.role, Origin.MAIL)
        await act(parts, actor, tap.lead_id, tap.kind, body)
    except ConflictError as error:
        refused = Useless(str(error), HTTPStatus.CONFLICT, str(tap.lead_id))
        return _useless(request, refused)
    return page(request, "tap.html", _words(met) | {"done": DONE[tap.kind]})


def _ask(request: Request, met: Tapped, *, missing: bool = False) -> HTMLResponse:
    context = _words(met) | {"missing": missing, "needs_reason": _needs_reason(met)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if missing else HTTPStatus.OK
    return page(request, "tap.html", context, status=status)


def _useless(request: Request, met: Useless) -> HTMLResponse:
    context = {"refused": met.because, "lead_id": met.lead_id}
    return page(request, "tap.html", context, status=met.status)


def _words(met: Tapped) -> dict[str, object]:
    question, button = QUESTION[met.tap.kind]
    return {
        "question": question.replace("{lead}", met.lead),
        "button": button,
        "lead_id": str(met.tap.lead_id),
        "company": met.row.company or "",
        "message": met.row.message or "",
        "person": met.row.person,
    }


def _needs_reason(met: Tapped) -> bool:
    return met.tap.kind is ActionKind.DECLINE
