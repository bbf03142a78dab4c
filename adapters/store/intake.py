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

from sqlalchemy import (
    Column,
    ColumnElement,
    bindparam,
    case,
    func,
    insert,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_unless
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from models import METADATA

_leads = METADATA.tables["leads"]
_submissions = METADATA.tables["submissions"]

# What a lead's row takes over from the body of its first hand-raise.
GIVEN = (
    *("email", "name", "company", "job_title", "phone", "country", "employees"),
    *("industry", "product", "message", "language"),
)
# SQLAlchemy takes a parameter that is called like a column for a value to set.
AS_GIVEN = "given_"
AT_FIRST = {
    "status": "qualifying",
    "breaches": 0,
    "partial": False,
    "revision": 0,
    "imported": False,
}


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


@dataclass(frozen=True, slots=True)
class Stored:
    """A hand-raise on disk."""

    submission_id: UUID
    lead_id: UUID
    lead_received_at: datetime
    merged: bool = False  # the person had an open lead


def _given(column: Column[Any], name: str) -> ColumnElement[Any]:
    return bindparam(AS_GIVEN + name, type_=column.type).label(column.name)


def _store() -> Any:
    lead, submission = _leads.c, _submissions.c
    open_lead = (
        select(lead.id)
        .where(
            lead.person_key == bindparam(AS_GIVEN + "person_key"),
            lead.closed_at.is_(None),
        )
        .with_for_update()
        .cte("open_lead")
    )
    one = select(literal(1)).subquery("one")  # a row even when there is no open lead
    raised = {
        "id": _given(submission.id, "submission_id"),
        "lead_id": func.coalesce(
            open_lead.c.id, bindparam(AS_GIVEN + "lead_id", type_=lead.id.type)
        ),
        "merged": open_lead.c.id.is_not(None),
    } | {
        name: _given(submission[name], name)
        for name in (
            *("key_id", "idempotency_key", "body_hash", "payload"),
            *("locale", "received_at"),
        )
    }
    stored = (
        insert_unless(_submissions)
        .from_select(
            list(raised),
            select(*raised.values()).select_from(
                one.outerjoin(open_lead, onclause=true())
            ),
        )
        .on_conflict_do_nothing(
            index_elements=["key_id", "idempotency_key"],
            index_where=submission.idempotency_key.is_not(None),
        )
        .returning(submission.lead_id, submission.merged)
        .cte("stored")
    )
    given = {
        name: _given(lead[name], name)
        for name in ("person_key", "channel", "fields", "received_at", *GIVEN)
    }
    first = {"id": stored.c.lead_id} | given
    first |= {name: literal(value).label(name) for name, value in AT_FIRST.items()}
    opened = (
        insert(_leads)
        .from_select(list(first), select(*first.values()).where(~stored.c.merged))
        .returning(lead.id)
        .cte("opened")
    )
    filled = (
        update(_leads)
        .where(stored.c.merged, lead.id == stored.c.lead_id)
        .values(_filled_in(given))
        .returning(lead.received_at)
        .cte("filled")
    )
    received_at = func.coalesce(
        select(filled.c.received_at).scalar_subquery(),
        bindparam(AS_GIVEN + "received_at", type_=lead.received_at.type),
    )
    return select(
        stored.c.lead_id, stored.c.merged, received_at.label("received_at")
    ).add_cte(opened)


def _filled_in(given: Mapping[str, ColumnElement[Any]]) -> dict[str, Any]:
    """What a further hand-raise changes in the row: what was said last counts.

    Every body is kept in `submissions`. A lead that was only imported as history becomes a
    live one, and its clock starts with this hand-raise.
    """
    lead = _leads.c
    values: dict[str, Any] = {
        name: func.coalesce(given[name], lead[name]) for name in GIVEN
    }
    values["fields"] = lead.fields.op("||")(given["fields"])
    values["received_at"] = case(
        (lead.imported, given["received_at"]), else_=lead.received_at
    )
    return values | {"imported": False}


_STORE = _store()
_TRIES = 3  # the person's lead may be opened, and closed, while we try


async def store_submission(
    connection: AsyncConnection, raised: Raised
) -> Stored | None:
    """Put a hand-raise on disk. None: its idempotency key is there already.

    `connection` is in autocommit mode: what this returns is durable.
    """
    values = {
        "submission_id": raised.submission_id,
        "lead_id": raised.lead_id,
        "person_key": raised.person_key,
        "payload": dict(raised.payload),
        "received_at": raised.received_at,
        "key_id": raised.key_id,
        "idempotency_key": raised.idempotency_key,
        "body_hash": raised.body_hash,
        "locale": raised.locale,
        "channel": raised.payload.get("channel", "form"),
        "fields": raised.payload.get("fields", {}),
    } | {name: raised.payload.get(name) for name in GIVEN}
    values = {AS_GIVEN + name: value for name, value in values.items()}
    for tries_left in reversed(range(_TRIES)):
        try:
            found = await connection.execute(_STORE, values)
        except IntegrityError:
            if not tries_left:
                raise
            continue
        row = found.one_or_none()
        if row is None:
            return None
        return Stored(raised.submission_id, row.lead_id, row.received_at, row.merged)
    raise AssertionError  # the loop returns or raises
