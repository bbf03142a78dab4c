"""Bodies that dawdle or never end, against a real server."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.api.conftest import Keys, Site, timed


async def answer_to(
    served: tuple[str, int], head: str, *chunks: bytes, pause: float = 0
) -> bytes:
    """What the server says while the body is being sent. Ends when it hangs up."""
    reader, writer = await asyncio.open_connection(*served)
    writer.write(head.replace("\n", "\r\n").encode() + b"\r\n")
    for chunk in chunks:
        writer.write(chunk)
        await asyncio.sleep(pause)
    try:
        return await reader.read(65_536)
    finally:
        writer.close()


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    """Ten seconds are too long for a test."""
    guard: Any = site.app.middleware_stack
    while not hasattr(guard, "_within"):
        guard = getattr(guard, "app", None) or guard._app
    monkeypatch.setattr(guard, "_within", guard._within / 20)


async def test_a_body_that_never_comes_is_given_up(
    served: tuple[str, int], keys: Keys, patience: None
) -> None:
    head = f"""POST /v1/leads HTTP/1.1
Host: x
Authorization: Bearer {keys.site}
Content-Type: application/json
Content-Length: 1000
"""

    answer, seconds = await timed(answer_to(served, head, b'{"email":'))

    assert answer.startswith(b"HTTP/1.1 408")
    assert b"application/problem+json" in answer
    assert 0.4 < seconds < 2


@pytest.mark.parametrize("announced", [True, False])
async def test_20_mb_get_their_answer_in_full(
    served: tuple[str, int], keys: Keys, *, announced: bool
) -> None:
    """The client reads a 413, and not that the connection broke."""
    host, port = served
    body = b'{"message": "' + b"x" * 20_000_000 + b'"}'

    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 65_536):
            yield body[start : start + 65_536]

    async with httpx.AsyncClient(base_url=f"http://{host}:{port}") as http:
        response, seconds = await timed(
            http.post(
                "/v1/leads",
                content=body if announced else in_pieces(),
                headers={
                    "Authorization": f"Bearer {keys.site}",
                    "Content-Type": "application/json",
                },
            )
        )

    assert response.status_code == 413
    assert seconds < 5


async def test_a_client_that_hangs_up_leaves_nothing_behind(
    served: tuple[str, int], keys: Keys
) -> None:
    _, writer = await asyncio.open_connection(*served)
    writer.write(b"POST /v1/leads HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n")
    writer.write(b"Content-Type: application/json\r\n\r\n{")
    await writer.drain()
    writer.close()
    await writer.wait_closed()

    host, port = served
    async with httpx.AsyncClient(base_url=f"http://{host}:{port}") as http:
        assert (await http.get("/healthz")).status_code == 200
