"""Which leads should go first, where the clocks of many come due together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# The steps of all plans in a stretch of time, by the seconds that they share. A lead counts
# once for each, however many steps it has there.
_IN_A_CROWD = text(
    """
    WITH due AS (
        SELECT DISTINCT l.id, l.band,
               date_bin(:together, (step->>'at')::timestamptz, TIMESTAMPTZ 'epoch') AS at
        FROM leads l, jsonb_array_elements(l.plan::jsonb->'steps') AS step
        WHERE l.closed_at IS NULL AND l.plan IS NOT NULL
          AND (step->>'at')::timestamptz >= :since AND (step->>'at')::timestamptz < :until
    ), crowded AS (
        SELECT id, band, count(*) OVER (PARTITION BY at) AS beside FROM due
    )
    SELECT DISTINCT id FROM crowded WHERE band = :band AND beside >= :many
    """
)


@dataclass(frozen=True, slots=True)
class Crowd:
    """So `many` leads make one, whose clocks come due within the span `together`."""

    many: int
    together: timedelta


async def in_a_crowd(
    connection: AsyncConnection,
    crowd: Crowd,
    *,
    band: str,
    since: datetime,
    until: datetime,
) -> Sequence[UUID]:
    """Leads of the band whose clocks come due among as many others, from since to until."""
    stretch = {"since": since, "until": until, "band": band}
    found = await connection.execute(
        _IN_A_CROWD, stretch | {"many": crowd.many, "together": crowd.together}
    )
    return [row.id for row in found]
