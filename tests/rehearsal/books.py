"""What is on record when a rehearsal is over, as plain values.

Rows come from PostgreSQL, and the clocks, frozen as they were started, from the histories in
Temporal. Nothing here or in the checker asks the product's code what should have happened.
"""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.common.v1 import Payloads
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client

Row = dict[str, Any]
TABLES = (
    *("leads", "assignments", "messages", "timeline"),
    *("breaches", "human_actions"),
)
_READ = frozenset({"route_lead", "record_change", "replan_clock"})


@dataclass(frozen=True)
class Step:
    at: datetime
    action: str
    template: str = ""


@dataclass(frozen=True)
class Clock:
    kind: str
    started_at: datetime
    due_at: datetime
    steps: tuple[Step, ...]
    round_number: int = 1


@dataclass(frozen=True)
class Standing:
    """One standing of a lead, from the instant at which it was on record.

    `cause` is the code of a change, or why it was routed. `by_person` names the human action.
    """

    at: datetime
    cause: str
    status: str
    owner: str | None
    assignment_id: str | None
    review_id: str | None
    clock: Clock | None
    by_person: str | None = None
    open_to: tuple[str, ...] = ()
    late: bool = False  # the promise was broken before anybody could have it
    absent: bool = False  # its owner could not accept it in time
    goes_on: bool = False  # its clock is one from before, with the time that was left


@dataclass(frozen=True)
class Books:
    """Rows by table; standings by lead, in order; both until `ends`.

    `dropped` says of some leads since when their workflow stands because of the test server.
    """

    tables: Mapping[str, list[Row]]
    standings: Mapping[str, list[Standing]]
    ends: datetime
    dropped: Mapping[str, datetime] = field(default_factory=dict)

    def of_lead(self, table: str) -> Mapping[str, list[Row]]:
        by_lead: dict[str, list[Row]] = defaultdict(list)
        for row in self.tables[table]:
            by_lead[str(row["lead_id"])].append(row)
        return by_lead


async def read_books(engine: AsyncEngine, client: Client, ends: datetime) -> Books:
    async with engine.connect() as connection:
        tables = {
            name: [
                dict(row._mapping)
                for row in await connection.execute(text(f"SELECT * FROM {name}"))  # noqa: S608
            ]
            for name in TABLES
        }
    standings, dropped = {}, {}
    for lead in tables["leads"]:
        lead_id = str(lead["id"])
        events = [event async for event in _events(client, lead_id)]
        standings[lead_id] = standings_in(events)
        if (since := dropped_at(events)) is not None:
            dropped[lead_id] = since
    return Books(tables, standings, ends, dropped)


def dropped_at(events: Sequence[HistoryEvent]) -> datetime | None:
    """Since when the test server takes no workflow task of the lead for done, if it does so.

    Where an input or the end of an activity meets a timer in one millisecond, it sometimes refuses
    the worker's answer ("invalid history builder state", "ACTIVITY_UNKNOWN", "already accepted
    update") and does so for ever. It writes down that the task begins again, and no failure: a
    task that our code fails leaves one.
    """
    since, again = None, False
    for event in reversed(events):
        if event.HasField("workflow_task_completed_event_attributes"):
            break
        if event.HasField("workflow_task_failed_event_attributes"):
            return None
        if event.HasField("workflow_task_scheduled_event_attributes"):
            since = event.event_time.ToDatetime(UTC)
            again = again or event.workflow_task_scheduled_event_attributes.attempt > 1
    return since if again else None


async def _events(client: Client, lead_id: str) -> AsyncIterator[HistoryEvent]:
    """Of every run, the first one first."""
    runs: list[Sequence[HistoryEvent]] = []
    run_id: str | None = None
    while run_id != "":
        handle = client.get_workflow_handle(f"lead-{lead_id}", run_id=run_id)
        runs.append((await handle.fetch_history()).events)
        began = runs[-1][0].workflow_execution_started_event_attributes
        run_id = began.continued_execution_run_id
    for events in reversed(runs):
        for event in events:
            yield event


def standings_in(events: Sequence[HistoryEvent]) -> list[Standing]:
    asked: dict[int, tuple[str, Row]] = {}
    found: list[Standing] = []
    open_to: tuple[str, ...] = ()
    absent = False
    for event in events:
        if event.HasField("activity_task_scheduled_event_attributes"):
            scheduled = event.activity_task_scheduled_event_attributes
            name = scheduled.activity_type.name
            asked[event.event_id] = name, _value(scheduled.input)
        elif event.HasField("activity_task_completed_event_attributes"):
            done = event.activity_task_completed_event_attributes
            name, given = asked[done.scheduled_event_id]
            at = event.event_time.ToDatetime(UTC)
            if name not in _READ:
                continue
            answer = _value(done.result)
            if name == "route_lead":
                open_to = tuple(answer["open_to"])
            absent = answer["absent"] if name == "replan_clock" else absent
            new = _standing(name, at, given, answer)
            if new is not None:
                open_to = _without(given["by"], open_to, new)
                to = open_to if new.status == "queued" else ()
                found.append(replace(new, open_to=to, absent=absent))
                absent = False
    return found


def _without(
    who: str | None, open_to: tuple[str, ...], new: Standing
) -> tuple[str, ...]:
    """Those of a team who are asked: whoever gave the lead back is not asked again."""
    return tuple(h for h in open_to if h != who) if new.cause == "released" else open_to


def _standing(name: str, at: datetime, given: Row, answer: Row) -> Standing | None:
    """What the activity settled; None where it only answered a question."""
    if name == "route_lead" and answer["owner"] is not None:
        return _routed(at, given, answer)
    if name == "record_change" and not answer["refused"]:
        return _changed(at, given, answer)
    return None


def _routed(at: datetime, given: Row, routed: Row) -> Standing:
    return Standing(
        at,
        given["ended_because"] or "assigned",
        "assigned",
        routed["owner"],
        given["assignment_id"],
        None,
        _clock(routed["clock"]),
        given["action_id"],
        late=routed["late"],
    )


def _changed(at: datetime, given: Row, result: Row) -> Standing:
    return Standing(
        at,
        given["cause"],
        given["status"],
        given["owner"],
        given["assignment_id"],
        given["review_id"],
        _clock(result["clock"] or given["keep_clock"]),
        given["action_id"],
        late=result["late"],
        goes_on=given["resume"] is not None or given["cause"] == "replanned",
    )


def _clock(given: Row | None) -> Clock | None:
    if given is None:
        return None
    steps = (
        Step(_instant(s["at"]), s["action"], s["template"]) for s in given["steps"]
    )
    return Clock(
        given["kind"],
        _instant(given["started_at"]),
        _instant(given["due_at"]),
        tuple(steps),
        given["round_number"],
    )


def _instant(given: str) -> datetime:
    return datetime.fromisoformat(given)


def _value(payloads: Payloads) -> Row:
    value: Row = json.loads(payloads.payloads[0].data) if payloads.payloads else {}
    return value
