"""Share out the leads of somebody who goes away."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

Had = Mapping[UUID, Collection[str]]  # by lead: who is not to get it again


@dataclass(frozen=True, slots=True)
class Taker:
    """A colleague who is there. `capacity` None: as many leads as it takes."""

    handle: str
    open_leads: int
    capacity: int | None = None

    @property
    def has_room(self) -> bool:
        return self.capacity is None or self.open_leads < self.capacity


def shared_out(
    leads: Iterable[UUID], takers: Iterable[Taker], passed_on: Had
) -> Mapping[UUID, str]:
    """Each lead to whoever has fewest then; the first of equals.

    Nobody gets more than their capacity, nor what they let slip or did not want
    (`passed_on`): leads that nobody else has room for are left out.
    """
    now = list(takers)
    shares: dict[UUID, str] = {}
    for lead in leads:
        had = passed_on.get(lead, ())
        free = [taker for taker in now if taker.has_room and taker.handle not in had]
        if not free:
            continue
        least = min(free, key=lambda taker: taker.open_leads)
        shares[lead] = least.handle
        now[now.index(least)] = replace(least, open_leads=least.open_leads + 1)
    return shares
