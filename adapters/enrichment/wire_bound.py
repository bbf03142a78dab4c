"""Read no more from one connection than was agreed, whatever it is made of.

A body has a bound of its own; this one also ends floods of headers and of interim (1xx)
answers, which cost computing time before any body begins.
"""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore


class BoundedBackend(httpcore.AsyncNetworkBackend):
    """Connects by `inner`; each connection yields at most `limit` bytes."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend, limit: int) -> None:
        self._inner = inner
        self._limit = limit

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await self._inner.connect_tcp(
            host, port, timeout, local_address, socket_options
        )
        return _BoundedStream(stream, self._limit)


class _BoundedStream(httpcore.AsyncNetworkStream):
    def __init__(self, inner: httpcore.AsyncNetworkStream, limit: int) -> None:
        self._inner = inner
        self._left = limit

    async def read(
        self,
        max_bytes: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
    ) -> bytes:
        if self._left <= 0:
            raise httpcore.ReadError("too many bytes")
        chunk = await self._inner.read(min(max_bytes, self._left), timeout)
        self._left -= len(chunk)
        return chunk

    async def write(
        self,
        buffer: bytes,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
    ) -> None:
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
    ) -> httpcore.AsyncNetworkStream:
        secured = await self._inner.start_tls(ssl_context, server_hostname, timeout)
        return _BoundedStream(secured, self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
