"""Who wants no follow-up by mail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.matching.merged import MAILBOX, MAILBOXES

# Said in the timeline of every open lead of the person, when it changes something.
_UNSUBSCRIBE = text(
    f"""
    WITH added AS (
      INSERT INTO unsubscribed (person_key, at)
      SELECT {MAILBOX}, :now FROM leads WHERE id = :lead_id
      ON CONFLICT DO NOTHING RETURNING person_key
    )
    INSERT INTO timeline (key, lead_id, at, actor, kind, sentence)
    SELECT l.id || '/unsubscribed/' || CAST(:now AS timestamptz), l.id, :now, 'prospect', 'unsubscribed',
           'The prospect unsubscribed: no more follow-up by mail.'
    FROM leads l, added a
    WHERE l.closed_at IS NULL AND (l.id = :lead_id OR l.person_key = a.person_key)
    """  # noqa: S608  of our own words
)
_SUBSCRIBE_AGAIN = text(
    f"""
    WITH taken_back AS (
      DELETE FROM unsubscribed WHERE person_key IN ({MAILBOXES}) RETURNING person_key
    )
    INSERT INTO timeline (key, lead_id, at, actor, kind, sentence)
    SELECT l.id || '/subscribed/' || CAST(:now AS timestamptz), l.id, :now, 'prospect', 'unsubscribed',
           'The prospect takes follow-up by mail again.'
    FROM leads l
    WHERE l.closed_at IS NULL AND EXISTS (SELECT FROM taken_back)
      AND (l.id = :lead_id OR l.person_key IN (SELECT t.person_key FROM taken_back t))
    """  # noqa: S608  of our own words
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
