"""Which leads does a person see, and how many."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.lifecycle import Status
from models import METADATA

_leads = METADATA.tables["leads"]
_users = METADATA.tables["users"]
_assignments = METADATA.tables["assignments"]

# Who had a lead before whoever has it now.
OWNER_BEFORE = (
    select(_assignments.c.owner)
    .where(
        _assignments.c.lead_id == _leads.c.id,
        _assignments.c.ended_at.is_not(None),
        _assignments.c.owner.is_distinct_from(_leads.c.owner),
    )
    .order_by(_assignments.c.ended_at.desc())
    .limit(1)
    .correlate(_leads)
    .scalar_subquery()
    .label("owner_before")
)


class View(StrEnum):
    MINE = "mine"
    ALL = "all"
    UNOWNED = "unowned"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose leads somebody may see: those of `owners` and unowned ones. None: all."""

    owners: frozenset[str] | None

    def sees(self, owner: str | None) -> bool:
        """The same as `condition`, of one lead that was read already."""
        return owner is None or self.includes(owner)

    def includes(self, handle: str) -> bool:
        """Whether somebody is one of the people whose leads these are."""
        return self.owners is None or handle in self.owners

    def condition(self) -> ColumnElement[bool]:
        if self.owners is None:
            return true()
        return or_(_leads.c.owner.is_(None), _leads.c.owner.in_(self.owners))


async def count_leads(
    connection: AsyncConnection, scope: Scope, handle: str
) -> dict[str, int]:
    """Open leads by view ("mine", "all", "unowned"), and those "in_review"."""
    one = func.count()
    found = await connection.execute(
        select(
            one.filter(_leads.c.owner == handle).label("mine"),
            one.label("all"),
            one.filter(_leads.c.owner.is_(None)).label("unowned"),
            one.filter(_leads.c.status == Status.IN_REVIEW).label("in_review"),
        ).where(_leads.c.closed_at.is_(None), scope.condition())
    )
    return dict(found.one()._mapping)  # noqa: SLF001 - SQLAlchemy's public spelling


async def find_lead(
    connection: AsyncConnection, scope: Scope, lead_id: UUID
) -> Row[Any] | None:
    """The lead with its `owner_before`, if it exists and this scope may see it."""
    found = await connection.execute(
        select(_leads, OWNER_BEFORE).where(_leads.c.id == lead_id, scope.condition())
    )
    return found.one_or_none()


async def names_by_handle(connection: AsyncConnection) -> dict[str, str]:
    """Everybody who ever worked here: leads remember people who left."""
    found = await connection.execute(select(_users.c.handle, _users.c.name))
    return {row.handle: row.name for row in found}


async def count_all_leads(connection: AsyncConnection) -> int:
    return await connection.scalar(select(func.count()).select_from(_leads)) or 0
