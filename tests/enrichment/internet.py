"""Play the internet on 127.0.0.1: names, public addresses, and servers behind them."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from ipaddress import ip_address
from pathlib import Path

import httpcore

from adapters.enrichment.addresses import IPAddress

CERTIFICATE = Path(__file__).with_name(
    "northwind.pem"
)  # of northwind.example, for tests
PUBLIC = "93.184.215.14"
ALSO_PUBLIC = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

Answer = Callable[[str, asyncio.StreamWriter], Awaitable[None]]


class Names:
    """A resolver that remembers; each look-up of a name takes its next answer."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._answers: dict[str, list[list[str]]] = {}

    def lead(self, name: str, *answers: Sequence[str]) -> "Names":
        self._answers[name] = [list(answer) for answer in answers]
        return self

    async def __call__(self, name: str) -> Sequence[IPAddress]:
        self.asked.append(name)
        answers = self._answers.get(name, [[]])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return [ip_address(address) for address in answer]


class Wires(httpcore.AsyncNetworkBackend):
    """Leads public addresses to local ports, and remembers what was dialled."""

    def __init__(self) -> None:
        self.dialled: list[tuple[str, int]] = []
        self.ports: dict[tuple[str, int], int] = {}
        self._real = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.dialled.append((host, port))
        local = self.ports.get((host, port))
        if local is None:
            raise httpcore.ConnectError("nobody there")
        return await self._real.connect_tcp("127.0.0.1", local, timeout)


class _Connections:
    """What a server does with each connection, and which are still open."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._open = set[asyncio.Task[None]]()

    async def __call__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        # The other side may leave at any moment: that is what many tests are about.
        with suppress(OSError, asyncio.IncompleteReadError), closing(writer):
            head = await reader.readuntil(b"\r\n\r\n")
            await self._answer(head.decode("latin-1"), writer)
            await writer.drain()

    async def aclose(self) -> None:
        for connection in self._open:
            connection.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)


@asynccontextmanager
async def serving(answer: Answer, *, tls: bool = False) -> AsyncIterator[int]:
    """A server of one-request connections; `answer` gets the head of each request."""
    context = None
    if tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE)
    connections = _Connections(answer)
    server = await asyncio.start_server(connections, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await connections.aclose()


def response(
    body: bytes = b"",
    *,
    status: int = 200,
    content_type: str = "text/html; charset=utf-8",
    **headers: str,
) -> bytes:
    lines = [
        f"HTTP/1.1 {status} X",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def always(answer: bytes) -> Answer:
    async def send(head: str, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    return send
