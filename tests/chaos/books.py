"""Everything that PostgreSQL and Temporal hold after a storm, side by side."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio.client import Client, WorkflowExecution
from temporalio.service import RPCError

from domain.lifecycle import Status
from models import METADATA
from tests.chaos.histories import LeadHistory, read_history
from workflows.messages import LeadView
from workflows.names import LEAD_WORKFLOW, lead_workflow_id

Rows = Sequence[Row[Any]]
RESTS_FOR = timedelta(minutes=20)  # the playbook's last steps are an hour away
_AT_ONCE = 8


@dataclass(frozen=True)
class Books:
    leads: Mapping[UUID, Row[Any]]
    submissions: Rows
    assignments: Rows
    reviews: Rows
    messages: Rows
    timeline: Rows
    actions: Rows
    turns: Rows
    workflows: Mapping[str, list[WorkflowExecution]]  # runs, by workflow id
    views: Mapping[UUID, LeadView]  # of every lead that has a workflow
    histories: Mapping[UUID, LeadHistory]

    @property
    def not_sent(self) -> frozenset[str]:
        """Keys of mails that were left, with a reason."""
        return frozenset(row.key for row in self.timeline if row.kind == "not_sent")


async def read_books(engine: AsyncEngine, client: Client) -> Books:
    async with engine.connect() as connection:
        leads = {row.id: row for row in await _all(connection, "leads")}
        timeline = await _all(connection, "timeline")
        found = {
            name: await _all(connection, name)
            for name in ("submissions", "assignments", "reviews", "messages")
        }
        actions = await _all(connection, "human_actions")
        turns = await _all(connection, "turns")
    workflows: dict[str, list[WorkflowExecution]] = {}
    async for run in client.list_workflows(f"WorkflowType='{LEAD_WORKFLOW}'"):
        workflows.setdefault(run.id, []).append(run)
    started = [lead for lead in leads if lead_workflow_id(lead) in workflows]
    return Books(
        leads=leads,
        **found,
        timeline=timeline,
        actions=actions,
        turns=turns,
        workflows=workflows,
        views=await _by_lead(client, started, _view),
        histories=await _by_lead(client, started, read_history),
    )


async def _all(connection: AsyncConnection, table: str) -> Rows:
    return (await connection.execute(select(METADATA.tables[table]))).all()


async def _by_lead(client: Client, leads: Sequence[UUID], read: Any) -> dict[UUID, Any]:
    turn = asyncio.Semaphore(_AT_ONCE)

    async def one(lead_id: UUID) -> Any:
        async with turn:
            return await read(client, lead_id)

    found = await asyncio.gather(*map(one, leads))
    return dict(zip(leads, found, strict=True))


async def _view(client: Client, lead_id: UUID) -> LeadView:
    handle = client.get_workflow_handle(lead_workflow_id(lead_id))
    view: LeadView = await handle.query("state", result_type=LeadView)
    return view


async def what_moves(engine: AsyncEngine, client: Client) -> list[str]:
    """Leads that are not at rest, and why; empty: nothing is due for a long while."""
    async with engine.connect() as connection:
        waiting = [
            f"{row.id} is not counted"
            for row in await _all(connection, "submissions")
            if row.decision_id is None
        ]
        leads = list(await _all(connection, "leads"))
    if waiting:
        return waiting
    turn = asyncio.Semaphore(_AT_ONCE)

    async def one(lead: Row[Any]) -> str | None:
        async with turn:
            return await _why_it_moves(client, lead)

    return [why for why in await asyncio.gather(*map(one, leads)) if why]


async def _why_it_moves(client: Client, lead: Row[Any]) -> str | None:
    handle = client.get_workflow_handle(lead_workflow_id(lead.id))
    try:
        described = await handle.describe()
    except RPCError as error:
        return f"{lead.id}: {error.status.name}"
    if lead.status == Status.CLOSED:
        return f"{lead.id}: is still closing" if described.close_time is None else None
    for pending in described.raw_description.pending_activities:
        name = pending.activity_type.name
        return f"{lead.id}: {name} runs, attempt {pending.attempt}"
    view = await _view(client, lead.id)
    return None if _rests(view) else f"{lead.id}: {view.status}, {view.clock} goes on"


def _rests(view: LeadView) -> bool:
    if view.clock is None:
        return view.status is Status.TAKEN_OVER
    left = view.clock.steps[view.steps_done :]
    return bool(left) and left[0].at - datetime.now(UTC) > RESTS_FOR
