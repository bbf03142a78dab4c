"""Who wants no follow-up by mail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# Said in the timeline of every open lead of the person, when it changes something.
_UNSUBSCRIBE = text(
    """
    WITH person AS (SELECT person_key FROM leads WHERE id = :lead_id),
    added AS (
      INSERT INTO unsubscribed (person_key, at) SELECT person_key, :now FROM person
      ON CONFLICT DO NOTHING RETURNING person_key
    )
    INSERT INTO timeline (key, lead_id, at, actor, kind, sentence)
    SELECT l.id || '/unsubscribed/' || CAST(:now AS timestamptz), l.id, :now, 'prospect', 'unsubscribed',
           'The prospect unsubscribed: no more follow-up by mail.'
    FROM leads l JOIN added USING (person_key) WHERE l.closed_at IS NULL
    """
)
_SUBSCRIBE_AGAIN = text(
    """
    WITH taken_back AS (
      DELETE FROM unsubscribed
      WHERE person_key = (SELECT person_key FROM leads WHERE id = :lead_id)
      RETURNING person_key
    )
    INSERT INTO timeline (key, lead_id, at, actor, kind, sentence)
    SELECT l.id || '/subscribed/' || CAST(:now AS timestamptz), l.id, :now, 'prospect', 'unsubscribed',
           'The prospect takes follow-up by mail again.'
    FROM leads l JOIN taken_back USING (person_key) WHERE l.closed_at IS NULL
    """
)


async def unsubscribe(
    connection: AsyncConnection, lead_id: UUID, now: datetime
) -> None:
    """The prospect of this lead. Once or many times is the same."""
    await connection.execute(_UNSUBSCRIBE, {"lead_id": lead_id, "now": now})


async def subscribe_again(
    connection: AsyncConnection, lead_id: UUID, now: datetime
) -> None:
    """Who clicked by mistake."""
    await connection.execute(_SUBSCRIBE_AGAIN, {"lead_id": lead_id, "now": now})
