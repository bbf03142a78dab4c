"""Give hand-raises back to the lead that they belong to by themselves."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.matching.merging import By, lock_leads
from adapters.store.raised_hands.intake_statement import GIVEN
from adapters.store.raised_hands.moving import open_lead_of, open_own_lead
from adapters.store.standing.records import Entry, write_entry
from domain.matching.mailboxes import person_key, plain_key
from models import METADATA

_leads = METADATA.tables["leads"]
_merges = METADATA.tables["merges"]
_submissions = METADATA.tables["submissions"]


async def move_back(
    connection: AsyncConnection,
    survivor: Row[Any],
    left: Mapping[str, UUID],
) -> None:
    """What came from the addresses of those who left (key -> lead) goes with them.

    A decision that counted it stays the survivor's; the next ones count it where it is now.
    """
    for submission_id, whose in await _strays(connection, survivor, left):
        await connection.execute(
            update(_submissions)
            .where(_submissions.c.id == submission_id)
            .values(lead_id=whose)
        )


async def bring_home(connection: AsyncConnection, merge_id: UUID) -> None:
    """What was being stored while the merge was taken back, and did not know of that.

    Its lead is open again by now: the relay leaves it there, to be counted anew.
    """
    found = await connection.execute(
        select(_merges).where(
            _merges.c.id == merge_id, _merges.c.undone_at.is_not(None)
        )
    )
    merge = found.one_or_none()
    if merge is None:
        return
    leads = await lock_leads(connection, [merge.absorbed, merge.survivor])
    left = {
        row.person_key: row.id
        for row in leads.values()
        if merge.absorbed in {row.id, row.merged_into}
    }
    survivor = leads[merge.survivor]
    strays = await _strays(connection, survivor, left)
    for submission_id, whose in strays:
        await connection.execute(
            update(_submissions)
            .where(_submissions.c.id == submission_id)
            .values(lead_id=whose, decision_id=None, relayed_at=None)
        )


async def _strays(
    connection: AsyncConnection,
    survivor: Row[Any],
    left: Mapping[str, UUID],
) -> list[tuple[UUID, UUID]]:
    """Hand-raises that stand with the survivor, and whose they are."""
    found = await connection.execute(
        select(_submissions.c.id, _submissions.c.payload).where(
            _submissions.c.lead_id == survivor.id
        )
    )
    strays = []
    for submission in found.all():
        email = str(submission.payload.get("email", ""))
        keys = [plain_key(email), person_key(email)]
        whose = next((left[key] for key in keys if key in left), None)
        if whose is not None and survivor.person_key not in keys:
            strays.append((submission.id, whose))
    return strays


async def split_off(
    connection: AsyncConnection, lead: Row[Any], submission_id: UUID, by: By
) -> UUID | None:
    """A lead of its own for one hand-raise of several; None when it is not one of these.

    The relay hands it to Temporal as it does every hand-raise that nobody has counted. Its
    promise is given now: nobody answers for the time in which it was somebody else's.
    """
    found = await connection.execute(
        select(_submissions)
        .where(_submissions.c.lead_id == lead.id)
        .order_by(_submissions.c.received_at)
        .with_for_update()
    )
    raised = found.all()
    taken = next((one for one in raised if one.id == submission_id), None)
    if taken is None or len(raised) == 1:
        return None
    key = await _own_key(connection, lead, taken)
    lead_id, _ = await open_own_lead(connection, taken, key, received_at=by.now)
    await connection.execute(
        update(_submissions)
        .where(_submissions.c.id == taken.id)
        .values(lead_id=lead_id, merged=False, decision_id=None, relayed_at=None)
    )
    rest = [one.payload for one in raised if one.id != submission_id]
    await _say_without(connection, lead, taken.payload, rest)
    await write_entry(connection, _told(lead_id, by))
    return lead_id


async def _own_key(connection: AsyncConnection, lead: Row[Any], taken: Row[Any]) -> str:
    """Its very address, where that is not the lead's: the next from there find it.

    Two people behind one address cannot be told apart the next time: what comes then goes to
    the lead that it came from.
    """
    plain = plain_key(str(taken.payload.get("email", "")))
    if plain != lead.person_key and await open_lead_of(connection, plain) is None:
        return plain
    return f"{plain}#{taken.id}"


async def _say_without(
    connection: AsyncConnection,
    lead: Row[Any],
    taken: Mapping[str, Any],
    rest: Sequence[Mapping[str, Any]],
) -> None:
    """The lead's row no longer says what only that hand-raise said."""
    changed: dict[str, Any] = {}
    for name in GIVEN:
        said = [body[name] for body in rest if body.get(name) is not None]
        before = said[-1] if said else None
        if taken.get(name) is not None and getattr(lead, name) == taken[name] != before:
            changed[name] = before
    if changed:
        await connection.execute(
            update(_leads).where(_leads.c.id == lead.id).values(**changed)
        )


def _told(lead_id: UUID, by: By) -> Entry:
    why = f": {by.reason}" if by.reason else "."
    return Entry(
        key=f"{lead_id}/split",
        lead_id=lead_id,
        at=by.now,
        actor=by.handle,
        kind="split",
        sentence=f"Taken out of another lead, to be one of its own{why}",
    )
