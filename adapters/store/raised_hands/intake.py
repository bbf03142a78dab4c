"""Find the lead that a raised hand belongs to, and keep both.

One statement stores a submission: it finds the person's open lead or opens one, in one round
trip and without an explicit transaction. Two things can go against it, and both end well:

* The same idempotency key is being stored at this moment. The key's unique index makes us wait
  for it, nothing is written, and what was stored is read back.
* The same person's first lead is being opened at this moment. The index of open leads refuses
  ours, and the second try finds that lead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.raised_hands.intake_statement import AS_GIVEN, GIVEN, statement
from adapters.store.standing.deeds import Deed
from domain.auditing.origins import PROSPECT, Origin


@dataclass(frozen=True, slots=True)
class Raised:
    """A hand-raise to be stored. `lead_id` is taken when the person has no open lead."""

    submission_id: UUID
    lead_id: UUID
    person_key: str
    payload: Mapping[str, Any]  # the checked body, JSON values only
    received_at: datetime
    key_id: UUID | None = None
    idempotency_key: str | None = None
    body_hash: str | None = None
    locale: str | None = None
    plain_key: str | None = None  # where it is another one (domain.matching.mailboxes)
    origin: Origin = Origin.SITE


@dataclass(frozen=True, slots=True)
class Stored:
    """A hand-raise on disk."""

    submission_id: UUID
    lead_id: UUID
    lead_received_at: datetime
    merged: bool = False  # the person had an open lead


_STORE = statement()
_TRIES = 3  # the person's lead may be opened, and closed, while we try


async def store_submission(
    connection: AsyncConnection, raised: Raised
) -> Stored | None:
    """Put a hand-raise on disk. None: its idempotency key is there already.

    `connection` is in autocommit mode: what this returns is durable.
    """
    values = _values(raised)
    for _ in range(_TRIES - 1):
        try:
            return await _try_to_store(connection, raised, values)
        except IntegrityError:
            continue
    return await _try_to_store(connection, raised, values)


async def store_within(connection: AsyncConnection, raised: Raised) -> Stored:
    """The same within the caller's transaction, without an idempotency key.

    IntegrityError: the person's lead is opened at this moment; begin the transaction anew.
    """
    stored = await _try_to_store(connection, raised, _values(raised))
    if stored is None:
        raise AssertionError("only an idempotency key can be there already")
    return stored


async def _try_to_store(
    connection: AsyncConnection, raised: Raised, values: Mapping[str, Any]
) -> Stored | None:
    row = (await connection.execute(_STORE, values)).one_or_none()
    if row is None:
        return None
    return Stored(raised.submission_id, row.lead_id, row.received_at, row.merged)


def _values(raised: Raised) -> dict[str, Any]:
    payload = raised.payload
    values = {
        "submission_id": raised.submission_id,
        "lead_id": raised.lead_id,
        "person_key": raised.person_key,
        "plain_key": raised.plain_key or raised.person_key,
        "payload": dict(payload),
        "received_at": raised.received_at,
        "key_id": raised.key_id,
        "idempotency_key": raised.idempotency_key,
        "body_hash": raised.body_hash,
        "locale": raised.locale,
        "deed": _deed(raised).json(),
        "channel": payload.get("channel", "form"),
        "fields": payload.get("fields", {}),
    }
    values |= {name: payload.get(name) for name in GIVEN}
    return {AS_GIVEN + name: value for name, value in values.items()}


def _deed(raised: Raised) -> Deed:
    via = None if raised.key_id is None else str(raised.key_id)
    return Deed(PROSPECT, raised.origin, via, kind="raised")
