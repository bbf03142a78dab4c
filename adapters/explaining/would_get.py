"""Say who would get a lead now, without giving it to anybody."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.pool_to_ask import other_lead, to_ask
from adapters.store.deciding.earlier import earlier_owners
from adapters.store.owners.pools import read_pools
from domain.evidence import Evidence
from domain.in_words.names import first_name_of, name_of
from domain.playbook import Playbook
from domain.qualifying.bands import Band
from domain.routing.choosing import Offered, Pick, Picked
from domain.routing.finding import Surroundings, find_owner, rows_of
from domain.routing.row_match import RowMatch

# Why an assignment ended, as it is stored, and what bars somebody from the lead.
_BARRED = {
    "let it slip": "{name} let this lead slip",
    "declined it": "{name} declined this lead",
    "gave it back": "{name} gave this lead back",
}
_GONE = "{name} no longer works here"


async def who_would_get(  # noqa: PLR0913, PLR0917  all of it decides
    connection: AsyncConnection,
    lead_id: UUID,
    evidence: Evidence,
    band: Band,
    playbook: Playbook,
    now: datetime,
) -> tuple[RowMatch, Pick]:
    """By the rules, the ledgers, and who is there at `now`. No turn is taken."""
    other = await other_lead(connection, lead_id, playbook, evidence, now)
    rows = rows_of(evidence, band, playbook)
    asked = to_ask(rows, playbook, evidence, other=other, turn=None, now=now)
    pools = await read_pools(connection, asked, now)
    ended = await earlier_owners(connection, lead_id)
    barred = {
        handle: _BARRED[because]
        for handle, because in ended.items()
        if because in _BARRED
    } | dict.fromkeys(pools.departed, _GONE)
    around = Surroundings(
        now,
        pools.availability,
        pools.ledgers,
        _with_names(barred, playbook),
        other,
    )
    return find_owner(evidence, band, playbook, around)


def owner_of(pick: Pick | None, playbook: Playbook) -> str:
    """A name, a team of which the first who accepts has it, or nobody."""
    match pick:
        case Picked(owner):
            return name_of(playbook, owner)
        case Offered(team):
            return f"the first of team {team} who accepts"
        case _:
            return "nobody"


def _with_names(barred: Mapping[str, str], playbook: Playbook) -> dict[str, str]:
    return {
        handle: words.replace("{name}", first_name_of(playbook, handle))
        for handle, words in barred.items()
    }
