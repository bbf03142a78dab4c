"""Say from which network addresses nothing may be fetched on a stranger's word."""

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_network,
)

IPAddress = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network

# IANA's special-purpose registries, read as: nobody's public website lives there. The
# standard library's `is_global` is not enough: it differs between patch releases and calls
# 6to4, NAT64 and multicast global. The metadata services of the clouds are named where the
# network around them would not give them away.
_REFUSED: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "shared by a carrier (CGNAT)"),  # and Alibaba's metadata
    ("127.0.0.0/8", "loopback"),
    ("168.63.129.16/32", "cloud metadata"),  # Azure, on a public address
    ("169.254.0.0/16", "link-local"),  # and metadata of AWS, GCP, Azure, ...
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "reserved"),  # and Oracle's metadata
    ("192.0.2.0/24", "documentation"),
    ("192.31.196.0/24", "reserved"),
    ("192.52.193.0/24", "reserved"),
    ("192.88.99.0/24", "6to4 relay"),
    ("192.168.0.0/16", "private"),
    ("192.175.48.0/24", "reserved"),
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("::/128", "unspecified"),
    ("::1/128", "loopback"),
    ("::ffff:0:0/96", "IPv4-mapped"),
    ("::/96", "IPv4-compatible"),
    ("64:ff9b::/96", "NAT64"),
    ("64:ff9b:1::/48", "NAT64"),
    ("fc00::/7", "private"),  # and AWS's and GCP's metadata
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local"),
    ("ff00::/8", "multicast"),
    ("2001::/32", "Teredo"),
    ("2001::/23", "reserved"),
    ("2001:db8::/32", "documentation"),
    ("2002::/16", "6to4"),
    ("2620:4f:8000::/48", "reserved"),
    ("3fff::/20", "documentation"),
)
_NETWORKS: tuple[tuple[_Network, str], ...] = tuple(
    (ip_network(network), reason) for network, reason in _REFUSED
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})  # RFC 5214: an IPv4 address follows


def refusal(address: IPAddress) -> str | None:
    """Why nothing may be fetched from `address`; None when it is a public one."""
    for network, reason in _NETWORKS:
        if address.version == network.version and address in network:
            return reason
    return _refusal_v6(address) if isinstance(address, IPv6Address) else None


def is_public(address: IPAddress) -> bool:
    return refusal(address) is None


def _refusal_v6(address: IPv6Address) -> str | None:
    if address.scope_id is not None:
        return "scoped"
    if address not in _GLOBAL_UNICAST:
        return "reserved"
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "ISATAP"
    return None
