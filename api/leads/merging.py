"""Let one lead go on for two of the same person, and take that back.

The merge is on disk in one transaction, under locks on both leads. Their workflows are told at
once; where one does not answer, the relay goes on telling it, and the merge stands.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters import clock
from adapters.likeness import candidate_of
from adapters.merging import settle
from adapters.store.matching.merging import (
    By,
    find_merge,
    keep_split,
    lock_leads,
    merge_leads,
)
from adapters.store.matching.unmerging import undo_merge
from adapters.store.raised_hands.splitting import move_back, split_off
from adapters.store.standing.actions import find_lead_at_hand
from adapters.store.standing.deeds import Deed, say
from api.leads.acting import (
    AWAY,
    NO_SUCH_LEAD,
    Actor,
    acting_as,
    require_known,
    seen_by,
)
from api.leads.merge_schemas import MergeGiven, SplitGiven, TakenBackGiven
from api.parts import Parts
from api.web.faults import checked
from domain.errors import (
    ConflictError,
    HandraiseError,
    NotFoundError,
    UnavailableError,
)
from domain.matching.same_person import goes_on
from domain.playbook import Playbook

LOG = logging.getLogger(__name__)
NEWER = "It cannot go on: this person raised a hand again since, and that lead is open."


@dataclass(frozen=True, slots=True)
class Merging:
    """Who merges, with the playbook that says whose leads they see."""

    parts: Parts
    actor: Actor
    playbook: Playbook


async def merging_of(parts: Parts, actor: Actor) -> Merging:
    if not await parts.reachability.is_there():
        raise UnavailableError(AWAY)
    return Merging(parts, actor, (await parts.playbook.current()).playbook)


async def merge(by_whom: Merging, lead_id: UUID, body: object) -> UUID:
    """Merge it with another; the lead that goes on for both.

    Raises:
        InvalidError: the body cannot be used; a fault per member.
        NotFoundError: one of them does not exist, or is not theirs to see.
        ConflictError: they cannot be merged; the sentence says why.
        UnavailableError: Temporal is away; nothing was changed.

    """
    given = checked(MergeGiven, body)
    other_id = given.into or given.other or lead_id
    if other_id == lead_id:
        raise ConflictError("A lead cannot be merged with itself.")
    async with by_whom.parts.engine.begin() as connection:
        by = await _by(connection, by_whom, given, "merged")
        leads = await _lock(connection, by_whom, [lead_id, other_id])
        lead, other = leads[lead_id], leads[other_id]
        for one in (lead, other):
            _require_open(one)
        survives, why = goes_on(candidate_of(other), candidate_of(lead))
        if given.into is not None and not survives:
            raise ConflictError(f"This lead goes on, not that one: {why}.")
        absorbed, survivor = (lead, other) if survives else (other, lead)
        merge_id = await merge_leads(connection, absorbed, survivor, by)
    await _tell(by_whom.parts, merge_id)
    return UUID(str(survivor.id))


async def unmerge(by_whom: Merging, lead_id: UUID, body: object) -> UUID:
    """Let a lead that was merged go on by itself again. Raises as `merge` does."""
    given = checked(TakenBackGiven, body)
    try:
        async with by_whom.parts.engine.begin() as connection:
            by = await _by(connection, by_whom, given, "unmerged")
            merge_id = await _take_back(connection, by_whom, lead_id, by)
    except IntegrityError:  # of the index of open leads
        raise ConflictError(NEWER) from None
    await _tell(by_whom.parts, merge_id)
    return lead_id


async def _take_back(
    connection: AsyncConnection, by_whom: Merging, lead_id: UUID, by: By
) -> UUID:
    standing = await find_merge(connection, lead_id)
    if standing is None:
        raise await _why_not_merged(connection, lead_id)
    pair = [standing.absorbed, standing.survivor]
    leads = await _lock(connection, by_whom, pair, seen=standing.survivor)
    merged = await find_merge(connection, lead_id, lock=True)
    if merged is None or merged.id != standing.id:
        raise ConflictError("Somebody took this merge back just now.")
    survivor = leads[merged.survivor]
    _require_settled(merged, survivor)
    left = await undo_merge(connection, merged, leads, by)
    await move_back(connection, survivor, left)
    return UUID(str(merged.id))


async def split(by_whom: Merging, lead_id: UUID, body: object) -> UUID:
    """Give one hand-raise of a lead a lead of its own. Raises as `merge` does."""
    given = checked(SplitGiven, body)
    async with by_whom.parts.engine.begin() as connection:
        by = await _by(connection, by_whom, given, "split")
        leads = await _lock(connection, by_whom, [lead_id])
        lead = leads[lead_id]
        _require_open(lead)
        own = await split_off(connection, lead, given.submission, by)
        if own is None:
            raise ConflictError(
                "This lead has no other hand-raise of its own beside such a one."
            )
        merge_id = await keep_split(connection, own, lead_id, by)
    await _tell(by_whom.parts, merge_id)
    return own


async def _by(
    connection: AsyncConnection, by_whom: Merging, given: TakenBackGiven, kind: str
) -> By:
    actor = by_whom.actor
    handle = acting_as(actor, given.by)
    await require_known(connection, {"/by": handle})
    await say(connection, Deed(handle, actor.origin, actor.via, kind))
    return By(handle, given.reason, clock.now(), actor.origin, actor.via)


async def _lock(
    connection: AsyncConnection,
    by_whom: Merging,
    ids: Sequence[UUID],
    *,
    seen: UUID | None = None,
) -> dict[UUID, Row[Any]]:
    """Those that were asked for and what is in them; `seen`: which must be in sight."""
    leads = await lock_leads(connection, ids)
    scope = seen_by(by_whom.actor, by_whom.playbook)
    for lead_id in [seen] if seen else ids:
        lead = leads.get(lead_id)
        if lead is None or not scope.sees(lead.owner):
            raise NotFoundError(NO_SUCH_LEAD)
    return leads


def _require_open(lead: Row[Any]) -> None:
    if lead.merged_into is not None:
        raise ConflictError(f"{_called(lead)} was merged into another one already.")
    if lead.closed_at is not None:
        raise ConflictError(f"{_called(lead)} is closed. Reopen it first.")


def _called(lead: Row[Any]) -> str:
    return f"The lead of {lead.name or lead.email}"


def _require_settled(merged: Row[Any], survivor: Row[Any]) -> None:
    if survivor.merged_into is not None:
        raise ConflictError(
            "The lead that goes on for it was merged further. Take that back first."
        )
    if merged.settled_at is None:
        raise ConflictError("It is being merged right now. Try again in a moment.")


async def _why_not_merged(connection: AsyncConnection, lead_id: UUID) -> HandraiseError:
    if await find_lead_at_hand(connection, lead_id) is None:
        return NotFoundError(NO_SUCH_LEAD)
    return ConflictError("This lead was not merged into another one.")


async def _tell(parts: Parts, merge_id: UUID) -> None:
    try:
        await settle(parts.engine, parts.temporal, merge_id)
    except UnavailableError:
        parts.reachability.look_again()
        LOG.info("the relay goes on with merge %s", merge_id)
