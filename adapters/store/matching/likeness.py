"""Which open leads are worth comparing with one, because they may be the same person's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.desk import Scope
from models import METADATA

_leads = METADATA.tables["leads"]
_merges = METADATA.tables["merges"]
# As the indexes have them, to the letter.
_phone_ends: ColumnElement[str] = literal_column(
    r"right(regexp_replace(phone, '\D', '', 'g'), 7)"
)
_domain = func.split_part(_leads.c.email, literal_column("'@'"), literal_column("2"))
# National numbers have seven digits at least, nearly everywhere: whoever writes the country
# differs before these.
PHONE_ENDS = 7
_MOST = 200  # the newest; a company with more namesakes than that is its own puzzle


@dataclass(frozen=True, slots=True)
class Traces:
    """Where to look: other leads with one of these. None: that says nothing."""

    person_key: str
    phone_ends: str | None  # the last digits
    domain: str | None  # of a company's addresses


async def leads_alike(
    connection: AsyncConnection, row: Row[Any], traces: Traces, scope: Scope
) -> Sequence[Row[Any]]:
    """Open leads but this one that `scope` may see, the oldest first.

    Whom a person has told apart already is not suggested again.
    """
    found_by = [_leads.c.person_key == traces.person_key]
    if traces.phone_ends is not None:
        found_by.append(_phone_ends == traces.phone_ends)
    if traces.domain is not None:
        found_by.append(_domain == traces.domain)
    found = await connection.execute(
        select(_leads)
        .where(
            or_(*found_by),
            _leads.c.closed_at.is_(None),
            _leads.c.merged_into.is_(None),
            ~_leads.c.imported,
            _leads.c.id != row.id,
            ~_told_apart(row.id),
            scope.condition(),
        )
        .order_by(_leads.c.received_at.desc())
        .limit(_MOST)
    )
    return found.all()[::-1]


def _told_apart(lead_id: UUID) -> ColumnElement[bool]:
    other = _leads.c.id
    pair = or_(
        and_(_merges.c.absorbed == lead_id, _merges.c.survivor == other),
        and_(_merges.c.survivor == lead_id, _merges.c.absorbed == other),
    )
    return exists().where(pair, _merges.c.undone_at.is_not(None))
