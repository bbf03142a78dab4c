"""Say which leads may be the same person's, and who of two is known."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.enrichment.domains import AddressKind, kind_of
from adapters.enrichment.known import facts_from_form
from adapters.store.matching.likeness import PHONE_ENDS, Traces, leads_alike
from adapters.store.pages.desk import Scope
from domain.lifecycle import Status
from domain.matching.mailboxes import person_key
from domain.matching.same_person import Candidate, Identity, likeness

if TYPE_CHECKING:
    from domain.evidence import Value

_KNOWN = {AddressKind.DISPOSABLE: 0, AddressKind.FREE: 1, AddressKind.WORK: 2}
_SAID = ("email", "name", "phone", "country")


@dataclass(frozen=True, slots=True)
class Alike:
    """A lead that may be the same person's, and why, in words."""

    lead: Row[Any]
    because: tuple[str, ...]


async def perhaps_same(
    connection: AsyncConnection, row: Row[Any], scope: Scope
) -> tuple[Alike, ...]:
    """Open leads that a person should look at; none for one that is not open itself."""
    if row.closed_at is not None or row.imported:
        return ()
    identity = identity_of(row)
    others = await leads_alike(connection, row, _traces(identity), scope)
    found = (Alike(other, likeness(identity, identity_of(other))) for other in others)
    return tuple(alike for alike in found if alike.because)


def _traces(identity: Identity) -> Traces:
    domain = identity.email.rpartition("@")[2]
    digits = "".join(c for c in identity.phone or "" if c.isdigit())
    return Traces(
        person_key=person_key(identity.email),
        phone_ends=digits[-PHONE_ENDS:] or None,
        domain=domain if identity.work_domain and identity.name else None,
    )


def identity_of(row: Row[Any]) -> Identity:
    """Read as a decision reads it: the phone as E.164, the company behind the address."""
    said: dict[str, Value] = {
        name: value for name in _SAID if (value := getattr(row, name)) is not None
    }
    facts = facts_from_form(said)
    phone, company = facts.get("phone"), facts.get("email_domain")
    return Identity(
        email=row.email,
        name=row.name,
        phone=str(phone.value) if phone else None,
        work_domain=str(company.value) if company else None,
        throwaway=is_throwaway(row.email),
    )


def is_throwaway(email: str) -> bool:
    return how_known(email) == 0


def how_known(email: str) -> int:
    """How much an address tells of who somebody is: 0 nothing, 2 where they work."""
    return _KNOWN[_kind(email.rpartition("@")[2].lower())]


@lru_cache(maxsize=4096)  # every decision asks for the same few
def _kind(host: str) -> AddressKind:
    return kind_of(host)


def candidate_of(row: Row[Any]) -> Candidate:
    return Candidate(identity_of(row), Status(row.status), row.received_at)
