"""Take a merge back: let go of the pointer, and of what the survivor's row took over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.matching.merging import (
    By,
    columns_of,
    keep_steps,
    step_of,
    write_columns,
)
from adapters.store.standing.actions import applied
from domain.lifecycle import ActionKind
from domain.matching.merging import COLUMNS, PROMISE, Filled, given_back, taken_over
from domain.matching.same_person import HELD
from models import METADATA

_leads = METADATA.tables["leads"]
_merges = METADATA.tables["merges"]

# The row is open from now on, so that the person's next hand-raise finds it; the workflow
# follows, and whoever asks it meanwhile waits (adapters.store.raised_hands.moving).
_LET_GO = text(
    """
    WITH RECURSIVE under (id) AS (
      SELECT CAST(:absorbed AS uuid)
      UNION
      SELECT m.absorbed FROM merges m JOIN under u ON m.survivor = u.id
      WHERE m.undone_at IS NULL
    )
    UPDATE leads SET
      merged_into = CASE WHEN leads.id <> :absorbed THEN CAST(:absorbed AS uuid) END,
      status = CASE WHEN leads.id = :absorbed THEN 'qualifying' ELSE status END,
      closed_at = CASE WHEN leads.id <> :absorbed THEN closed_at END,
      outcome = CASE WHEN leads.id <> :absorbed THEN outcome END
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
    they are. IntegrityError when the person has a newer open lead.
    """
    survivor = leads[merge.survivor]
    await _give_back(connection, merge, survivor)
    steps = [step_of(merge.absorbed, ActionKind.REOPEN, by, "undone")]
    if survivor.closed_at is None:
        owner = await _owner_before(connection, merge, survivor)
        if owner is not None:
            steps.append(
                step_of(survivor.id, ActionKind.REASSIGN, by, "owner", to=owner)
            )
        steps.append(step_of(survivor.id, ActionKind.CORRECT, by, "let_go"))
    await connection.execute(
        update(_merges)
        .where(_merges.c.id == merge.id)
        .values(
            undone_by=by.handle,
            undone_at=by.now,
            changed_at=by.now,
            settled_at=None,
            steps=await keep_steps(connection, steps, by),
        )
    )
    left = await connection.execute(_LET_GO, {"absorbed": merge.absorbed})
    return {row.person_key: row.id for row in left}


async def _owner_before(
    connection: AsyncConnection, merge: Row[Any], survivor: Row[Any]
) -> str | None:
    """Who had it until the merge gave it away, unless somebody has taken it up since."""
    steps = [UUID(step) for step in merge.steps]
    for step in await applied(connection, steps):
        given = step.kind is ActionKind.REASSIGN and step.details.get("to")
        if given and given == survivor.owner and survivor.status not in HELD:
            before: str | None = step.details.get("from")
            return before
    return None


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
    own = given_back(columns_of(survivor), (_filled(m) for m in reversed(standing)))
    for other in standing:
        if other.id != merge.id:
            filled = taken_over(own, columns_of(other))
            own |= {name: value for name, (_, value) in filled.items()}
            await connection.execute(
                update(_merges)
                .where(_merges.c.id == other.id)
                .values(filled=dict(filled))
            )
    await write_columns(connection, survivor.id, own)


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
