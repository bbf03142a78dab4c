"""Who can take a lead, with all that a method may weigh, and what it chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.playbook import Playbook
from domain.routing.availability import Availability
from domain.routing.fairness import Ledger, Shares
from domain.words import listed


@dataclass(frozen=True, slots=True)
class Candidates:
    """`able` are one or more of the pool's members; its `ledger` is settled for them."""

    playbook: Playbook
    able: tuple[str, ...]
    shares: Shares
    ledger: Ledger
    availability: Mapping[str, Availability]
    now: datetime

    def name(self, handle: str) -> str:
        return self.playbook.person(handle).first_name

    def names(self, handles: tuple[str, ...]) -> str:
        return listed([self.name(handle) for handle in handles], "and")

    def state(self, handle: str) -> Availability:
        return self.availability.get(handle) or Availability(handle)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose lead it is and why, and the pool's ledger after it.

    Without `takes_turn` nobody was charged for it.
    """

    owner: str
    because: str
    ledger: Ledger
    takes_turn: bool = True
