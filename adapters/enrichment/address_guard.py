"""Keep requests made on a stranger's word away from our own network.

The name is resolved here, every answer is checked, and the connection goes to the very
address that was checked: a name that changes its answer in between (DNS rebinding) gains
nothing. Each redirect is a new connection and is checked again.
"""

import ipaddress
import re
from collections.abc import Callable, Iterable, Sequence

import httpcore
import httpx

from adapters.enrichment.addresses import IPAddress, is_public, refusal
from adapters.enrichment.domains import host_name
from adapters.enrichment.resolver import Resolver

_PORTS = {"http": 80, "https": 443}
_URL_LIMIT = 2_048  # characters
_UNCLEAN = re.compile(r"[\x00-\x20\x7f\\]")  # read differently by different parsers
# What a WHATWG parser, or libc, takes for an IPv4 address: 127.1, 0x7f000001, 017700000001.
_NUMERIC_LABEL = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_INSIDE = frozenset({"localhost", "local", "internal", "lan", "home", "corp", "arpa"})
_CONNECTIONS_TRIED = 2  # addresses of one name; the rest would only eat the time

SocketOptions = Iterable[httpcore.SOCKET_OPTION]


class AddressRefusedError(httpcore.ConnectError):
    """The address, name or URL is none that a company's public website has."""


class NameUnknownError(httpcore.ConnectError):
    """DNS knows no address of that name."""


def checked_url(url: httpx.URL | str, base: httpx.URL | None = None) -> httpx.URL:
    """The URL to fetch (relative to `base` if given), or AddressRefusedError."""
    text = str(url)
    if len(text) > _URL_LIMIT or _UNCLEAN.search(text):
        raise AddressRefusedError("not a clean URL")
    try:
        parsed = base.join(text) if base else httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressRefusedError("not a URL") from error
    if parsed.port not in {None, _PORTS.get(parsed.scheme)}:
        raise AddressRefusedError("port is not 80 or 443")
    if parsed.scheme not in _PORTS:
        raise AddressRefusedError("neither http nor https")
    if parsed.userinfo:
        raise AddressRefusedError("carries a user name")
    _check_name(parsed.raw_host.decode("ascii"))
    return parsed


def _check_name(host: str) -> None:
    labels = host.rstrip(".").split(".")
    if _is_literal(host) or _NUMERIC_LABEL.fullmatch(labels[-1]):
        raise AddressRefusedError("an address instead of a name")
    if len(labels) < 2 or labels[-1].lower() in _INSIDE:
        raise AddressRefusedError("a name of an inner network")
    if host_name(host) is None:
        raise AddressRefusedError("not a name")


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to checked public addresses only, whatever the name says.

    `allowed` and `dial` are for tests that play the internet on 127.0.0.1; nothing in the
    environment reaches them.
    """

    def __init__(
        self,
        resolve: Resolver,
        *,
        allowed: Callable[[IPAddress], bool] = is_public,
        dial: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._resolve = resolve
        self._allowed = allowed
        self._dial = dial or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if port not in _PORTS.values():
            raise AddressRefusedError("port is not 80 or 443")
        failure = httpcore.ConnectError("no address answered")
        for address in (await self._checked(host))[:_CONNECTIONS_TRIED]:
            try:
                return await self._dial.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = httpcore.ConnectError(type(error).__name__)
        raise failure

    async def _checked(self, host: str) -> Sequence[IPAddress]:
        _check_name(host)
        try:
            addresses = await self._resolve(host)
        except OSError as error:
            raise httpcore.ConnectError("the name server did not answer") from error
        if not addresses:
            raise NameUnknownError("no such name")
        for address in addresses:
            # One bad answer condemns the name: mixing public and private ones is how
            # rebinding looks, and no company does it on purpose.
            if not self._allowed(address):
                raise AddressRefusedError(f"{refusal(address) or 'refused'} address")
        return sorted(addresses, key=lambda address: address.version)
