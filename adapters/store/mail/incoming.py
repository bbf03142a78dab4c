"""Mails that came in: each once, what it belongs to, and who has still to be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

_CLAIM = text(
    """
    INSERT INTO incoming_mails (message_id, kind, sender, words, received_at)
    VALUES (:message_id, '', '', '', :now)
    ON CONFLICT (message_id) DO NOTHING RETURNING message_id
    """
)


async def claim(connection: AsyncConnection, message_id: str, now: datetime) -> bool:
    """Whether it is new. Until the transaction ends nobody else takes the same mail."""
    values = {"message_id": message_id, "now": now}
    return (await connection.execute(_CLAIM, values)).first() is not None


_SETTLE = text(
    """
    UPDATE incoming_mails
    SET kind = :kind, lead_id = :lead_id, sender = :sender, words = :words, told_at = CASE WHEN :tell THEN NULL ELSE received_at END
    WHERE message_id = :message_id
    """
)


@dataclass(frozen=True, slots=True)
class ToTell:
    """What the lead's owner is to hear. Of other mails neither is kept."""

    sender: str
    words: str


async def settle(
    connection: AsyncConnection,
    message_id: str,
    *,
    kind: str,
    lead_id: UUID | None,
    to_tell: ToTell | None,
) -> None:
    """What it turned out to be."""
    values = {
        "message_id": message_id,
        "kind": kind,
        "lead_id": lead_id,
        "sender": to_tell.sender if to_tell else "",
        "words": to_tell.words if to_tell else "",
        "tell": to_tell is not None,
    }
    await connection.execute(_SETTLE, values)


@dataclass(frozen=True, slots=True)
class Answered:
    """One of our mails to a prospect, and the lead that it was about."""

    lead_id: UUID
    to_address: str
    person_key: str
    email: str
    is_open: bool


# Mail to a colleague is not the prospect's to answer. Of merged leads: the one that goes on.
_FIND = text(
    """
    SELECT l.id, m.to_address, l.person_key, l.email, l.closed_at IS NULL AS is_open
    FROM messages m
    JOIN leads own ON own.id = m.lead_id
    JOIN leads l ON l.id = COALESCE(own.merged_into, own.id)
    WHERE m.digest = ANY(:digests)
      AND NOT EXISTS (SELECT FROM users u WHERE lower(u.email) = lower(m.to_address))
    ORDER BY array_position(CAST(:digests AS text[]), m.digest) LIMIT 1
    """
)


async def find_answered_mail(
    connection: AsyncConnection, digests: Sequence[str]
) -> Answered | None:
    if not digests:
        return None
    row = (await connection.execute(_FIND, {"digests": list(digests)})).one_or_none()
    return None if row is None else Answered(*row)


_OPEN = text(
    """
    SELECT COALESCE(merged_into, id) FROM leads
    WHERE closed_at IS NULL AND person_key = ANY(:keys)
    ORDER BY received_at LIMIT 1
    """
)


async def find_open_lead(
    connection: AsyncConnection, keys: Sequence[str]
) -> UUID | None:
    """The open lead of who writes from this mailbox."""
    found: UUID | None = await connection.scalar(_OPEN, {"keys": list(keys)})
    return found


_COLLEAGUE = text(
    "SELECT EXISTS (SELECT FROM users WHERE lower(email) = lower(:address))"
)


async def is_colleague(connection: AsyncConnection, address: str) -> bool:
    return bool(await connection.scalar(_COLLEAGUE, {"address": address}))


_UNTOLD = text(
    """
    SELECT i.message_id, i.kind, i.lead_id, i.sender, i.words, i.received_at
    FROM incoming_mails i
    WHERE i.told_at IS NULL AND i.kind <> ''
    ORDER BY i.received_at LIMIT 1 FOR UPDATE SKIP LOCKED
    """
)


async def claim_untold(connection: AsyncConnection) -> Row[Any] | None:
    """The oldest that an owner has not heard of, held until the transaction ends."""
    return (await connection.execute(_UNTOLD)).one_or_none()


_TOLD = text("UPDATE incoming_mails SET told_at = :now WHERE message_id = :message_id")


async def mark_told(
    connection: AsyncConnection, message_id: str, now: datetime
) -> None:
    await connection.execute(_TOLD, {"message_id": message_id, "now": now})
