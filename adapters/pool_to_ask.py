"""Who has to be looked at before a lead can be given to anybody, and in which ledgers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.deciding.others import find_other_leads
from adapters.store.owners.pools import Asked
from domain.evidence import Evidence
from domain.people import Method, Person
from domain.playbook import Playbook
from domain.routing.pools import members_of, pool_of, sharing_of
from domain.routing.row_match import RowMatch
from domain.routing.rows import RepTarget
from domain.routing.sticky import OtherLead, nearest

# What somebody won longer ago says little of how they sell today.
WINS_COUNT_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a pool that may be given back: whose, and by which assignment."""

    pool: str
    handle: str


def to_ask(  # noqa: PLR0913  all of it says who may get the lead
    rows: Sequence[RowMatch],
    playbook: Playbook,
    evidence: Evidence,
    *,
    other: OtherLead | None,
    turn: Turn | None,
    now: datetime,
) -> Asked:
    """Everybody that the rows, in their order, may give the lead to."""
    claimed = _claimed(rows, playbook, evidence, other)
    members = [h for row in rows for h in members_of(row.target, playbook)]
    people = dict.fromkeys((*members, *claimed, *((turn.handle,) if turn else ())))
    # Whoever stands in is known by the leave alone, and may be anybody.
    known = playbook.people if claimed else _people(people, playbook)
    sharings = [sharing_of(row.target, playbook) for row in rows]
    by_room = any(one.method is Method.LEAST_OPEN for one in sharings)
    by_wins = any(one.method is Method.BEST_CONVERSION for one in sharings)
    pools = {pool_of(row.target, playbook) for row in rows}
    return Asked(
        pools=pools | ({turn.pool} if turn else set()),
        people=list(people),
        claimed=claimed,
        limited=[p.handle for p in known if by_room or p.capacity is not None],
        day_of={p.handle: _midnight(p, now) for p in known if p.daily_cap is not None},
        won_since=now - WINS_COUNT_FOR if by_wins else None,
    )


async def other_lead(
    connection: AsyncConnection,
    lead_id: UUID,
    playbook: Playbook,
    evidence: Evidence,
    now: datetime,
) -> OtherLead | None:
    """A lead whose owner this one should have as well; of people who are still there."""
    found = await other_leads(connection, {lead_id: evidence}, playbook, now)
    return found.get(lead_id)


async def other_leads(
    connection: AsyncConnection,
    leads: Mapping[UUID, Evidence],
    playbook: Playbook,
    now: datetime,
) -> dict[UUID, OtherLead | None]:
    """The same of several leads, by lead."""
    sticky = playbook.sticky
    if not sticky.is_used:
        return {}
    # Only a work address tells a domain: whoever shares a mail provider shares nothing.
    domains = {
        lead_id: sticky.domains_of(evidence.text("email_domain"))
        for lead_id, evidence in leads.items()
    }
    found = await find_other_leads(connection, domains)
    return {
        lead_id: nearest(
            (other for other in others if playbook.has_person(other.owner)), sticky, now
        )
        for lead_id, others in found.items()
    }


def _people(handles: Iterable[str], playbook: Playbook) -> list[Person]:
    return [playbook.person(h) for h in handles if playbook.has_person(h)]


def _claimed(
    rows: Sequence[RowMatch],
    playbook: Playbook,
    evidence: Evidence,
    other: OtherLead | None,
) -> list[str]:
    """Who is asked by name; see domain.routing.claims."""
    named = [row.target.rep for row in rows if isinstance(row.target, RepTarget)]
    if other is not None:
        named.append(other.owner)
    account_owner = evidence.text("account_owner")
    if any(sharing_of(row.target, playbook).owner_first for row in rows):
        named.append(account_owner)
    return [handle for handle in dict.fromkeys(named) if playbook.has_person(handle)]


def _midnight(person: Person, now: datetime) -> datetime:
    """When the person's own day began."""
    zone = ZoneInfo(person.zone)
    return datetime.combine(now.astimezone(zone).date(), time(0), zone)
