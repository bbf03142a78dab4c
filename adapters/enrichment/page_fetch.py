"""Fetch one public web page within bounds of size, time and redirects."""

import asyncio
import ssl
from dataclasses import dataclass
from datetime import timedelta

import httpcore
import httpx

from adapters.enrichment.address_guard import (
    AddressRefusedError,
    NameUnknownError,
    checked_url,
)
from adapters.enrichment.bounded_body import BoundedBody
from adapters.enrichment.wire_bound import BoundedBackend

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HTML = frozenset({"", "text/html", "application/xhtml+xml"})
_HEADERS = 128 * 1024  # bytes beside the body: headers and the frames of chunks
_FAILURES = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """`size` is bytes, of the wire and of the page after decompression alike."""

    size: int = 512 * 1024
    redirects: int = 3
    step: timedelta = timedelta(seconds=1.5)  # one connection, one wait for bytes
    total: timedelta = timedelta(seconds=4)


@dataclass(frozen=True, slots=True)
class Page:
    """What came, cut at the bound; `body` is empty unless the status is 200 and it is HTML."""

    url: str
    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """The guard said no; asking again will not help."""

    because: str


@dataclass(frozen=True, slots=True)
class NoSuchName:
    """DNS knows no address of that name."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nothing usable came; asking later may help."""

    because: str


Fetched = Page | Refused | NoSuchName | Unreachable


class PageFetch:
    """`backend` is the guard; `user_agent` says who asks and where to complain."""

    def __init__(
        self,
        backend: httpcore.AsyncNetworkBackend,
        user_agent: str,
        *,
        bounds: Bounds = Bounds(),
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._backend = BoundedBackend(backend, bounds.size + _HEADERS)
        self._bounds = bounds
        self._ssl = ssl_context or httpx.create_ssl_context(trust_env=False)
        self._headers = [
            ("User-Agent", user_agent),
            ("Accept", "text/html,application/xhtml+xml"),
            ("Accept-Encoding", "gzip, deflate"),
            ("Connection", "close"),
        ]

    async def get(self, url: str) -> Fetched:
        """Never raises for anything that the other side does."""
        try:
            async with asyncio.timeout(self._bounds.total.total_seconds()):
                return await self._follow(checked_url(url))
        except AddressRefusedError as error:
            return Refused(str(error))
        except NameUnknownError:
            return NoSuchName()
        except TimeoutError:
            return Unreachable("took too long")
        except _FAILURES as error:
            return Unreachable(type(error).__name__)

    async def _follow(self, url: httpx.URL) -> Fetched:
        # httpcore, unlike httpx, reads no proxy from the environment: a proxy would
        # resolve the name itself, behind the guard's back.
        async with httpcore.AsyncConnectionPool(
            ssl_context=self._ssl, network_backend=self._backend
        ) as pool:
            for _ in range(self._bounds.redirects + 1):
                answer = await self._once(pool, url)
                if isinstance(answer, Page):
                    return answer
                url = answer
        return Refused("too many redirects")

    async def _once(
        self, pool: httpcore.AsyncConnectionPool, url: httpx.URL
    ) -> Page | httpx.URL:
        step = self._bounds.step.total_seconds()
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), step)
        target = httpcore.URL(
            scheme=url.raw_scheme,
            host=url.raw_host,
            port=url.port,
            target=url.raw_path,
        )
        async with pool.stream(
            "GET", target, headers=self._headers, extensions={"timeout": timeouts}
        ) as response:
            headers = httpx.Headers(response.headers)
            if response.status in _REDIRECTS and "location" in headers:
                return checked_url(headers["location"], base=url)
            return await self._page(url, response, headers)

    async def _page(
        self, url: httpx.URL, response: httpcore.Response, headers: httpx.Headers
    ) -> Page:
        content_type = headers.get("content-type", "")
        is_html = content_type.partition(";")[0].strip().lower() in _HTML
        body = b""
        if response.status == 200 and is_html:
            body = await self._body(response, headers.get("content-encoding", ""))
        return Page(str(url), response.status, content_type, body)

    async def _body(self, response: httpcore.Response, encoding: str) -> bytes:
        reading = BoundedBody(encoding.strip().lower(), self._bounds.size)
        async for chunk in response.aiter_stream():
            if not reading.take(chunk):
                break
        return reading.body
