"""Tell the workflows of two leads that one goes on for both, or that each does again.

What is to be told stands on disk since the merge itself (`adapters.store.matching.merging`). Each step
is a human action: sent under its own id, which the workflow remembers, and marked as applied
in the transaction that changes the lead. So this may die anywhere and be done again by the
relay, by several at once too: what was applied is not sent again, and what is sent twice
counts once.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from adapters import clock
from adapters.store.matching.settling import mark_settled, steps_left
from adapters.store.raised_hands.moving import close_abandoned
from adapters.store.raised_hands.splitting import bring_home
from adapters.store.raised_hands.waiting import lock_undecided
from adapters.store.standing.actions import AskedAction, drop_action, find_lead_at_hand
from adapters.store.standing.deeds import Deed, say
from adapters.temporal.leads import reopen, send_action
from domain.auditing.origins import MACHINE, Origin
from domain.errors import LeadClosedError, RefusedError, UnavailableError
from domain.lifecycle import ActionKind, Outcome
from workflows.messages import Action, LeadStart

# A request that raised a hand may still be starting the workflow that is to be closed.
MAY_STILL_START = timedelta(seconds=30)


async def settle(engine: AsyncEngine, temporal: Client, merge_id: UUID) -> None:
    """Do what is left to do of a merge, or of taking one back. Safe to repeat.

    Raises:
        UnavailableError: a workflow did not answer; the rest waits for another try.

    """
    async with engine.connect() as connection:
        steps = await steps_left(connection, merge_id)
    again = [step for step in steps if step.kind is ActionKind.REOPEN]
    for step in again:
        await _do(engine, temporal, step)
    async with engine.begin() as connection:
        await bring_home(connection, merge_id)
    for step in steps:
        if step not in again:
            await _do(engine, temporal, step)
    async with engine.begin() as connection:
        await mark_settled(connection, merge_id, clock.now())


async def _do(engine: AsyncEngine, temporal: Client, step: AskedAction) -> None:
    try:
        await _tell(engine, temporal, step)
    except LeadClosedError:
        await _do_without(engine, temporal, step)
    except RefusedError:  # it stands where this has no sense any more
        await _drop(engine, step)


async def _tell(engine: AsyncEngine, temporal: Client, step: AskedAction) -> None:
    action = _action(step)
    if step.kind is not ActionKind.REOPEN:
        await send_action(temporal, step.lead_id, step.kind, action)
        return
    async with engine.connect() as connection:
        lead = await find_lead_at_hand(connection, step.lead_id)
    if lead is not None:
        start = LeadStart(
            lead.id, lead.received_at, reopened=True, revision=lead.revision
        )
        await reopen(temporal, start, action)


def _action(step: AskedAction) -> Action:
    outcome: Any = step.details.get("outcome")
    return Action(
        by=step.by,
        action_id=step.id,
        to=step.details.get("to"),
        outcome=Outcome(outcome) if outcome else None,
    )


async def _do_without(engine: AsyncEngine, temporal: Client, step: AskedAction) -> None:
    """No workflow runs: the lead was closed, or nobody has started it so far.

    A survivor that starts later decides by what both said. An absorbed lead whose row is open
    is closed by us, once nobody can be starting it any more: from now on, what waits to be
    handed over goes to the survivor.
    """
    if step.kind is ActionKind.CLOSE and await _is_open(engine, step.lead_id):
        await _wait_for_starters(engine, step.lead_id)
        try:
            await _tell(engine, temporal, step)
        except LeadClosedError:
            await _close_row(engine, step.lead_id)
        else:
            return
    await _drop(engine, step)


async def _is_open(engine: AsyncEngine, lead_id: UUID) -> bool:
    async with engine.connect() as connection:
        lead = await find_lead_at_hand(connection, lead_id)
    return lead is not None and not lead.closed


async def _wait_for_starters(engine: AsyncEngine, lead_id: UUID) -> None:
    async with engine.begin() as connection:
        raised = await lock_undecided(connection, lead_id)
    if any(clock.now() - at < MAY_STILL_START for at in raised):
        raise UnavailableError("This lead is still being taken in.")


async def _close_row(engine: AsyncEngine, lead_id: UUID) -> None:
    async with engine.begin() as connection:
        await say(connection, Deed(MACHINE, Origin.RELAY, kind="merged"))
        await close_abandoned(
            connection, lead_id, clock.now(), outcome=Outcome.MERGED.value
        )


async def _drop(engine: AsyncEngine, step: AskedAction) -> None:
    async with engine.begin() as connection:
        await drop_action(connection, step.id)
