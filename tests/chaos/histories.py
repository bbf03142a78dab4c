"""What a workflow promised and did, read from its history in Temporal."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from temporalio.api.common.v1 import Payloads
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.lifecycle import Status
from domain.promises.sla import Clock
from workflows.messages import Action
from workflows.names import lead_workflow_id
from workflows.ports import Change, Notice, Recorded, Routed, RouteRequest

_INPUTS = {"record_change": Change, "route_lead": RouteRequest}
_RESULTS = {"record_change": Recorded, "route_lead": Routed}
_QUESTIONS = frozenset(
    {"enrich_lead", "enrich_from_known", "score_lead", "band_lead", "replan_clock"}
)
_ENDS = {
    "activity_task_canceled": "canceled",
    "activity_task_cancel_requested": "canceled",
    "activity_task_failed": "failed",
    "activity_task_timed_out": "failed",
}
_CLOCKLESS = {Status.CLOSED, Status.TAKEN_OVER}


@dataclass
class Told:
    """One message that the workflow asked for."""

    notice: Notice
    kind: str  # the activity's name
    at: datetime
    end: str = "pending"  # completed, canceled, failed


@dataclass
class Term:
    """One run of one clock."""

    clock: Clock
    assignment_id: UUID | None
    review_id: UUID | None
    since: datetime
    until: datetime | None = None
    ended_by: str = ""  # cause, or what the routing was for
    by_person: bool = False


@dataclass
class LeadHistory:
    lead_id: UUID
    terms: list[Term] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    tasks: list[datetime] = field(default_factory=list)  # workflow tasks done: starts
    fired: list[datetime] = field(default_factory=list)  # timers
    silenced: list[datetime] = field(default_factory=list)  # by a takeover or a close
    owners: list[tuple[str, RouteRequest]] = field(default_factory=list)
    # Assignments made after the promise was over, and when.
    late: list[tuple[UUID, datetime]] = field(default_factory=list)
    longest_write: float = 0  # seconds from asked to done, of our own database
    events: int = 0
    size: int = 0  # bytes


@dataclass
class _Asked:
    kind: str
    given: Any
    at: datetime


class _Reader:
    def __init__(self, lead_id: UUID) -> None:
        self.found = LeadHistory(lead_id)
        self._asked: dict[int, _Asked] = {}
        self._told: dict[int, Told] = {}
        self._persons: dict[UUID, datetime] = {}
        self._gave_back: UUID | None = None  # an action after which nobody was found
        self._task_started = datetime.min.replace(tzinfo=UTC)

    async def read(self, events: Sequence[HistoryEvent]) -> LeadHistory:
        for event in events:
            self.found.events += 1
            self.found.size += event.ByteSize()
            await self._take(event, event.event_time.ToDatetime(UTC))
        return self.found

    async def _take(self, event: HistoryEvent, at: datetime) -> None:
        """An event's attributes are named after its kind."""
        name = event.WhichOneof("attributes")
        assert name is not None
        attributes = getattr(event, name)
        kind = name.removesuffix("_event_attributes")
        self._tick(kind, at)
        match kind:
            case "workflow_execution_update_accepted":
                await self._person(attributes, at)
            case "activity_task_scheduled":
                await self._scheduled(event.event_id, attributes, at)
            case "activity_task_completed":
                await self._completed(attributes, at)
            case _ if kind in _ENDS:
                self._ended(attributes.scheduled_event_id, _ENDS[kind])

    def _tick(self, kind: str, at: datetime) -> None:
        match kind:
            case "workflow_task_started":
                self._task_started = at
            case "workflow_task_completed":
                self.found.tasks.append(self._task_started)
            case "timer_fired":
                self.found.fired.append(at)

    async def _person(self, asked: Any, at: datetime) -> None:
        if asked.accepted_request.input.name == "submit":
            return
        action = await _value(asked.accepted_request.input.args, Action)
        self._persons[action.action_id] = at
        if asked.accepted_request.input.name in {"takeover", "close"}:
            self.found.silenced.append(at)

    async def _scheduled(self, number: int, asked: Any, at: datetime) -> None:
        kind = asked.activity_type.name
        if kind in _INPUTS:
            given = await _value(asked.input, _INPUTS[kind])
            self._asked[number] = _Asked(kind, given, at)
        elif kind not in _QUESTIONS:
            told = Told(await _value(asked.input, Notice), kind, at)
            self._told[number] = told
            self.found.told.append(told)

    async def _completed(self, done: Any, at: datetime) -> None:
        self._ended(done.scheduled_event_id, "completed")
        asked = self._asked.get(done.scheduled_event_id)
        if asked is None:
            return
        took = (at - asked.at).total_seconds()
        self.found.longest_write = max(self.found.longest_write, took)
        answer = await _value(done.result, _RESULTS[asked.kind])
        match asked.given, answer:
            case RouteRequest() as given, Routed(owner=str(owner)):
                self.found.owners.append((owner, given))
                if answer.late:
                    self.found.late.append((given.assignment_id, at))
                why = given.ended_because or "assigned"
                self._end(asked, why, given.action_id)
                self._begin(answer.clock, given.assignment_id, None, at)
            case RouteRequest() as given, _:
                self._gave_back = given.action_id
            case Change() as given, Recorded(clock=clock):
                person, self._gave_back = given.action_id or self._gave_back, None
                if clock is not None or given.status in _CLOCKLESS:
                    self._end(asked, given.cause, person)
                self._begin(clock, given.assignment_id, given.review_id, at)

    def _begin(
        self,
        clock: Clock | None,
        assignment_id: UUID | None,
        review_id: UUID | None,
        at: datetime,
    ) -> None:
        if clock is not None:
            self.found.terms.append(Term(clock, assignment_id, review_id, at))

    def _end(self, asked: _Asked, why: str, action_id: UUID | None) -> None:
        term = self.found.terms[-1] if self.found.terms else None
        if term is None or term.until is not None:
            return
        term.ended_by, term.by_person = why, action_id is not None
        term.until = asked.at if action_id is None else self._persons[action_id]

    def _ended(self, number: int, how: str) -> None:
        told = self._told.get(number)
        if told is not None and (how == "completed" or told.end == "pending"):
            told.end = how


async def _value(payloads: Payloads, kind: type) -> Any:
    (value,) = await pydantic_data_converter.decode(payloads.payloads, [kind])
    return value


async def read_history(client: Client, lead_id: UUID) -> LeadHistory:
    handle = client.get_workflow_handle(lead_workflow_id(lead_id))
    history = await handle.fetch_history()
    return await _Reader(lead_id).read(history.events)
