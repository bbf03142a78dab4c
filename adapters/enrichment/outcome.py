"""Say what enrichment found, whom it asked, and what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.evidence import Fact

COMPANY_FIELDS = frozenset({"company", "employees", "industry", "country"})
"""What is worth asking strangers about, unless the playbook says otherwise."""

_GUESSED = frozenset({"locale"})  # sources that a company's own word outweighs


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer of old; `facts` is empty when the provider knew nothing."""

    facts: Mapping[str, Fact]
    fetched_at: datetime


class EnrichmentCache(Protocol):
    """Answers by domain and provider; whether they are too old is the reader's concern."""

    async def get(self, domain: str, provider: str) -> Kept | None: ...

    async def put(self, domain: str, provider: str, kept: Kept) -> None:
        """Replaces what was there."""
        ...


class AskedStatus(StrEnum):
    ANSWERED = "answered"
    NOTHING = "nothing"  # it knows no such company
    KEPT = "kept"  # a fresh answer of old; nobody was asked
    STALE = "stale"  # away, an old answer stands in
    AWAY = "away"  # asking again later may help
    REFUSED = "refused"  # asking again will not help


UNFINISHED = frozenset({AskedStatus.AWAY, AskedStatus.STALE})


@dataclass(frozen=True, slots=True)
class Asked:
    """How one provider did; `because` is a sentence without personal words."""

    provider: str
    status: AskedStatus
    latency: timedelta
    because: str = ""


@dataclass(frozen=True, slots=True)
class Enrichment:
    """`partial`: something wanted is unknown and asking again later may help."""

    facts: Mapping[str, Fact]
    asked: tuple[Asked, ...]
    partial: bool


def merged(known: Mapping[str, Fact], found: Mapping[str, Fact]) -> dict[str, Fact]:
    """`known` and what `found` adds; only a guess gives way to what was found."""
    sure = {name: fact for name, fact in known.items() if fact.source not in _GUESSED}
    return {**known, **found, **sure}


def missing(facts: Mapping[str, Fact], wanted: frozenset[str]) -> frozenset[str]:
    """What of `wanted` is unknown, or merely guessed."""
    return frozenset(
        name for name in wanted if name not in facts or facts[name].source in _GUESSED
    )
