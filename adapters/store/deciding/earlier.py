"""What happened to a lead before: who had it, and which version of the playbook decided."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.statements import Statement

_OWNERS = Statement(
    """
    SELECT lead_id, owner, ended_because FROM assignments
    WHERE lead_id = ANY(:lead_ids) AND ended_at IS NOT NULL ORDER BY ended_at
    """
)


async def earlier_owners(
    connection: AsyncConnection, lead_ids: Collection[UUID]
) -> dict[UUID, dict[str, str]]:
    """By lead and handle, why the last assignment of each ended."""
    ended: dict[UUID, dict[str, str]] = {lead_id: {} for lead_id in lead_ids}
    for row in await _OWNERS.all(connection, lead_ids=list(lead_ids)):
        ended[row.lead_id][row.owner] = row.ended_because or ""
    return ended


_VERSION = Statement(
    """
    SELECT e.playbook_version AS version
    FROM decisions d JOIN decisions e ON e.lead_id = d.lead_id
      AND e.decided_at < d.decided_at AND e.playbook_version <> d.playbook_version
    WHERE d.id = :decision_id ORDER BY e.decided_at DESC LIMIT 1
    """
)


async def version_before(connection: AsyncConnection, decision_id: UUID) -> int | None:
    """The other version that decided the lead before; None when there was no other."""
    row = await _VERSION.first(connection, decision_id=decision_id)
    return None if row is None else int(row.version)
