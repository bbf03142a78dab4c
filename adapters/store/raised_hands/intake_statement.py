"""The one statement that stores a hand-raise with its lead, in one round trip.

`open_lead` locks the person's open lead, or the one it was merged into, `stored` writes the submission unless its idempotency
key is there, `opened` opens a lead when there was none, `filled` updates the one there was.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    CTE,
    Column,
    ColumnElement,
    FromClause,
    Select,
    Text,
    any_,
    bindparam,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_unless

from models import METADATA

_leads = METADATA.tables["leads"]
_submissions = METADATA.tables["submissions"]

# SQLAlchemy takes a parameter that is called like a column for a value to set.
AS_GIVEN = "given_"
# What a lead's row takes over from the body of its first hand-raise.
GIVEN = (
    *("email", "name", "company", "job_title", "phone", "country", "employees"),
    *("industry", "product", "message", "language"),
)
AT_FIRST = {
    "status": "qualifying",
    "breaches": 0,
    "partial": False,
    "revision": 0,
    "imported": False,
}


def statement() -> Select[Any]:
    """Its parameters are called like the columns, with `AS_GIVEN` in front.

    One row: lead_id, merged, and the lead's received_at. None when the idempotency key is
    there already; then nothing was written.
    """
    open_lead = _open_lead()
    stored = _stored(open_lead)
    lead = {
        name: _given(_leads.c[name], name)
        for name in ("person_key", "channel", "fields", "received_at", *GIVEN)
    }
    filled = _filled(stored, lead)
    received_at = func.coalesce(
        select(filled.c.received_at).scalar_subquery(), lead["received_at"]
    )
    # Triggers run after the whole statement: the trail they write knows whose deed it is.
    deed = func.set_config(
        "handraise.deed", bindparam(AS_GIVEN + "deed", type_=Text), true()
    )
    return select(
        stored.c.lead_id, stored.c.merged, received_at.label("received_at"), deed
    ).add_cte(_opened(stored, lead))


def _given(column: Column[Any], name: str) -> ColumnElement[Any]:
    return bindparam(AS_GIVEN + name, type_=column.type).label(column.name)


def _open_lead() -> CTE:
    """The lead of this very address first: a person may have told two apart by hand."""
    own_key = _is_own_key(_leads)
    absorbed = _leads.alias("absorbed")
    merged = select(absorbed.c.merged_into).where(
        _is_own_key(absorbed), absorbed.c.merged_into.is_not(None)
    )
    found_by = or_(own_key, _leads.c.id == any_(func.array(merged.scalar_subquery())))
    return (
        select(_leads.c.id)
        .where(found_by, _leads.c.closed_at.is_(None), _leads.c.merged_into.is_(None))
        .order_by(
            _is_plain_key(_leads).desc(), own_key.desc(), _leads.c.received_at.asc()
        )
        .limit(1)
        # Lets others refer to the lead meanwhile: a decision that counts the submission whose
        # idempotency key we may have to wait for does, and would wait for us.
        .with_for_update(of=_leads, key_share=True)
        .cte("open_lead")
    )


def _is_own_key(leads: FromClause) -> ColumnElement[bool]:
    """Leads of the release before, and those told apart by hand, have the plain key."""
    key = _leads.c.person_key
    return leads.c.person_key.in_([_given(key, "person_key"), _given(key, "plain_key")])


def _is_plain_key(leads: FromClause) -> ColumnElement[bool]:
    return leads.c.person_key == _given(_leads.c.person_key, "plain_key")


def _stored(open_lead: CTE) -> CTE:
    column = _submissions.c
    one = select(literal(1)).subquery("one")  # a row even when there is no open lead
    values = {
        "id": _given(column.id, "submission_id"),
        "lead_id": func.coalesce(open_lead.c.id, _given(_leads.c.id, "lead_id")),
        "merged": open_lead.c.id.is_not(None),
    }
    as_they_are = ("key_id", "idempotency_key", "body_hash", "payload", "locale")
    for name in (*as_they_are, "received_at"):
        values[name] = _given(column[name], name)
    row = select(*values.values()).select_from(one.outerjoin(open_lead, true()))
    return (
        insert_unless(_submissions)
        .from_select(list(values), row)
        .on_conflict_do_nothing(
            index_elements=["key_id", "idempotency_key"],
            index_where=column.idempotency_key.is_not(None),
        )
        .returning(column.lead_id, column.merged)
        .cte("stored")
    )


def _opened(stored: CTE, given: Mapping[str, ColumnElement[Any]]) -> CTE:
    values = {"id": stored.c.lead_id} | dict(given)
    values |= {name: literal(value).label(name) for name, value in AT_FIRST.items()}
    row = select(*values.values()).where(~stored.c.merged)
    return (
        insert(_leads)
        .from_select(list(values), row)
        .returning(_leads.c.id)
        .cte("opened")
    )


def _filled(stored: CTE, given: Mapping[str, ColumnElement[Any]]) -> CTE:
    """What was said last counts; every body is kept in `submissions`.

    From the address of a lead that was merged into this one only gaps are filled: who the
    person is known as stays. A lead that was only imported as history becomes a live one,
    and its clock starts with this hand-raise.
    """
    lead = _leads.c
    own = _is_own_key(_leads)
    values: dict[str, Any] = {
        name: case(
            (own, func.coalesce(given[name], lead[name])),
            else_=func.coalesce(lead[name], given[name]),
        )
        for name in GIVEN
    }
    values["fields"] = case(
        (own, lead.fields.op("||")(given["fields"])),
        else_=given["fields"].op("||")(lead.fields),
    )
    values["received_at"] = case(
        (lead.imported, given["received_at"]), else_=lead.received_at
    )
    return (
        update(_leads)
        .where(stored.c.merged, lead.id == stored.c.lead_id)
        .values(values | {"imported": False})
        .returning(lead.received_at)
        .cte("filled")
    )
