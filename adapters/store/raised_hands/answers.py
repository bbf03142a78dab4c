"""Remember what was answered to a hand-raise, so that asking again changes nothing."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.raised_hands.intake import Stored
from domain.lifecycle import Status
from domain.qualifying.bands import Band
from models import METADATA
from workflows.answers import Answer

_leads = METADATA.tables["leads"]
_submissions = METADATA.tables["submissions"]
_decisions = METADATA.tables["decisions"]


@dataclass(frozen=True, slots=True)
class Answered:
    """A hand-raise that came before. `answer` is None while it is not decided."""

    stored: Stored
    body_hash: str | None
    answer: dict[str, Any] | None


_BY_KEY = (
    select(
        _submissions.c.id,
        _submissions.c.lead_id,
        _submissions.c.merged,
        _submissions.c.body_hash,
        _submissions.c.answer,
        _leads.c.received_at,
    )
    .join(_leads, _leads.c.id == _submissions.c.lead_id)
    .where(
        _submissions.c.key_id == bindparam("key_id"),
        _submissions.c.idempotency_key == bindparam("idempotency_key"),
    )
)


async def find_answered(
    connection: AsyncConnection, key_id: UUID, idempotency_key: str
) -> Answered:
    """The hand-raise that was stored under this idempotency key."""
    found = await connection.execute(
        _BY_KEY, {"key_id": key_id, "idempotency_key": idempotency_key}
    )
    row = found.one()
    stored = Stored(row.id, row.lead_id, row.received_at, row.merged)
    return Answered(stored, row.body_hash, row.answer)


async def keep_answer(
    connection: AsyncConnection, submission_id: UUID, answer: dict[str, Any]
) -> None:
    await connection.execute(
        update(_submissions)
        .where(_submissions.c.id == submission_id)
        .values(answer=answer)
    )


_DECIDED = (
    select(
        _decisions.c.id,
        _decisions.c.band,
        _leads.c.status,
        _leads.c.owner,
        _leads.c.respond_by,
        _decisions.c.partial,
    )
    .join_from(_submissions, _decisions, _decisions.c.id == _submissions.c.decision_id)
    .join(_leads, _leads.c.id == _submissions.c.lead_id)
    .where(_submissions.c.id == bindparam("submission_id"))
)


async def find_decided(
    connection: AsyncConnection, submission_id: UUID
) -> Answer | None:
    """What its workflow would answer, had it not ended; None when it was not counted."""
    found = await connection.execute(_DECIDED, {"submission_id": submission_id})
    row = found.one_or_none()
    if row is None:
        return None
    return Answer(
        decision_id=row.id,
        status=Status(row.status),
        band=Band(row.band) if row.band else Band.REVIEW,
        owner=row.owner,
        respond_by=row.respond_by,
        partial=row.partial,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """The answer, None while it is not decided; and what says which language they read."""

    answer: dict[str, Any] | None = None
    language: str | None = None
    locale: str | None = None


async def find_answer(connection: AsyncConnection, submission_id: UUID) -> Told:
    """Nothing is known of a hand-raise that never came."""
    found = await connection.execute(
        select(
            _submissions.c.answer,
            _submissions.c.payload["language"].as_string().label("language"),
            _submissions.c.locale,
        ).where(_submissions.c.id == submission_id)
    )
    row = found.one_or_none()
    return Told() if row is None else Told(row.answer, row.language, row.locale)
