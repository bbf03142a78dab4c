"""Show which leads went into one, and which perhaps belong to the same person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.likeness import candidate_of, perhaps_same
from adapters.store.matching.merged import absorbed_by
from adapters.store.pages.desk import Scope
from api.desk import Reader
from api.leads.lead_json import instant_text
from api.leads.lead_rows import LeadLine, lead_line
from domain.matching.same_person import goes_on

_EVERYBODYS = Scope(None)


async def same_person_json(
    connection: AsyncConnection, row: Row[Any]
) -> dict[str, Any]:
    """`merged`: what this lead goes on for. `perhaps_same`: for a person to look at."""
    alike = await perhaps_same(connection, row, _EVERYBODYS)
    return {
        "merged": [_absorbed(one) for one in await absorbed_by(connection, row.id)],
        "perhaps_same": [
            _named(one.lead) | {"because": list(one.because)} for one in alike
        ],
    }


def _absorbed(row: Row[Any]) -> dict[str, Any]:
    return _named(row) | {
        "band": row.band,
        "points": row.points,
        "by": row.merged_by,
        "merged_at": instant_text(row.merged_at),
    }


def _named(row: Row[Any]) -> dict[str, Any]:
    return {
        "lead_id": str(row.id),
        "email": row.email,
        "name": row.name,
        "received_at": instant_text(row.received_at),
    }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another lead that a person should look at, and which of both would go on."""

    lead: LeadLine
    email: str
    because: tuple[str, ...]
    goes_on: str


@dataclass(frozen=True, slots=True)
class Absorbed:
    """A lead that this one goes on for. `direct`: it can be taken back from here."""

    lead: LeadLine
    email: str
    by: str
    at: datetime
    direct: bool


async def same_person_part(
    connection: AsyncConnection, row: Row[Any], reader: Reader
) -> dict[str, Any]:
    """What the lead's page prints of it: `perhaps_same`, `absorbed` and `may_merge`."""
    alike = await perhaps_same(connection, row, reader.scope)
    return {
        "perhaps_same": [
            Suggestion(
                lead_line(one.lead, reader),
                one.lead.email,
                one.because,
                _which(row, one.lead),
            )
            for one in alike
        ],
        "absorbed": [
            Absorbed(
                lead_line(one, reader),
                one.email,
                reader.name_of(one.merged_by),
                one.merged_at,
                one.direct,
            )
            for one in await absorbed_by(connection, row.id)
        ],
        "may_merge": row.closed_at is None and not row.imported,
    }


def _which(row: Row[Any], other: Row[Any]) -> str:
    this_one, why = goes_on(candidate_of(row), candidate_of(other))
    return f"{'This' if this_one else 'The other'} lead goes on: {why}."


_DONE = {
    "merge": "Merged. This lead goes on for both, and is scored again.",
    "unmerge": "Taken back. Each of the two is a lead of its own again.",
    "split": "This is a lead of its own now. The other one is scored again.",
    "merged": "The lead that you asked for was merged into this one.",
}


def done_with_two(code: str | None) -> str:
    """What to say after `?done=code`; "" for a code that is none of these."""
    return _DONE.get(code or "", "")
