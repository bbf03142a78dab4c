"""Stand-ins for what workflows ask of the world. They remember what they were asked."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from temporalio import activity
from temporalio.exceptions import ApplicationError

from domain.promises.sla import Clock, ClockKind, Paused, Step, StepAction
from domain.qualifying.bands import Band
from workflows.ports import (
    BandedLead,
    Change,
    DecisionRef,
    Enriched,
    EnrichmentActivities,
    FollowUpActivities,
    Notice,
    NoticeActivities,
    QualificationActivities,
    RecordActivities,
    Recorded,
    Replanned,
    ReplanRequest,
    Routed,
    RouteRequest,
    RoutingActivities,
    Scored,
    ScoreRequest,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# What the fake playbook promises: how long, and which step after which share of it.
PLANS: dict[ClockKind, tuple[timedelta, list[tuple[float, StepAction]]]] = {
    ClockKind.ACCEPT: (
        HOUR,
        [
            (0.5, StepAction.REMIND_OWNER),
            (1, StepAction.REASSIGN),
            (1, StepAction.TELL_MANAGER),
            (1, StepAction.SEND_BRIDGE),
        ],
    ),
    ClockKind.CONTACT: (
        4 * HOUR,
        [
            (0.5, StepAction.REMIND_OWNER),
            (1, StepAction.TELL_MANAGER),
            (1, StepAction.SEND_BRIDGE),
        ],
    ),
    ClockKind.NEXT_TOUCH: (3 * DAY, [(1, StepAction.REMIND_OWNER)]),
    ClockKind.REVIEW: (
        2 * HOUR,
        [(0.5, StepAction.REMIND_REVIEWERS), (1, StepAction.TELL_MANAGER)],
    ),
    ClockKind.NURTURE: (
        30 * DAY,
        [(0.25, StepAction.SEND_FOLLOW_UP), (1, StepAction.CLOSE)],
    ),
}


def plan(
    kind: ClockKind,
    start: datetime,
    round_number: int = 1,
    within: timedelta | None = None,
) -> Clock:
    span, shares = PLANS[kind]
    span = within or span
    steps = tuple(
        Step(
            start + span * share,
            action,
            "nurture_1" if action is StepAction.SEND_FOLLOW_UP else "",
        )
        for share, action in shares
    )
    return Clock(kind, start, start + span, steps, round_number, timedelta(hours=1))


@dataclass
class FakeEnrichment(EnrichmentActivities):
    ask_network: bool = False
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    fails: bool = False
    asked: int = 0

    @activity.defn
    async def enrich_from_known(self, decision: DecisionRef) -> Enriched:
        return Enriched(ask_network=self.ask_network)

    @activity.defn
    async def enrich_lead(self, decision: DecisionRef) -> None:
        self.asked += 1
        if self.fails:
            raise ApplicationError("the vendor is gone", non_retryable=True)
        await self.answers.wait()


@dataclass
class FakeQualification(QualificationActivities):
    """Bands as scripted, the last one for ever."""

    bands: list[BandedLead] = field(default_factory=lambda: [BandedLead(Band.HIGH)])
    waiting: list[UUID] = field(default_factory=list)  # submissions not counted yet
    failures: int = 0  # how many more times scoring fails, as if the database was away
    broken: bool = False  # scoring can never succeed
    requests: list[ScoreRequest] = field(default_factory=list)

    @activity.defn
    async def score_lead(self, request: ScoreRequest) -> Scored:
        if self.broken:
            raise ApplicationError("unusable value", non_retryable=True)
        if self.failures:
            self.failures -= 1
            raise ApplicationError("the database is away")
        self.requests.append(request)
        counted, self.waiting = tuple(self.waiting), []
        return Scored(points=10 * len(self.requests), submissions=counted)

    @activity.defn
    async def band_lead(self, decision: DecisionRef) -> BandedLead:
        return self.bands.pop(0) if len(self.bands) > 1 else self.bands[0]


@dataclass
class FakeRouting(RoutingActivities):
    reps: list[str] = field(default_factory=lambda: ["ana", "ben", "cleo"])
    away: set[str] = field(default_factory=set)
    max_reassignments: int = 2
    accept_within: timedelta = HOUR
    late: bool = False  # the promise broke before anybody could have the lead
    from_now: bool = False  # the promise counts from the assignment
    steps: bool = True  # the plan has any
    slow: asyncio.Event | None = None  # routing waits for it
    queue: str | None = None  # the rules name a queue of all reps
    told_after: timedelta | None = None  # the owner is at home until then
    opens_to_team: bool = False  # the plan does, where others reassign
    requests: list[RouteRequest] = field(default_factory=list)
    given: list[tuple[str, RouteRequest]] = field(default_factory=list)

    @property
    def owners(self) -> list[str]:
        return [owner for owner, _ in self.given]

    @activity.defn
    async def route_lead(self, request: RouteRequest) -> Routed:
        self.requests.append(request)
        if self.slow is not None:
            await self.slow.wait()
        eligible = [
            rep
            for rep in self.reps
            if rep not in self.away and rep not in request.barred
        ]
        if request.to is not None:
            eligible = [request.to] if request.to in self.reps else []
        if not eligible:
            return Routed(owner=None, row="everything-else")
        queue = "iberia" if request.open_to_team_of else self.queue
        if queue is not None and request.to is None:
            return Routed(None, "iberia", queue=queue, open_to=tuple(eligible))
        self.given.append((eligible[0], request))
        start = datetime.now(UTC) if self.from_now else request.received_at
        clock = plan(ClockKind.ACCEPT, start, within=self.accept_within)
        if not self.steps:
            clock = replace(clock, steps=())
        if self.opens_to_team:
            clock = replace(clock, steps=tuple(map(_opening, clock.steps)))
        clock = _told_later(clock, self.told_after)
        return Routed(
            owner=eligible[0],
            row="iberia",
            clock=clock,
            respond_by=clock.due_at,
            max_reassignments=self.max_reassignments,
            late=self.late,
        )


def _told_later(clock: Clock, after: timedelta | None) -> Clock:
    if after is None:
        return clock
    told = Step(clock.started_at + after, StepAction.TELL_OWNER)
    return replace(clock, steps=(told, *clock.steps))


def _opening(step: Step) -> Step:
    if step.action is not StepAction.REASSIGN:
        return step
    return replace(step, action=StepAction.OPEN_TO_TEAM)


def running_on(paused: Paused, now: datetime) -> Clock:
    """Everybody works round the clock here: what is left is left on the wall."""
    clock, stood = paused.clock, now - paused.at
    left = clock.steps[paused.steps_done :]
    steps = tuple(replace(step, at=step.at + stood) for step in left)
    return replace(clock, due_at=clock.due_at + stood, steps=steps)


@dataclass
class FakeRecords(RecordActivities):
    changes: list[Change] = field(default_factory=list)
    newer_lead: bool = False
    later: timedelta | None = None  # by other hours, everything is due so much later
    absent: bool = False  # the owner will not be there in time
    replanned: int = 0
    told_after: timedelta | None = None  # a queue's team is at home until then
    broken: bool = False
    refused: int = 0
    started: int = 0
    slow: asyncio.Event | None = None  # writing waits for it

    @activity.defn
    async def record_change(self, change: Change) -> Recorded:
        self.started += 1
        if self.slow is not None:
            await self.slow.wait()
        if self.broken:
            self.refused += 1
            raise ApplicationError("unusable value", non_retryable=True)
        self.changes.append(change)
        if self.newer_lead:
            return Recorded(refused="newer_lead")
        if change.start_clock is None:
            return Recorded(change.keep_clock)
        if change.resume is not None:
            return Recorded(running_on(change.resume, change.at))
        start = change.promised_from or change.at
        clock = plan(change.start_clock, start, change.round_number)
        queued = change.cause == "queued"
        return Recorded(_told_later(clock, self.told_after if queued else None))

    @activity.defn
    async def replan_clock(self, request: ReplanRequest) -> Replanned:
        self.replanned += 1
        if self.later is None:
            return Replanned(request.clock, absent=self.absent)
        clock = request.clock
        steps = [replace(step, at=step.at + self.later) for step in clock.steps]
        due_at = clock.due_at + self.later
        return Replanned(replace(clock, steps=tuple(steps), due_at=due_at))

    @property
    def causes(self) -> list[str]:
        return [change.cause.value for change in self.changes]

    @property
    def last(self) -> Change:
        return self.changes[-1]


@dataclass
class FakeMail(NoticeActivities, FollowUpActivities):
    """Remembers what went out, by kind; the same key twice is the same message."""

    sent: list[tuple[str, Notice]] = field(default_factory=list)
    away: bool = False
    hopeless: bool = False

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.sent]

    def to(self, handle: str) -> list[str]:
        return [kind for kind, notice in self.sent if notice.to == handle]

    @property
    def sent_twice(self) -> list[str]:
        times = Counter(notice.key for _, notice in self.sent)
        return [key for key, count in times.items() if count > 1]

    @activity.defn
    async def notify_owner(self, notice: Notice) -> None:
        self._send("notify_owner", notice)

    @activity.defn
    async def remind_owner(self, notice: Notice) -> None:
        self._send("remind_owner", notice)

    @activity.defn
    async def tell_manager(self, notice: Notice) -> None:
        self._send("tell_manager", notice)

    @activity.defn
    async def tell_higher_manager(self, notice: Notice) -> None:
        self._send("tell_higher_manager", notice)

    @activity.defn
    async def notify_queue(self, notice: Notice) -> None:
        self._send("notify_queue", notice)

    @activity.defn
    async def notify_reviewers(self, notice: Notice) -> None:
        self._send("notify_reviewers", notice)

    @activity.defn
    async def acknowledge_lead(self, notice: Notice) -> None:
        self._send("acknowledge_lead", notice)

    @activity.defn
    async def send_bridge(self, notice: Notice) -> None:
        self._send("send_bridge", notice)

    @activity.defn
    async def send_follow_up(self, notice: Notice) -> None:
        self._send("send_follow_up", notice)

    def _send(self, kind: str, notice: Notice) -> None:
        if self.hopeless:
            raise ApplicationError("no such mailbox", non_retryable=True)
        if self.away:
            raise ApplicationError("the mail server is away")
        self.sent.append((kind, notice))


@dataclass
class FakeWorld:
    enrichment: FakeEnrichment = field(default_factory=FakeEnrichment)
    qualification: FakeQualification = field(default_factory=FakeQualification)
    routing: FakeRouting = field(default_factory=FakeRouting)
    records: FakeRecords = field(default_factory=FakeRecords)
    mail: FakeMail = field(default_factory=FakeMail)

    @property
    def activities(self) -> list[Callable[..., Any]]:
        return [
            self.enrichment.enrich_from_known,
            self.enrichment.enrich_lead,
            self.qualification.score_lead,
            self.qualification.band_lead,
            self.routing.route_lead,
            self.records.record_change,
            self.records.replan_clock,
            self.mail.notify_owner,
            self.mail.remind_owner,
            self.mail.tell_manager,
            self.mail.tell_higher_manager,
            self.mail.notify_queue,
            self.mail.notify_reviewers,
            self.mail.acknowledge_lead,
            self.mail.send_bridge,
            self.mail.send_follow_up,
        ]

    @property
    def revisions(self) -> list[int]:
        """Of everything that was written down, in no order."""
        written = [change.revision for change in self.records.changes]
        return [*written, *(request.revision for _, request in self.routing.given)]
