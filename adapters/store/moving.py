"""Give a hand-raise another lead when its own was closed before counting it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, Table, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.intake import Stored
from adapters.store.intake_statement import AT_FIRST, GIVEN
from models import METADATA

_leads = METADATA.tables["leads"]
_submissions = METADATA.tables["submissions"]
_GONE = "Its workflow had ended."


async def move_to_new_lead(
    connection: AsyncConnection, submission_id: UUID, now: datetime
) -> Stored:
    """The hand-raise with a lead that is open: the person's newer one, or one of its own.

    Safe to repeat, and for several at once: whoever comes second finds it moved or counted.
    """
    submission = await _locked(connection, _submissions, submission_id)
    lead = await _locked(connection, _leads, submission.lead_id)
    if submission.decision_id is not None:
        return Stored(submission.id, lead.id, lead.received_at, submission.merged)
    if lead.closed_at is None:
        await _close_abandoned(connection, lead.id, now)
    newer = await _open_lead(connection, lead.person_key)
    moved = newer or await _open_own_lead(connection, submission, lead.person_key)
    await connection.execute(
        update(_submissions)
        .where(_submissions.c.id == submission.id)
        .values(lead_id=moved[0], merged=newer is not None, relayed_at=None)
    )
    return Stored(submission.id, *moved, merged=newer is not None)


async def _locked(connection: AsyncConnection, table: Table, key: UUID) -> Row[Any]:
    found = await connection.execute(
        select(table).where(table.c.id == key).with_for_update()
    )
    return found.one()


async def _open_lead(
    connection: AsyncConnection, person_key: str
) -> tuple[UUID, datetime] | None:
    found = await connection.execute(
        select(_leads.c.id, _leads.c.received_at).where(
            _leads.c.person_key == person_key, _leads.c.closed_at.is_(None)
        )
    )
    row = found.one_or_none()
    return None if row is None else (row.id, row.received_at)


async def _open_own_lead(
    connection: AsyncConnection, submission: Row[Any], person_key: str
) -> tuple[UUID, datetime]:
    payload = submission.payload
    lead_id = uuid4()
    await connection.execute(
        insert(_leads).values(
            **AT_FIRST,
            **{name: payload.get(name) for name in GIVEN},
            id=lead_id,
            person_key=person_key,
            channel=payload.get("channel", "form"),
            fields=payload.get("fields", {}),
            received_at=submission.received_at,
        )
    )
    return lead_id, submission.received_at


async def _close_abandoned(
    connection: AsyncConnection, lead_id: UUID, now: datetime
) -> None:
    """A row that shows an open lead whose workflow is gone, as when somebody terminated it."""
    await connection.execute(
        update(_leads)
        .where(_leads.c.id == lead_id)
        .values(status="closed", closed_at=now, clock=None, due_at=None)
    )
    assignments = METADATA.tables["assignments"]
    await connection.execute(
        update(assignments)
        .where(assignments.c.lead_id == lead_id, assignments.c.ended_at.is_(None))
        .values(ended_at=now, ended_because=_GONE)
    )
    reviews = METADATA.tables["reviews"]
    await connection.execute(
        update(reviews)
        .where(reviews.c.lead_id == lead_id, reviews.c.closed_at.is_(None))
        .values(closed_at=now, resolution=func.coalesce(reviews.c.resolution, _GONE))
    )
