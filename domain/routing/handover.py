"""Share out the leads of somebody who goes away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Taker:
    """A colleague who is there. `capacity` None: as many leads as it takes."""

    handle: str
    open_leads: int
    capacity: int | None = None

    @property
    def has_room(self) -> bool:
        return self.capacity is None or self.open_leads < self.capacity


def shared_out(leads: Iterable[UUID], takers: Iterable[Taker]) -> Mapping[UUID, str]:
    """Each lead to whoever has fewest then; the first of equals.

    Nobody gets more than their capacity: leads that nobody has room for are left out.
    """
    now = list(takers)
    shares: dict[UUID, str] = {}
    for lead in leads:
        free = [taker for taker in now if taker.has_room]
        if not free:
            break
        least = min(free, key=lambda taker: taker.open_leads)
        shares[lead] = least.handle
        now[now.index(least)] = replace(least, open_leads=least.open_leads + 1)
    return shares
