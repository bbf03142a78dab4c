"""Let a request's body in only by its size, its kind and its pace.

Pure ASGI, in front of everything: no route ever sees a body that is too large, of a kind
nobody reads, or still on its way.
"""

import asyncio
from datetime import timedelta
from http import HTTPStatus

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.incoming.parsing import LARGEST
from api.errors import refuse
from api.web.problems import Problem

BODY_WITHIN = timedelta(seconds=10)
READ = frozenset(
    {
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    }
)
MAIL_PATH = "/v1/mail"
READ_AS_MAIL = frozenset({"message/rfc822"})
_HAVE_BODIES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class BodyGuard:
    def __init__(
        self, app: ASGIApp, *, limit: int, within: timedelta = BODY_WITHIN
    ) -> None:
        self._app = app
        self._limit = limit  # bytes
        self._within = within

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in _HAVE_BODIES:
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        takes_mail = scope["path"] == MAIL_PATH
        limit = max(self._limit, LARGEST) if takes_mail else self._limit
        read = READ_AS_MAIL if takes_mail else READ
        refused = _refuse_unread(headers, read, limit)
        body = refused or await self._read(receive, limit)
        match body:
            case bytes():
                await self._app(scope, _replay(body, receive), send)
            case Problem():
                # A client that still sends would miss the answer if the connection
                # ended now: the server throws the rest away. One that dawdles may.
                slow = body.status is HTTPStatus.REQUEST_TIMEOUT
                kept = {"Connection": "close"} if slow else {}
                answer = refuse(Request(scope), body, kept)
                await answer(scope, receive, send)
            case None:
                pass  # the caller has gone

    async def _read(self, receive: Receive, limit: int) -> bytes | Problem | None:
        try:
            async with asyncio.timeout(self._within.total_seconds()):
                return await _read_all(receive, limit)
        except TimeoutError:
            return Problem(
                HTTPStatus.REQUEST_TIMEOUT, "too-slow", "The body took too long."
            )


def _refuse_unread(
    headers: dict[bytes, bytes], read: frozenset[str], limit: int
) -> Problem | None:
    length = headers.get(b"content-length", b"0")
    if not length.isdigit():
        return Problem(
            HTTPStatus.BAD_REQUEST, "malformed", "Content-Length is not a number."
        )
    if len(length) > len(str(limit)) or int(length) > limit:
        return _too_large(limit)
    kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    chunked = b"transfer-encoding" in headers
    if kind.decode("latin-1") in read or not (kind or chunked or int(length)):
        return None
    sentence = "Send application/json or an HTML form."
    if read is READ_AS_MAIL:
        sentence = "Send message/rfc822."
    return Problem(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", sentence
    )


async def _read_all(receive: Receive, limit: int) -> bytes | Problem | None:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            return _too_large(limit)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def _too_large(limit: int) -> Problem:
    return Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "too-large",
        f"A body may have at most {limit:,} bytes.",
    )


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body as one message; afterwards the wire again, which tells of a hang-up."""
    given: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return given.pop() if given else await receive()

    return next_message
