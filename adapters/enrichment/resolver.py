"""Say to which addresses a name leads, asking DNS and nothing else."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from ipaddress import ip_address

from dns.asyncresolver import Resolver as DnsResolver
from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer

from adapters.enrichment.addresses import IPAddress

Resolver = Callable[[str], Awaitable[Sequence[IPAddress]]]
"""The addresses of a name; none when it has none. Raises OSError when DNS fails."""

_LIFETIME = timedelta(seconds=2)  # of one look-up, retries included


class DnsLookUp:
    """A `Resolver` without threads.

    `getaddrinfo` would hold one of the few threads of the event loop for as long as a slow
    name server likes, would read /etc/hosts, and would try the search domains of the
    machine, which lead to names inside.
    """

    def __init__(
        self, resolver: DnsResolver | None = None, *, lifetime: timedelta = _LIFETIME
    ) -> None:
        self._resolver = resolver
        self._lifetime = lifetime

    async def __call__(self, name: str) -> Sequence[IPAddress]:
        try:
            self._resolver = self._resolver or DnsResolver()
            answers = await self._resolver.resolve_name(
                f"{name.rstrip('.')}.", lifetime=self._lifetime.total_seconds()
            )
        except (NXDOMAIN, NoAnswer):
            return ()
        except DNSException as error:
            raise OSError(type(error).__name__) from error
        return tuple(ip_address(address) for address in answers.addresses())
