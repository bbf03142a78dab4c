"""Run past leads through a draft playbook, and say which would stand elsewhere."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.deciding.decisions import EVIDENCE
from adapters.store.deciding.replay import StoredEvidence, evidence_of_newest
from domain.comparing.moving import Moved, moved
from domain.comparing.replay import Count, PastLead, Replay, Tally, compared
from domain.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Preview:
    """What the draft would change among `leads` past ones.

    Counts are of leads, by band, routing row and owner's handle. Of `moved` the leads
    come first that change band, then row, then owner, then only the turn.
    """

    leads: int
    by_band: tuple[Count, ...]
    by_row: tuple[Count, ...]
    by_owner: tuple[Count, ...]
    moved: tuple[Moved, ...]


async def preview(
    connection: AsyncConnection,
    published: Playbook,
    draft: Playbook,
    *,
    limit: int = 500,
    told: Callable[[int], None] = lambda _: None,
) -> Preview:
    """The last `limit` leads by what was known of them when they were last decided.

    Everybody is taken to be at work with nothing to do. `told` hears how many leads
    are done. Deciding runs beside the event loop.
    """
    replays = Replay(published), Replay(draft)
    tally, found = Tally(), list[Moved]()
    async for some in evidence_of_newest(connection, limit):
        found += await asyncio.to_thread(_decided, some, *replays, tally)
        told(len(some))
    return Preview(
        tally.leads,
        tally.by_band(),
        tally.by_row(published, draft),
        tally.by_owner(published, draft),
        tuple(sorted(found, key=_importance)),
    )


def _decided(
    stored: Sequence[StoredEvidence], published: Replay, draft: Replay, tally: Tally
) -> list[Moved]:
    """Those that move; all are counted."""
    found: list[Moved] = []
    leads = (
        PastLead(
            one.lead_id,
            one.label,
            EVIDENCE.validate_json(one.evidence),
            one.decided_at,
        )
        for one in stored
    )
    for both in compared(leads, published, draft):
        tally.add(both.before.stand, both.after.stand)
        one = moved(both, draft.playbook)
        if one is not None:
            found.append(one)
    return found


def _importance(one: Moved) -> tuple[bool, bool, bool]:
    return (
        one.before.band == one.after.band,
        one.before.row == one.after.row,
        one.only_the_turn,
    )
