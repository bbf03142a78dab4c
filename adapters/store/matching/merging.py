"""Merge two leads into one, and take that back: what stands on disk.

Nothing moves. The absorbed lead keeps its submissions, timeline, messages and decisions, and
points to the one that goes on; whoever reads that one reads both (`adapters.store.matching.merged`), so
that taking it back is to let go of the pointer. What the two workflows must be told is written
in the same transaction, as human actions that are not applied yet: `adapters.merging` tells
them, and tells them again after a crash.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.standing.actions import AskedAction, keep_action
from domain.auditing.origins import Origin
from domain.lifecycle import ActionKind, Outcome
from domain.matching.merging import COLUMNS, taken_over
from domain.matching.same_person import HELD
from models import METADATA

_leads = METADATA.tables["leads"]
_merges = METADATA.tables["merges"]


@dataclass(frozen=True, slots=True)
class By:
    """Who asked for it, why, when, and from where."""

    handle: str
    reason: str | None
    now: datetime
    origin: Origin = Origin.UNKNOWN
    via: str | None = None  # the key's id


async def lock_leads(
    connection: AsyncConnection, ids: Sequence[UUID]
) -> dict[UUID, Row[Any]]:
    """Those leads, and all that went into them, until the transaction ends.

    In the order of their ids: two people who merge the same leads wait for each other.
    """
    found = await connection.execute(
        select(_leads)
        .where(or_(_leads.c.id.in_(ids), _leads.c.merged_into.in_(ids)))
        .order_by(_leads.c.id)
        .with_for_update()
    )
    return {row.id: row for row in found}


async def find_merge(
    connection: AsyncConnection, absorbed: UUID, *, lock: bool = False
) -> Row[Any] | None:
    """The merge that stands for this lead; None when it goes on by itself."""
    query = select(_merges).where(
        _merges.c.absorbed == absorbed, _merges.c.undone_at.is_(None)
    )
    found = await connection.execute(query.with_for_update() if lock else query)
    return found.one_or_none()


async def merge_leads(
    connection: AsyncConnection, absorbed: Row[Any], survivor: Row[Any], by: By
) -> UUID:
    """Let `survivor` go on for both. Both are locked, open, and in no other lead."""
    steps = [
        step_of(
            *(absorbed.id, ActionKind.CLOSE, by, "absorbed"),
            outcome=Outcome.MERGED.value,
        ),
        step_of(survivor.id, ActionKind.CORRECT, by, "merged"),
    ]
    if absorbed.status in HELD and survivor.status not in HELD:
        given = {"to": absorbed.owner, "from": survivor.owner}
        steps.insert(1, step_of(survivor.id, ActionKind.REASSIGN, by, "owner", **given))
    filled = taken_over(columns_of(survivor), columns_of(absorbed))
    merge_id = uuid4()
    await connection.execute(
        insert(_merges).values(
            id=merge_id,
            absorbed=absorbed.id,
            survivor=survivor.id,
            by=by.handle,
            merged_at=by.now,
            changed_at=by.now,
            filled=dict(filled),
            steps=await keep_steps(connection, steps, by),
        )
    )
    await connection.execute(
        update(_leads)
        .where(or_(_leads.c.id == absorbed.id, _leads.c.merged_into == absorbed.id))
        .values(merged_into=survivor.id)
    )
    await write_columns(connection, survivor.id, {n: v for n, (_, v) in filled.items()})
    return merge_id


async def keep_split(
    connection: AsyncConnection, taken_out: UUID, lead_id: UUID, by: By
) -> UUID:
    """Write down that a hand-raise of `lead_id` has a lead of its own now."""
    steps = [step_of(lead_id, ActionKind.CORRECT, by, "split")]
    merge_id = uuid4()
    await connection.execute(
        insert(_merges).values(
            id=merge_id,
            absorbed=taken_out,
            survivor=lead_id,
            by="handraise",
            merged_at=by.now,
            undone_by=by.handle,
            undone_at=by.now,
            changed_at=by.now,
            filled={},
            steps=await keep_steps(connection, steps, by),
        )
    )
    return merge_id


def step_of(
    lead_id: UUID, kind: ActionKind, by: By, merge: str, **more: Any
) -> AskedAction:
    """What a workflow is to be told. `merge` says of what it is a part, for the timeline."""
    details = {"merge": merge, **more}
    return AskedAction(
        uuid4(), lead_id, kind, by.handle, by.reason, details, by.origin, by.via
    )


async def keep_steps(
    connection: AsyncConnection, steps: Sequence[AskedAction], by: By
) -> list[str]:
    """Their ids, once they are on disk."""
    for step in steps:
        await keep_action(connection, step, by.now)
    return [str(step.id) for step in steps]


def columns_of(row: Row[Any]) -> dict[str, Any]:
    """What a lead's row may take over from another's, see `domain.matching.merging`."""
    return {name: getattr(row, name) for name in COLUMNS}


async def write_columns(
    connection: AsyncConnection, lead_id: UUID, columns: Mapping[str, Any]
) -> None:
    """Set them in the lead's row."""
    if columns:
        await connection.execute(
            update(_leads).where(_leads.c.id == lead_id).values(**columns)
        )
