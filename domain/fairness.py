"""Say whose turn it is, from what a ledger remembers of a pool."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType

CATCH_UP = 1  # turns that somebody who was away gets back; more would flood them
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Turns:
    """How many leads of the pool a person took, and when the last one."""

    taken: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The turns taken in one pool, by handle."""

    turns: Mapping[str, Turns] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, handle: str) -> Turns:
        return self.turns.get(handle, Turns())


def joined(ledger: Ledger, members: Sequence[str]) -> Ledger:
    """The ledger of exactly these members, with nobody far behind.

    Who returns stands at most CATCH_UP turns under the front, who is new stands at the
    lowest of the others: neither is flooded with what was missed.
    """
    known = [ledger.of(handle).taken for handle in members if handle in ledger.turns]
    floor = max(known, default=0) - CATCH_UP
    lowest = max(min(known, default=0), floor)
    return Ledger(
        {
            handle: replace(turns, taken=max(turns.taken, floor))
            if (turns := ledger.turns.get(handle)) is not None
            else Turns(lowest)
            for handle in members
        }
    )


def pick(ledger: Ledger, eligible: Sequence[str]) -> str:
    """Whose turn it is: fewest turns, then longest ago, then the order given.

    `eligible` is not empty; ValueError otherwise.
    """
    return min(
        eligible,
        key=lambda handle: (
            ledger.of(handle).taken,
            ledger.of(handle).last_at or _LONG_AGO,
        ),
    )


def turn_taken(ledger: Ledger, handle: str, at: datetime) -> Ledger:
    """The ledger after this person took a lead of the pool."""
    taken = ledger.of(handle).taken + 1
    return Ledger({**ledger.turns, handle: Turns(taken, at)})
