"""Slack messages about leads: written once beside the mails, and when they went out."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.slack.webhook import SlackMessage
from adapters.statements import Statement


@dataclass(frozen=True, slots=True)
class KeptInSlack:
    """A message as it was first written."""

    id: UUID
    message: SlackMessage
    sent: bool


# One statement of the same key changes nothing, and both read back what stands.
_KEEP = Statement(
    """
    INSERT INTO messages (id, key, lead_id, kind, channel, to_name, to_address, subject,
                          text, html, blocks, created_at)
    VALUES (:id, :key, :lead_id, :kind, 'slack', :to_name, :to_address, :subject,
            :text, '', :blocks, :now)
    ON CONFLICT (key) DO NOTHING
    """
)
_KEPT = Statement(
    """
    SELECT id, key, to_name, to_address, text, blocks::text AS blocks, sent_at
    FROM messages WHERE key = :key
    """
)


async def keep_slack_message(
    connection: AsyncConnection,
    message: SlackMessage,
    *,
    about: tuple[UUID, str],
    now: datetime,
) -> KeptInSlack:
    """Write it, or read back the one of the same key. `about`: lead and kind."""
    await _KEEP.all(
        connection,
        id=uuid4(),
        key=message.key,
        lead_id=about[0],
        kind=about[1],
        to_name=message.to_names,
        to_address=message.to_members,
        subject=message.text.partition("\n")[0],
        text=message.text,
        blocks=json.dumps(message.blocks),
        now=now,
    )
    row = await _KEPT.first(connection, key=message.key)
    before = SlackMessage(
        row.key, row.to_name, row.to_address, row.text, json.loads(row.blocks)
    )
    return KeptInSlack(row.id, before, row.sent_at is not None)


_DROP = Statement("DELETE FROM messages WHERE key = :key AND sent_at IS NULL")


async def drop_unsent(connection: AsyncConnection, key: str) -> None:
    await _DROP.all(connection, key=key)
