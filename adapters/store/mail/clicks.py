"""Which mails led a prospect somewhere."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class ClickedLead:
    person_key: str
    email: str


# Of merged leads: the one that goes on. A closed one is left alone.
_CLAIM = text(
    """
    WITH clicked AS (
      UPDATE messages m SET clicked_at = :now
      WHERE m.digest = :digest AND m.clicked_at IS NULL AND m.sent_at <= :sent_before
      RETURNING m.lead_id
    )
    SELECT l.person_key, l.email FROM clicked c
    JOIN leads own ON own.id = c.lead_id
    JOIN leads l ON l.id = COALESCE(own.merged_into, own.id)
    WHERE l.closed_at IS NULL
    """
)


async def claim_click(
    connection: AsyncConnection, digest: str, now: datetime, *, sent_before: datetime
) -> ClickedLead | None:
    """The lead, for the first click of a mail that went out by then; else None."""
    values = {"digest": digest, "now": now, "sent_before": sent_before}
    row = (await connection.execute(_CLAIM, values)).first()
    return None if row is None else ClickedLead(*row)
