"""What workflows ask of the world, and the messages that carry it.

The messages are recorded in workflow histories. They hold ids, bands, codes and rep handles,
never words of or about the prospect. Fields are only ever added, at the end, with a default.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from temporalio import activity

from domain.lifecycle import Status
from domain.promises.sla import Clock, ClockKind, NoticeChannel, Paused
from domain.qualifying.bands import Band


class Cause(StrEnum):
    """Why a lead's standing changed; the timeline's sentence is made from it."""

    PUT_IN_REVIEW = "put_in_review"
    QUEUED = "queued"
    NURTURED = "nurtured"
    SCORED_AGAIN = "scored_again"
    MOVED_UP = "moved_up"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CONTACTED = "contacted"
    TAKEN_OVER = "taken_over"
    RELEASED = "released"
    CORRECTED = "corrected"
    NOTED = "noted"
    RESOLVED = "resolved"
    BREACHED = "breached"
    SNOOZED = "snoozed"
    RESUMED = "resumed"
    REPLANNED = "replanned"
    CLOCK_STARTED_AGAIN = "clock_started_again"
    CLOSED = "closed"
    CLOSED_BY_PLAN = "closed_by_plan"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class DecisionRef:
    """One pass over one lead; the activities keep its substance under `decision_id`."""

    lead_id: UUID
    decision_id: UUID


@dataclass(frozen=True, slots=True)
class Enriched:
    """`ask_network`: something is worth asking other people's services for."""

    ask_network: bool


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    lead_id: UUID
    decision_id: UUID
    partial: bool  # the network has not answered yet


@dataclass(frozen=True, slots=True)
class Scored:
    points: int
    submissions: tuple[UUID, ...]  # hand-raises this decision counted


@dataclass(frozen=True, slots=True)
class BandedLead:
    """Band.REVIEW comes with the code of the rule that sent it there."""

    band: Band
    review_code: str | None = None
    product: str | None = None  # only one that the playbook names


@dataclass(frozen=True, slots=True)
class RouteRequest:
    """Find an owner, or give it to `to`. Safe to repeat: `assignment_id` is the key."""

    lead_id: UUID
    decision_id: UUID
    assignment_id: UUID
    band: Band
    points: int
    received_at: datetime  # when the promise starts to count
    revision: int
    barred: dict[str, str]  # handle -> "slipped" or "declined"
    ended_because: str = ""  # code for the assignment that this one replaces
    to: str | None = None
    by: str | None = None  # who gave it, where a person did
    action_id: UUID | None = None
    breaches: int = 0
    open_to_team_of: str | None = None  # ask nobody by name, but this rep's whole team


@dataclass(frozen=True, slots=True)
class Routed:
    """An owner; or a `queue`, of which the first who accepts has it; or nobody.

    Nobody at all is the named outcome `unroutable`.
    """

    owner: str | None
    row: str = ""
    clock: Clock | None = None
    respond_by: datetime | None = None
    max_reassignments: int = 0
    late: bool = False  # the promise was broken before anybody could have the lead
    queue: str | None = None  # a team
    open_to: tuple[str, ...] = ()  # of the queue


@dataclass(frozen=True, slots=True)
class Change:
    """A new standing to write down, with the next clock to compute in working time.

    `revision` grows with every change of one lead: a stale or repeated write is a no-op.
    """

    lead_id: UUID
    revision: int
    cause: Cause
    at: datetime
    status: Status
    by: str = "handraise"
    band: Band | None = None
    points: int | None = None
    owner: str | None = None
    breaches: int = 0
    assignment_id: UUID | None = None  # open one after this change; None: no owner
    decision_id: UUID | None = None
    review_id: UUID | None = None  # open one after this change
    review_code: str | None = None
    action_id: UUID | None = None  # the human action applied by it
    start_clock: ClockKind | None = None
    keep_clock: Clock | None = None  # runs on unchanged
    round_number: int = 1
    outcome: str | None = None
    queue: str | None = None  # the team that it waits for
    promised_from: datetime | None = None  # where the clock counts from before `at`
    resume: Paused | None = None  # the clock to start is this one, with the time left


@dataclass(frozen=True, slots=True)
class Recorded:
    clock: Clock | None = None
    refused: str = (
        ""  # code; only reopening can be refused, when the person has a newer lead
    )


@dataclass(frozen=True, slots=True)
class ReplanRequest:
    """Look at a running clock again: hours or leave have changed.

    Or at one that is to run on, `resume`: whether its owner is there to get the lead back.
    """

    lead_id: UUID
    at: datetime
    clock: Clock
    owner: str | None
    resume: Paused | None = None


@dataclass(frozen=True, slots=True)
class Replanned:
    """The clock as it is due now; or `absent`: its owner is not there to accept."""

    clock: Clock
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to send once: `key` is its identity in the outbox.

    Sent only while it is still true: `assignment_id` and `review_id`, where given, must be open,
    and nothing goes to the prospect of a lead that a person has taken over or closed.
    """

    lead_id: UUID
    key: str
    to: str | None = None  # handle of the person told; None: whom the playbook names
    assignment_id: UUID | None = None
    review_id: UUID | None = None
    template: str = ""
    open_to: tuple[str, ...] = ()  # who may accept it, where a team is asked
    channel: NoticeChannel = NoticeChannel.MAIL


class EnrichmentActivities(Protocol):
    @activity.defn
    async def enrich_from_known(self, decision: DecisionRef) -> Enriched:
        """Local. Look at what the form, the tables and the cache already tell."""
        ...

    @activity.defn
    async def enrich_lead(self, decision: DecisionRef) -> None:
        """Ask the website and the providers; what they say is cached by domain."""
        ...


class QualificationActivities(Protocol):
    @activity.defn
    async def score_lead(self, request: ScoreRequest) -> Scored: ...

    @activity.defn
    async def band_lead(self, decision: DecisionRef) -> BandedLead: ...


class RoutingActivities(Protocol):
    @activity.defn
    async def route_lead(self, request: RouteRequest) -> Routed: ...


class RecordActivities(Protocol):
    @activity.defn
    async def record_change(self, change: Change) -> Recorded: ...

    @activity.defn
    async def replan_clock(self, request: ReplanRequest) -> Replanned: ...


class NoticeActivities(Protocol):
    """Mail to the people of the business."""

    @activity.defn
    async def notify_owner(self, notice: Notice) -> None: ...

    @activity.defn
    async def remind_owner(self, notice: Notice) -> None: ...

    @activity.defn
    async def tell_manager(self, notice: Notice) -> None: ...

    @activity.defn
    async def tell_higher_manager(self, notice: Notice) -> None: ...

    @activity.defn
    async def notify_queue(self, notice: Notice) -> None: ...

    @activity.defn
    async def notify_reviewers(self, notice: Notice) -> None: ...


class FollowUpActivities(Protocol):
    """Mail to the prospect."""

    @activity.defn
    async def acknowledge_lead(self, notice: Notice) -> None: ...

    @activity.defn
    async def send_bridge(self, notice: Notice) -> None: ...

    @activity.defn
    async def send_follow_up(self, notice: Notice) -> None: ...
