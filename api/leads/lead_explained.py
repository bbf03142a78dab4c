"""Explain a lead on its page: in the sentences that terminals and machines read too."""

from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.explaining.now import explain_as_of_now
from adapters.explaining.stored import band_flips, owner_flips, stored_decision
from api.desk import Reader
from api.parts import Parts


async def explained_part(
    connection: AsyncConnection,
    parts: Parts,
    row: Row[Any],
    reader: Reader,
    *,
    as_of_now: bool,
) -> dict[str, Any]:
    """What would change the decision; with `as_of_now` also what would be decided now."""
    playbooks = parts.playbook.versions
    stored = await stored_decision(connection, playbooks, row.id)
    if stored is None:
        return {"band_flips": (), "owner_flips": (), "as_of_now": None, "versions": ()}
    would = None
    if as_of_now:
        would = await explain_as_of_now(connection, row.id, reader.now, playbooks)
    return {
        "band_flips": band_flips(stored),
        "owner_flips": owner_flips(stored),
        "as_of_now": would,
        "versions": (stored.version.version, stored.routed_by.version),
    }
