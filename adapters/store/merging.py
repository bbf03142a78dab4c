"""Merge two leads into one, and take that back: what stands on disk.

Nothing moves. The absorbed lead keeps its submissions, timeline, messages and decisions, and
points to the one that goes on; whoever reads that one reads both (`adapters.store.merged`), so
that taking it back is to let go of the pointer. What the two workflows must be told is written
in the same transaction, as human actions that are not applied yet: `adapters.merging` tells
them, and tells them again after a crash.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.actions import AskedAction, keep_action, unapplied
from domain.lifecycle import ActionKind, Outcome
from domain.merging import COLUMNS, PROMISE, Filled, given_back, taken_over
from domain.same_person import HELD
from models import METADATA

_leads = METADATA.tables["leads"]
_merges = METADATA.tables["merges"]


@dataclass(frozen=True, slots=True)
class By:
    """Who asked for it, why, and when."""

    handle: str
    reason: str | None
    now: datetime


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
        _step(
            *(absorbed.id, ActionKind.CLOSE, by, "absorbed"),
            outcome=Outcome.MERGED.value,
        ),
        _step(survivor.id, ActionKind.CORRECT, by, "merged"),
    ]
    if absorbed.status in HELD and survivor.status not in HELD:
        steps.insert(
            1, _step(survivor.id, ActionKind.REASSIGN, by, "owner", to=absorbed.owner)
        )
    filled = taken_over(_columns(survivor), _columns(absorbed))
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
            steps=await _kept(connection, steps, by),
        )
    )
    await connection.execute(
        update(_leads)
        .where(or_(_leads.c.id == absorbed.id, _leads.c.merged_into == absorbed.id))
        .values(merged_into=survivor.id)
    )
    await _write(connection, survivor.id, {n: v for n, (_, v) in filled.items()})
    return merge_id


_LET_GO = text(
    """
    WITH RECURSIVE under (id) AS (
      SELECT CAST(:absorbed AS uuid)
      UNION
      SELECT m.absorbed FROM merges m JOIN under u ON m.survivor = u.id
      WHERE m.undone_at IS NULL
    )
    UPDATE leads SET merged_into = CASE WHEN leads.id = :absorbed THEN NULL
                                        ELSE CAST(:absorbed AS uuid) END
    FROM under WHERE leads.id = under.id
    RETURNING leads.id, leads.person_key
    """
)


async def undo_merge(
    connection: AsyncConnection,
    merge: Row[Any],
    leads: Mapping[UUID, Row[Any]],
    by: By,
) -> Mapping[str, UUID]:
    """Let the absorbed lead go on by itself again, with all that went into it before.

    `leads` are locked, both of the merge among them. The keys of those who leave, and whose
    they are.
    """
    await _give_back(connection, merge, leads[merge.survivor])
    steps = [_step(merge.absorbed, ActionKind.REOPEN, by, "undone")]
    if leads[merge.survivor].closed_at is None:
        steps.append(_step(merge.survivor, ActionKind.CORRECT, by, "let_go"))
    await connection.execute(
        update(_merges)
        .where(_merges.c.id == merge.id)
        .values(
            undone_by=by.handle,
            undone_at=by.now,
            changed_at=by.now,
            settled_at=None,
            steps=await _kept(connection, steps, by),
        )
    )
    left = await connection.execute(_LET_GO, {"absorbed": merge.absorbed})
    return {row.person_key: row.id for row in left}


async def _give_back(
    connection: AsyncConnection, merge: Row[Any], survivor: Row[Any]
) -> None:
    """The row as it would be, had only the other merges been made."""
    found = await connection.execute(
        select(_merges.c.id, _merges.c.filled, *(_leads.c[name] for name in COLUMNS))
        .join(_leads, _leads.c.id == _merges.c.absorbed)
        .where(_merges.c.survivor == survivor.id, _merges.c.undone_at.is_(None))
        .order_by(_merges.c.merged_at)
    )
    standing = found.all()
    own = given_back(_columns(survivor), (_filled(m) for m in reversed(standing)))
    for other in standing:
        if other.id != merge.id:
            filled = taken_over(own, _columns(other))
            own |= {name: value for name, (_, value) in filled.items()}
            await connection.execute(
                update(_merges)
                .where(_merges.c.id == other.id)
                .values(filled=dict(filled))
            )
    await _write(connection, survivor.id, own)


async def keep_split(
    connection: AsyncConnection, taken_out: UUID, lead_id: UUID, by: By
) -> UUID:
    """Write down that a hand-raise of `lead_id` has a lead of its own now."""
    steps = [_step(lead_id, ActionKind.CORRECT, by, "split")]
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
            steps=await _kept(connection, steps, by),
        )
    )
    return merge_id


def _step(
    lead_id: UUID, kind: ActionKind, by: By, merge: str, **more: Any
) -> AskedAction:
    details = {"merge": merge, **more}
    return AskedAction(uuid4(), lead_id, kind, by.handle, by.reason, details)


async def _kept(
    connection: AsyncConnection, steps: Sequence[AskedAction], by: By
) -> list[str]:
    for step in steps:
        await keep_action(connection, step, by.now)
    return [str(step.id) for step in steps]


def _columns(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}


def _filled(merge: Row[Any]) -> Filled:
    return {
        name: (_read(name, before), _read(name, after))
        for name, (before, after) in merge.filled.items()
    }


def _read(name: str, value: Any) -> Any:
    """JSON has no instants."""
    if name == PROMISE and value is not None:
        return datetime.fromisoformat(value)
    return value


async def _write(
    connection: AsyncConnection, lead_id: UUID, columns: Mapping[str, Any]
) -> None:
    if columns:
        await connection.execute(
            update(_leads).where(_leads.c.id == lead_id).values(**columns)
        )


async def steps_left(
    connection: AsyncConnection, merge_id: UUID
) -> Sequence[AskedAction]:
    """What the workflows have not been told of it yet, in order."""
    steps = await connection.scalar(
        select(_merges.c.steps).where(_merges.c.id == merge_id)
    )
    return await unapplied(connection, [UUID(step) for step in steps or ()])


async def mark_settled(
    connection: AsyncConnection, merge_id: UUID, now: datetime
) -> None:
    await connection.execute(
        update(_merges).where(_merges.c.id == merge_id).values(settled_at=now)
    )


async def unsettled_merges(
    connection: AsyncConnection, *, before: datetime, limit: int
) -> list[UUID]:
    """Made or undone before that instant, the oldest first."""
    found = await connection.scalars(
        select(_merges.c.id)
        .where(_merges.c.settled_at.is_(None), _merges.c.changed_at < before)
        .order_by(_merges.c.changed_at)
        .limit(limit)
    )
    return list(found)
