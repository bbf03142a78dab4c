"""Say who would get a lead now, without giving it to anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.pool_to_ask import other_leads, to_ask
from adapters.store.deciding.earlier import earlier_owners
from adapters.store.owners.pools import Pools, all_of, read_pools
from domain.evidence import Evidence
from domain.in_words.names import first_name_of, name_of
from domain.playbook import Playbook
from domain.qualifying.bands import Band
from domain.routing.choosing import Offered, Pick, Picked
from domain.routing.finding import Surroundings, find_among, rows_of
from domain.routing.row_match import RowMatch

# Why an assignment ended, as it is stored, and what bars somebody from the lead.
_BARRED = {
    "let it slip": "{name} let this lead slip",
    "declined it": "{name} declined this lead",
    "gave it back": "{name} gave this lead back",
}
# The last of those who were asked in vain parted with it as it went to review.
_NOBODY_ANSWERED = {"a person must decide": _BARRED["let it slip"]}
_GONE = "{name} no longer works here"


@dataclass(frozen=True, slots=True)
class Looking:
    """A lead for which somebody is looked for, perhaps because nobody answered it."""

    lead_id: UUID
    evidence: Evidence
    band: Band
    unanswered: bool = False


async def who_would_get(
    connection: AsyncConnection, lead: Looking, playbook: Playbook, now: datetime
) -> tuple[RowMatch, Pick]:
    """By the rules, the ledgers, and who is there at `now`. No turn is taken."""
    found = await who_would_get_each(connection, [lead], playbook, now)
    return found[lead.lead_id]


async def who_would_get_each(
    connection: AsyncConnection,
    leads: Sequence[Looking],
    playbook: Playbook,
    now: datetime,
) -> dict[UUID, tuple[RowMatch, Pick]]:
    """Each as if it were the only one: three questions, however many they are."""
    known = {lead.lead_id: lead.evidence for lead in leads}
    others = await other_leads(connection, known, playbook, now)
    rows = {one.lead_id: rows_of(one.evidence, one.band, playbook) for one in leads}
    asked = all_of(
        to_ask(
            rows[lead_id],
            playbook,
            evidence,
            other=others.get(lead_id),
            turn=None,
            now=now,
        )
        for lead_id, evidence in known.items()
    )
    pools = await read_pools(connection, asked, now)
    ended = await earlier_owners(connection, known)
    found = {}
    for lead in leads:
        lead_id = lead.lead_id
        around = Surroundings(
            now,
            pools.availability,
            pools.ledgers,
            _barred(lead, ended[lead_id], pools, playbook),
            others.get(lead_id),
        )
        found[lead_id] = find_among(rows[lead_id], lead.evidence, playbook, around)
    return found


def _barred(
    lead: Looking, ended: Mapping[str, str], pools: Pools, playbook: Playbook
) -> dict[str, str]:
    """By handle, why somebody must not get the lead."""
    whys = _BARRED | (_NOBODY_ANSWERED if lead.unanswered else {})
    barred = {
        handle: whys[because] for handle, because in ended.items() if because in whys
    } | dict.fromkeys(pools.departed, _GONE)
    return {
        handle: words.replace("{name}", first_name_of(playbook, handle))
        for handle, words in barred.items()
    }


def owner_of(pick: Pick | None, playbook: Playbook) -> str:
    """A name, a team of which the first who accepts has it, or nobody."""
    match pick:
        case Picked(owner):
            return name_of(playbook, owner)
        case Offered(team):
            return f"the first of team {team} who accepts"
        case _:
            return "nobody"
