"""Addresses that no mail reaches, until somebody shows that one does again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

# Whoever raises a hand with the address later has mended it, or never had it broken.
IS_UNDELIVERABLE = """
    EXISTS (
      SELECT FROM undeliverable u
      WHERE u.address = lower(l.email) AND NOT EXISTS (
        SELECT FROM submissions s
        WHERE s.lead_id = l.id AND s.received_at > u.at
          AND lower(s.payload ->> 'email') = u.address
      )
    )
"""

_MARK = text(
    """
    INSERT INTO undeliverable (address, at, status, said)
    VALUES (lower(:address), :now, :status, :said)
    ON CONFLICT (address) DO UPDATE SET at = :now, status = :status, said = :said
    """
)


async def mark_undeliverable(
    connection: AsyncConnection, address: str, *, status: str, said: str, now: datetime
) -> None:
    values = {"address": address, "now": now, "status": status, "said": said}
    await connection.execute(_MARK, values)


_FIND = text(
    f"""
    SELECT u.at, u.status, u.said FROM leads l
    JOIN undeliverable u ON u.address = lower(l.email)
    WHERE l.id = :lead_id AND {IS_UNDELIVERABLE}
    """  # noqa: S608  of our own words
)


async def find_undeliverable(
    connection: AsyncConnection, lead_id: UUID
) -> Row[Any] | None:
    """Since when, and what the server said; None when mail may go there."""
    return (await connection.execute(_FIND, {"lead_id": lead_id})).one_or_none()


_LIFT = text(
    """
    WITH lifted AS (
      DELETE FROM undeliverable u USING leads l
      WHERE l.id = :lead_id AND u.address = lower(l.email) RETURNING u.address
    )
    INSERT INTO timeline (key, lead_id, at, actor, kind, sentence)
    SELECT :lead_id || '/deliverable/' || CAST(:now AS timestamptz), :lead_id, :now, :by,
           'deliverable', :sentence
    FROM lifted
    """
)


async def lift_undeliverable(
    connection: AsyncConnection, lead_id: UUID, *, by: str, name: str, now: datetime
) -> None:
    """A person says that the address of this lead is right. Once or twice is the same."""
    sentence = f"{name} says that mail reaches the prospect: it is sent again."
    values = {"lead_id": lead_id, "by": by, "sentence": sentence, "now": now}
    await connection.execute(_LIFT, values)
