"""Mails about leads: what they are about, written once, and when they went out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.mail import Mail, digest_of
from adapters.statements import Statement
from adapters.store.mail.undeliverable import IS_UNDELIVERABLE
from adapters.store.matching.merged import MAILBOXES, WITH_MERGED
from adapters.store.playbook.playbooks import CURRENT_VERSION
from domain.errors import NotFoundError
from domain.qualifying.reasons import Reason

_REASONS = TypeAdapter(tuple[Reason, ...])

# What the prospect did, as names of events. A person who then sends the lead on its way again
# knows of it, so that it no longer counts.
_DID = f"""
    ARRAY(
      SELECT DISTINCT e ->> 'name'
      FROM submissions s, jsonb_array_elements(s.payload -> 'events') e
      WHERE s.lead_id = ANY({WITH_MERGED})
        AND e ->> 'name' IN ('reply', 'booking', 'click')
        AND s.received_at > COALESCE((
          SELECT max(t.at) FROM timeline t
          WHERE t.lead_id = :lead_id AND t.kind IN ('resolved', 'released', 'reopened')
        ), '-infinity')
    )
"""  # noqa: S608  of our own words


@dataclass(frozen=True, slots=True)
class Occasion:
    """A lead as it stands now, for a mail about it. `lead` has the row's columns."""

    lead: Any
    assignment_open: bool  # the one the mail is about; True when it is about none
    review_open: bool
    reasons: tuple[Reason, ...]  # of the latest decision
    review_because: str
    consents: bool | None  # to marketing; None: was never asked
    unsubscribed: bool
    undeliverable: bool  # mail to the prospect comes back
    did: frozenset[str]  # reply, booking, click: since automation last began
    playbook_version: int
    evidence: str | None = None  # of the latest decision, as JSON


_OCCASION = Statement(
    f"""
    SELECT l.*,
      CAST(:assignment_id AS uuid) IS NULL OR EXISTS (
        SELECT FROM assignments WHERE id = :assignment_id AND ended_at IS NULL
      ) AS assignment_open,
      CAST(:review_id AS uuid) IS NULL OR COALESCE(r.closed_at IS NULL AND r.id IS NOT NULL,
                                                   false) AS review_open,
      r.because AS review_because,
      d.reasons::text AS reasons,
      d.evidence::text AS evidence,
      d.evidence #>> '{{facts,marketing_consent,value}}' AS consents,
      EXISTS (SELECT FROM unsubscribed u WHERE u.person_key IN ({MAILBOXES}))
        AS unsubscribed,
      {IS_UNDELIVERABLE} AS undeliverable,
      {_DID} AS did,
      {CURRENT_VERSION} AS version
    FROM leads l
    LEFT JOIN reviews r ON r.id = :review_id
    LEFT JOIN LATERAL (
      SELECT reasons, evidence FROM decisions
      WHERE lead_id = l.id ORDER BY decided_at DESC LIMIT 1
    ) AS d ON true
    WHERE l.id = :lead_id
    """  # noqa: S608  of our own words
)


async def read_occasion(
    connection: AsyncConnection,
    lead_id: UUID,
    assignment_id: UUID | None,
    review_id: UUID | None,
) -> Occasion:
    """NotFoundError when there is no such lead."""
    row = await _OCCASION.first(
        connection, lead_id=lead_id, assignment_id=assignment_id, review_id=review_id
    )
    if row is None:
        raise NotFoundError(f"There is no lead {lead_id}.")
    return Occasion(
        lead=row,
        assignment_open=row.assignment_open,
        review_open=row.review_open,
        reasons=_REASONS.validate_json(row.reasons) if row.reasons else (),
        review_because=row.review_because or "",
        consents=None if row.consents is None else row.consents == "true",
        unsubscribed=row.unsubscribed,
        undeliverable=row.undeliverable,
        did=frozenset(row.did),
        playbook_version=row.version,
        evidence=row.evidence,
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail in the outbox, as it was first written."""

    id: UUID
    mail: Mail
    sent: bool


_KEEP = Statement(
    """
    INSERT INTO messages (id, key, digest, lead_id, kind, to_name, to_address, subject, text,
                          html, calendar, created_at, sent_at)
    VALUES (:id, :key, :digest, :lead_id, :kind, :to_name, :to_address, :subject, :text,
            :html, :calendar, :now, :sent_at)
    ON CONFLICT (key) DO NOTHING RETURNING id
    """
)
_KEPT = Statement(
    """
    SELECT id, key, to_name, to_address, subject, text, html, calendar, sent_at
    FROM messages WHERE key = :key
    """
)


async def keep_message(
    connection: AsyncConnection,
    mail: Mail,
    *,
    about: tuple[UUID, str],
    now: datetime,
    sent: bool,
) -> Kept:
    """Write it, or read back the one of the same key. `about`: lead and kind."""
    message_id = uuid4()
    values = {
        "id": message_id,
        "key": mail.key,
        "digest": digest_of(mail.key),
        "lead_id": about[0],
        "kind": about[1],
        "to_name": mail.to_name,
        "to_address": mail.to_address,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "calendar": mail.calendar or None,
        "now": now,
        "sent_at": now if sent else None,
    }
    if await _KEEP.first(connection, **values) is not None:
        return Kept(message_id, mail, sent)
    row = await _KEPT.first(connection, key=mail.key)
    before = Mail(
        row.key,
        row.to_name,
        row.to_address,
        row.subject,
        row.text,
        row.html,
        mail.unsubscribe,
        row.calendar or "",
    )
    return Kept(row.id, before, row.sent_at is not None)


_SENT = Statement(
    "UPDATE messages SET sent_at = :now WHERE id = :id AND sent_at IS NULL"
)


async def mark_sent(
    connection: AsyncConnection, message_id: UUID, now: datetime
) -> None:
    await _SENT.all(connection, id=message_id, now=now)


_BEGUN = Statement(
    """
    SELECT sent_at FROM messages
    WHERE lead_id = :lead_id AND (key = :key OR starts_with(key, :key || '/'))
    ORDER BY sent_at NULLS LAST LIMIT 1
    """
)


@dataclass(frozen=True, slots=True)
class Begun:
    """An earlier try wrote this mail. `sent` False: it may be out all the same."""

    sent: bool


async def find_begun(
    connection: AsyncConnection, lead_id: UUID, key: str
) -> Begun | None:
    """What an earlier try of a notice did; None when there was none."""
    row = await _BEGUN.first(connection, lead_id=lead_id, key=key)
    return None if row is None else Begun(row.sent_at is not None)
