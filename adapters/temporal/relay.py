"""Hand to Temporal what its absence left waiting on disk.

Runs beside every worker. Rows are claimed under locks that a dying process gives back, so
several relays share the work and nothing depends on any of them living.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from enum import Enum, auto

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from adapters import clock
from adapters.database import is_away
from adapters.merging import settle
from adapters.statements import autocommitting
from adapters.store.matching.settling import unsettled_merges
from adapters.store.raised_hands.intake import Stored
from adapters.store.raised_hands.moving import move_to_new_lead
from adapters.store.raised_hands.waiting import (
    anybody_waits,
    claim_left_behind,
    claim_waiting,
    mark_relayed,
)
from adapters.store.standing.replanning import find_wishes, settle_wish
from adapters.temporal.leads import ask_to_replan, hand_over
from adapters.temporal.reachability import Reachability
from domain.errors import LeadClosedError, UnavailableError

LOG = logging.getLogger(__name__)

# Younger ones are still in the hands of the request that stored them.
IN_REQUEST = timedelta(seconds=1)
IN_REQUEST_STILL = timedelta(seconds=15)  # a merge tells up to three workflows
LOOKS_EVERY = timedelta(milliseconds=250)
REPLANS_EVERY = timedelta(seconds=1)
SWEEPS_EVERY = timedelta(seconds=15)
# A claim holds row locks that the decision itself needs: so many rows, and not for long.
AT_ONCE = 25
# A signal to a running workflow is counted within a second or two.
COUNTED_WITHIN = timedelta(seconds=20)


class HandOver(Enum):
    DONE = auto()
    CLOSED = auto()  # the lead's workflow has ended
    NOT_YET = auto()  # Temporal is away


class Relay:
    def __init__(self, engine: AsyncEngine, temporal: Client) -> None:
        self._engine = engine
        self._looking = autocommitting(engine)
        self._temporal = temporal
        self._reachability = Reachability(temporal)

    async def run(self) -> None:
        """Relay until cancelled. Outages of either side are waited for."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._repeat(self._relay_all, LOOKS_EVERY))
            tasks.create_task(self._repeat(self._replan_all, REPLANS_EVERY))
            tasks.create_task(self._repeat(self.bring_back, SWEEPS_EVERY))
            tasks.create_task(self._repeat(self.settle_merges, SWEEPS_EVERY))

    async def _repeat(
        self, work: Callable[[], Awaitable[object]], every: timedelta
    ) -> None:
        while True:
            try:
                await work()
            except Exception as error:  # what waits on disk needs us alive
                if not is_away(error):
                    LOG.exception("the relay stumbled and goes on")
            await asyncio.sleep(every.total_seconds())

    async def _relay_all(self) -> None:
        while await self.relay() == AT_ONCE:
            pass

    async def _replan_all(self) -> None:
        while await self.replan() == AT_ONCE:
            pass

    async def relay(self) -> int:
        """Hand over one batch of the oldest; how many were handed over."""
        before = clock.now() - IN_REQUEST
        async with self._looking.connect() as connection:
            if not await anybody_waits(connection, before=before):
                return 0
        async with self._engine.begin() as connection:
            waiting = await claim_waiting(connection, before=before, limit=AT_ONCE)
            if not waiting or not await self._reachability.is_there():
                return 0
            ends = await asyncio.gather(*map(self._hand_over, waiting))
            relayed = _those(waiting, ends, HandOver.DONE)
            ids = [stored.submission_id for stored in relayed]
            await mark_relayed(connection, ids, clock.now())
        await self._move(_those(waiting, ends, HandOver.CLOSED))
        return len(relayed)

    async def bring_back(self) -> int:
        """Give a new lead to what was handed over and closed before it was counted."""
        async with self._engine.begin() as connection:
            before = clock.now() - COUNTED_WITHIN
            left = await claim_left_behind(connection, before=before, limit=AT_ONCE)
        await self._move(left)
        return len(left)

    async def _hand_over(self, submission: Stored) -> HandOver:
        try:
            await hand_over(self._temporal, submission)
        except LeadClosedError:
            return HandOver.CLOSED
        except UnavailableError:
            self._reachability.look_again()
            return HandOver.NOT_YET
        return HandOver.DONE

    async def _move(self, submissions: Sequence[Stored]) -> None:
        """With its new lead, each is found and handed over by the next look."""
        for one in submissions:
            with suppress(IntegrityError):  # the person's next lead opens right now
                async with self._engine.begin() as connection:
                    await move_to_new_lead(
                        connection, one.submission_id, clock.now(), ended=one.lead_id
                    )

    async def replan(self) -> int:
        """Have clocks looked at whose hours have changed; how many were asked."""
        async with self._looking.connect() as connection:
            wishes = await find_wishes(connection, AT_ONCE)
        for asked, wish in enumerate(wishes):
            try:
                with suppress(LeadClosedError):
                    await ask_to_replan(self._temporal, wish.lead_id)
            except UnavailableError:
                return asked  # the next look tries again
            async with self._looking.connect() as connection:
                await settle_wish(connection, wish)
        return len(wishes)

    async def settle_merges(self) -> int:
        """Tell workflows what a process died over; how many merges were left."""
        async with self._looking.connect() as connection:
            before = clock.now() - IN_REQUEST_STILL
            left = await unsettled_merges(connection, before=before, limit=AT_ONCE)
        for merge_id in left:
            with suppress(UnavailableError):  # the next sweep tries again
                await settle(self._engine, self._temporal, merge_id)
        return len(left)


def _those(
    waiting: Sequence[Stored], ends: Sequence[HandOver], end: HandOver
) -> list[Stored]:
    both = zip(waiting, ends, strict=True)
    return [stored for stored, found in both if found is end]
