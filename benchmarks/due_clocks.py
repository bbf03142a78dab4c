"""Measure how late clocks act that are due at one instant, against as many bare timers.

uv run python -m benchmarks.due_clocks [--clocks 1000] [--lone 20]

The product's workflows stand as they do when an owner is to be reminded at that instant; a
third of them is of the high band. The twin's are a timer and one empty activity. How late
an activity is, the server says: from the instant to the activity's start in the history.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles
from uuid import UUID, uuid4

from sqlalchemy import insert
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from adapters import clock
from adapters.database import connect
from adapters.store.standing.plans import written_plan
from benchmarks.sides import Stage, first_answers, stage
from benchmarks.twin_workflow import TASK_QUEUE as TWIN_QUEUE
from benchmarks.twin_workflow import DueTwin
from domain.lifecycle import Status
from domain.promises.sla import Clock, ClockKind, Step, StepAction
from domain.qualifying.bands import Band
from models import METADATA
from workflows.lead import LeadWorkflow
from workflows.messages import LeadStart
from workflows.names import TASK_QUEUE, lead_workflow_id
from workflows.state import Carried, Inbox, LeadState

AT_ONCE = 40  # workflows started, histories read
STARTED_A_SECOND = 15  # at least, on a busy machine: the instant is set by it
MARGIN = timedelta(seconds=5)
HIGH_IS_EVERY = 3
LONE_TARGET = timedelta(milliseconds=250)
TARGET = 1.5
EARLIER = 0.01  # of the others, before the last of the high band


@dataclass(frozen=True, slots=True)
class Acted:
    """One clock: which workflow, whether of the high band, and how late it acted."""

    workflow_id: str
    high: bool
    late: float  # seconds


Begin = Callable[[datetime], Awaitable[str]]


def due_for(count: int) -> datetime:
    """Late enough for so many workflows to be started before."""
    return clock.now() + MARGIN + timedelta(seconds=count / STARTED_A_SECOND)


async def act_together(
    client: Client, begin: Sequence[tuple[Begin, bool]], due: datetime
) -> list[Acted]:
    """Start all, let them come due together, and read how late each acted."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def started(one: Begin) -> str:
        async with gate:
            return await one(due)

    ids = await asyncio.gather(*(started(one) for one, _ in begin))
    ahead = (due - clock.now()).total_seconds()
    if ahead < 0:
        raise SystemExit("Starting took longer than planned: the machine is too busy.")
    await asyncio.sleep(ahead)

    async def acted(workflow_id: str, *, high: bool) -> Acted:
        async with gate:
            seconds = await late(client, workflow_id, due)
        return Acted(workflow_id, high, seconds)

    pairs = zip(ids, begin, strict=True)
    return await asyncio.gather(*(acted(i, high=high) for i, (_, high) in pairs))


async def late(client: Client, workflow_id: str, due: datetime) -> float:
    """Wait until the first activity after the timer has started."""
    handle = client.get_workflow_handle(workflow_id)
    while True:
        fired = False
        async for event in handle.fetch_history_events():
            fired = fired or event.HasField("timer_fired_event_attributes")
            if fired and event.HasField("activity_task_started_event_attributes"):
                at = event.event_time.ToMicroseconds() / 1e6
                return at - due.timestamp()
        await asyncio.sleep(0.5)


def twin(client: Client) -> Begin:
    async def begin(due: datetime) -> str:
        workflow_id = f"due-{uuid4()}"
        await client.start_workflow(
            DueTwin.run, due, id=workflow_id, task_queue=TWIN_QUEUE
        )
        return workflow_id

    return begin


def product(client: Client, lead_id: UUID, band: Band) -> Begin:
    async def begin(due: datetime) -> str:
        lead = _accepted(lead_id, band, due)
        start = LeadStart(
            lead_id, lead.received_at, carried=Carried(lead, Inbox(undecided=False))
        )
        workflow_id = lead_workflow_id(lead_id)
        await client.start_workflow(
            LeadWorkflow.run, start, id=workflow_id, task_queue=TASK_QUEUE
        )
        return workflow_id

    return begin


def _accepted(lead_id: UUID, band: Band, due: datetime) -> LeadState:
    """Ana has accepted it, and is reminded at `due` that she promised to call."""
    promise = _promise(due)
    return LeadState(
        lead_id,
        promise.started_at,
        Status.ACCEPTED,
        revision=2,
        band=band,
        points=70,
        owner="ana",
        assignment_id=lead_id,
        clock=promise,
    )


