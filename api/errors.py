"""Decide what the web answers when something goes wrong. Nothing else does."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from adapters.database import is_away
from api.web.plain_page import plain_page
from api.web.problems import Problem, printable, respond
from api.web.reading import MalformedError
from domain.errors import (
    ConflictError,
    Fault,
    ForbiddenError,
    HandraiseError,
    InvalidError,
    KeyReusedError,
    NotFoundError,
    PlaybookMovedError,
    UnauthorizedError,
    UnavailableError,
    VendorError,
)

LOG = logging.getLogger(__name__)
SIGN_IN = "/sign-in"
_SLACKS = "/slack/"  # its forms are sent by no browser
_LINES_SHOWN = 2_000  # of a diff
_AWAY = "A part of Handraise is away. Please try again in a moment."
_UNEXPECTED = "Something went wrong here. It was logged; please try again later."

# The first that fits counts: narrower errors stand before wider ones.
_STATUSES: tuple[tuple[type[HandraiseError], HTTPStatus, str], ...] = (
    (KeyReusedError, HTTPStatus.UNPROCESSABLE_ENTITY, "key-reused"),
    (NotFoundError, HTTPStatus.NOT_FOUND, "not-found"),
    (PlaybookMovedError, HTTPStatus.CONFLICT, "playbook-moved"),
    (ConflictError, HTTPStatus.CONFLICT, "conflict"),
    (ForbiddenError, HTTPStatus.FORBIDDEN, "forbidden"),
    (UnauthorizedError, HTTPStatus.UNAUTHORIZED, "unauthorized"),
    (MalformedError, HTTPStatus.BAD_REQUEST, "malformed"),
    (InvalidError, HTTPStatus.UNPROCESSABLE_ENTITY, "invalid"),
    (UnavailableError, HTTPStatus.SERVICE_UNAVAILABLE, "unavailable"),
    (VendorError, HTTPStatus.BAD_GATEWAY, "vendor"),
)


def render_errors(app: FastAPI) -> None:
    """Make every error of `app` a problem document, or a page for people."""
    app.add_exception_handler(HandraiseError, _render)
    app.add_exception_handler(HTTPException, _render)
    app.add_exception_handler(RequestValidationError, _render)
    app.add_exception_handler(SQLAlchemyError, _render)
    app.add_exception_handler(OSError, _render)
    app.add_exception_handler(Exception, _render)


def problem_of(error: Exception) -> Problem:
    """What the outside may know about an error."""
    match error:
        case HandraiseError():
            return _raised_on_purpose(error)
        case RequestValidationError():
            return _misfit(error)
        case HTTPException():
            return _refused_by_framework(error)
        case _ if is_away(error):
            LOG.warning("database away: %s", type(_innermost(error)).__name__)
            return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", _AWAY)
        case _:
            LOG.error("unexpected error", exc_info=error)
            return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "unexpected", _UNEXPECTED)


def _innermost(error: BaseException) -> BaseException:
    """What the driver said: SQLAlchemy's own class tells a deadlock from nothing."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error


def _raised_on_purpose(error: HandraiseError) -> Problem:
    faults = error.faults if isinstance(error, InvalidError) else ()
    for kind, status, slug in _STATUSES:
        if isinstance(error, kind):
            return Problem(status, slug, str(error), faults, _more(error))
    LOG.error("an error without a status", exc_info=error)
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "unexpected", _UNEXPECTED)


def _more(error: HandraiseError) -> dict[str, Any]:
    """What somebody needs in order to publish again."""
    if not isinstance(error, PlaybookMovedError):
        return {}
    return {
        "based_on": error.based_on,
        "newest": error.newest,
        "changes": [printable(sentence) for sentence in error.changes[:_LINES_SHOWN]],
        "diff": [printable(line) for line in error.diff[:_LINES_SHOWN]],
    }


def _misfit(error: RequestValidationError) -> Problem:
    """Of a path or query parameter; bodies are read by `api.schemas`."""
    places = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
    if "path" in places:
        return Problem(HTTPStatus.NOT_FOUND, "not-found", "There is no such thing.")
    faults = tuple(
        Fault("/" + "/".join(map(str, fault["loc"][1:])), "This cannot be used.")
        for fault in error.errors()
    )
    sentence = "What was given cannot be used."
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", sentence, faults)


def _refused_by_framework(error: HTTPException) -> Problem:
    status = HTTPStatus(error.status_code)
    return Problem(status, status.phrase.lower().replace(" ", "-"), status.description)


async def _render(request: Request, error: Exception) -> Response:
    kept = dict(getattr(error, "headers", None) or {})
    return refuse(request, problem_of(error), kept)


def refuse(request: Request, problem: Problem, kept: Mapping[str, str]) -> Response:
    """The problem for a program, a page for a person, the way in for a stranger."""
    if not wants_page(request):
        return respond(problem, kept)
    if problem.status is HTTPStatus.UNAUTHORIZED and not is_for_machines(request):
        return _to_sign_in(request)
    response = error_page(problem)
    response.headers.update({**kept, **problem.headers})
    return response


def error_page(problem: Problem) -> Response:
    sentences = [
        problem.detail,
        *(f"{_name(fault.pointer)}: {fault.sentence}" for fault in problem.faults[:20]),
    ]
    return plain_page(problem.status.phrase, map(printable, sentences), problem.status)


def _name(pointer: str) -> str:
    return printable(pointer.removeprefix("/").replace("_", " ") or "The form", 120)


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks. A form post gets a page unless it names JSON."""
    accepts = request.headers.get("accept", "")
    if "json" in accepts or request.url.path.startswith(_SLACKS):
        return False
    return "text/html" in accepts or is_form(request)


def is_form(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in {"application/x-www-form-urlencoded", "multipart/form-data"}


def is_for_machines(request: Request) -> bool:
    return request.url.path.startswith("/v1/")


def _to_sign_in(request: Request) -> Response:
    """Send somebody unknown to the sign-in page, and back afterwards."""
    back = request.url.path if request.method == "GET" else "/"
    return RedirectResponse(f"{SIGN_IN}?next={quote(back)}", HTTPStatus.SEE_OTHER)
