"""Give a hand-raise another lead when its own was closed before counting it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, Table, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.raised_hands.intake import Stored
from adapters.store.raised_hands.intake_statement import AT_FIRST, GIVEN
from adapters.store.standing.deeds import Deed, say
from domain.auditing.origins import MACHINE, Origin
from models import METADATA

_leads = METADATA.tables["leads"]
_submissions = METADATA.tables["submissions"]
_merges = METADATA.tables["merges"]
_GONE = "Its workflow had ended."


async def move_to_new_lead(
    connection: AsyncConnection,
    submission_id: UUID,
    now: datetime,
    *,
    ended: UUID | None = None,
) -> Stored:
    """The hand-raise with a lead that is open: the person's newer one, or one of its own.

    `ended` is the lead whose workflow had ended, its own when not said; where the hand-raise
    is decided by another one meanwhile, it stays with that.
    Safe to repeat, and for several at once: whoever comes second finds it moved or counted.
    """
    await say(connection, Deed(MACHINE, Origin.RELAY))
    submission = await _locked(connection, _submissions, submission_id)
    own = await _locked(connection, _leads, submission.lead_id)
    if submission.decision_id is not None:
        return Stored(submission.id, own.id, own.received_at, submission.merged)
    lead = own
    if own.merged_into is not None:
        lead = await _locked(connection, _leads, own.merged_into)
    is_ended = lead.id == (ended or own.id) and not await _opens(connection, lead.id)
    if lead.closed_at is None and not is_ended:
        await _wait_again(connection, submission.id)
        return Stored(submission.id, lead.id, lead.received_at, merged=True)
    if lead.closed_at is None:
        await close_abandoned(connection, lead.id, now)
    newer = await open_lead_of(connection, own.person_key)
    moved = newer or await open_own_lead(connection, submission, own.person_key)
    await connection.execute(
        update(_submissions)
        .where(_submissions.c.id == submission.id)
        .values(lead_id=moved[0], merged=newer is not None, relayed_at=None)
    )
    return Stored(submission.id, *moved, merged=newer is not None)


async def _opens(connection: AsyncConnection, lead_id: UUID) -> bool:
    """Whether it came out of a merge a moment ago, and its workflow starts anew."""
    undone = exists().where(
        _merges.c.absorbed == lead_id,
        _merges.c.undone_at.is_not(None),
        _merges.c.settled_at.is_(None),
    )
    return bool(await connection.scalar(select(undone)))


async def _wait_again(connection: AsyncConnection, submission_id: UUID) -> None:
    """It stays where it is; the relay leaves it with whoever decides on it by now."""
    await connection.execute(
        update(_submissions)
        .where(_submissions.c.id == submission_id)
        .values(relayed_at=None)
    )


async def _locked(connection: AsyncConnection, table: Table, key: UUID) -> Row[Any]:
    found = await connection.execute(
        select(table).where(table.c.id == key).with_for_update()
    )
    return found.one()


async def open_lead_of(
    connection: AsyncConnection, person_key: str
) -> tuple[UUID, datetime] | None:
    """The person's open lead, and when it was received."""
    found = await connection.execute(
        select(_leads.c.id, _leads.c.received_at).where(
            _leads.c.person_key == person_key, _leads.c.closed_at.is_(None)
        )
    )
    row = found.one_or_none()
    return None if row is None else (row.id, row.received_at)


async def open_own_lead(
    connection: AsyncConnection,
    submission: Row[Any],
    person_key: str,
    *,
    received_at: datetime | None = None,
) -> tuple[UUID, datetime]:
    """A lead for this hand-raise alone; its promise counts from `received_at`."""
    payload = submission.payload
    lead_id, received_at = uuid4(), received_at or submission.received_at
    await connection.execute(
        insert(_leads).values(
            **AT_FIRST,
            **{name: payload.get(name) for name in GIVEN},
            id=lead_id,
            person_key=person_key,
            channel=payload.get("channel", "form"),
            fields=payload.get("fields", {}),
            received_at=received_at,
        )
    )
    return lead_id, received_at


async def close_abandoned(
    connection: AsyncConnection,
    lead_id: UUID,
    now: datetime,
    *,
    outcome: str | None = None,
) -> None:
    """A row that shows an open lead whose workflow is gone, as when somebody terminated it."""
    await connection.execute(
        update(_leads)
        .where(_leads.c.id == lead_id)
        .values(
            status="closed",
            closed_at=now,
            clock=None,
            due_at=None,
            at_risk_at=None,
            plan=None,
            outcome=outcome,
        )
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