def _promise(due: datetime) -> Clock:
    steps = (Step(due, StepAction.REMIND_OWNER),)
    hour = timedelta(hours=1)
    return Clock(ClockKind.CONTACT, due - hour, due + hour, steps)


async def write_leads(
    database_url: str, leads: Sequence[tuple[UUID, Band]], due: datetime
) -> None:
    """Their rows, as the mail about them reads them, and their plans."""
    now = clock.now()
    engine = connect(database_url)
    async with engine.begin() as connection:
        await connection.execute(
            insert(METADATA.tables["leads"]),
            [
                {
                    "id": lead_id,
                    "person_key": f"dana.{lead_id}@northwind.example",
                    "email": f"dana.{lead_id}@northwind.example",
                    "name": "Dana Ruiz",
                    "company": "Northwind",
                    "channel": "form",
                    "fields": {},
                    "received_at": now,
                    "status": "accepted",
                    "band": band.value,
                    "points": 70,
                    "owner": "ana",
                    "clock": "contact",
                    "due_at": due + timedelta(hours=1),
                    "plan": written_plan(_promise(due)),
                    "breaches": 0,
                    "partial": False,
                    "revision": 2,
                    "imported": False,
                }
                for lead_id, band in leads
            ],
        )
        await connection.execute(
            insert(METADATA.tables["assignments"]),
            [
                {
                    "id": lead_id,
                    "lead_id": lead_id,
                    "owner": "ana",
                    "because": "measured",
                    "started_at": now,
                }
                for lead_id, _ in leads
            ],
        )
    await engine.dispose()


def _line(name: str, acted: Sequence[Acted]) -> str:
    late = sorted(one.late for one in acted)
    p99 = quantiles(late, n=100, method="inclusive")[98] if len(late) > 1 else late[0]
    return (
        f"{name}: {len(late)} acted; late p50 {median(late) * 1000:.0f} ms,"
        f" p99 {p99 * 1000:.0f} ms, last {late[-1] * 1000:.0f} ms"
    )


async def lone(client: Client, at: Stage, count: int) -> list[Acted]:
    """One after the other, each alone on the server."""
    found: list[Acted] = []
    for _ in range(count):
        leads, due = [(uuid4(), Band.HIGH)], due_for(1)
        await write_leads(at.database_url, leads, due)
        found += await act_together(client, [(product(client, *leads[0]), True)], due)
    return found


async def together(client: Client, at: Stage, count: int) -> tuple[list[Acted], ...]:
    """The twin, then the product: the same server, the same run."""
    bare = await act_together(client, [(twin(client), False)] * count, due_for(count))
    bands = [Band.HIGH, *[Band.MEDIUM] * (HIGH_IS_EVERY - 1)]
    leads = [(uuid4(), bands[n % HIGH_IS_EVERY]) for n in range(count)]
    due = due_for(count)
    await write_leads(at.database_url, leads, due)
    begin = [(product(client, *lead), lead[1] is Band.HIGH) for lead in leads]
    return bare, await act_together(client, begin, due)


async def measure(clocks: int, alone: int) -> bool:
    """Print all figures; whether every target is met."""
    async with stage(lean_twin=False) as at:
        await first_answers(at)
        client = await Client.connect(
            at.temporal_address, data_converter=pydantic_data_converter
        )
        single = await lone(client, at, alone)
        print(_line("a lone clock", single), flush=True)
        bare, ours = await together(client, at, clocks)
    print(_line("the bare twin", bare))
    print(_line("the product", ours))
    high = [one for one in ours if one.high]
    others = [one for one in ours if not one.high]
    print(_line("· high band", high))
    print(_line("· the others", others))
    last_high = max(one.late for one in high)
    earlier = sum(one.late < last_high for one in others) / len(others)
    print(f"{earlier:.1%} of the others acted before the last of the high band")
    ratio = max(one.late for one in ours) / max(one.late for one in bare)
    print(f"all acted within {ratio:.2f} times the twin's time (target {TARGET})")
    slowest = max(one.late for one in single)
    in_time = ratio <= TARGET and slowest <= LONE_TARGET.total_seconds()
    return in_time and earlier <= EARLIER


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clocks", type=int, default=1000)
    parser.add_argument("--lone", type=int, default=20)
    asked = parser.parse_args()
    if not asyncio.run(measure(asked.clocks, asked.lone)):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
