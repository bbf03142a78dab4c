"""What a lead's workflow knows, and carries when it continues as new."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from domain.lifecycle import Outcome, Standing, Status
from domain.promises.sla import Clock, Paused
from domain.qualifying.bands import Band
from workflows.answers import Answer

# Ids of inputs that were applied: enough for every retry, not a growing list.
REMEMBERED_INPUTS = 200


@dataclass(frozen=True, slots=True)
class LeadState:
    """One standing of a lead. Every change of it is written down before it counts."""

    lead_id: UUID
    received_at: datetime
    status: Status = Status.QUALIFYING
    revision: int = 0
    band: Band | None = None
    points: int | None = None
    owner: str | None = None
    territory: str | None = None  # the routing row that matched
    product: str | None = None
    decision_id: UUID | None = None
    partial: bool = False
    respond_by: datetime | None = None
    assignment_id: UUID | None = None
    review_id: UUID | None = None
    review_code: str | None = None
    clock: Clock | None = None
    steps_done: int = 0
    broken: bool = False  # the running clock's promise is broken
    breaches: int = 0
    barred: dict[str, str] = field(default_factory=dict)  # handle -> why not again
    reassignments: int = 0
    max_reassignments: int = 0
    accepted_by: str | None = None
    accepted_at: datetime | None = None
    outcome: Outcome | None = None
    queue: str | None = None  # the team that it waits for, while it is queued
    open_to: tuple[str, ...] = ()
    paused: Paused | None = None  # the clock that runs on after a snooze
    held: "Held | None" = None  # while a person has taken it over

    @property
    def standing(self) -> Standing:
        return Standing(
            self.status,
            self.owner,
            self.accepted_by,
            self.accepted_at,
            self.open_to,
            snoozed=self.paused is not None,
        )

    def with_clock(self, clock: Clock | None) -> "LeadState":
        """Start `clock` from its first step; whatever stood still is forgotten."""
        return replace(self, clock=clock, steps_done=0, broken=False, paused=None)

    def barring_owner(self, why: str) -> "LeadState":
        """Whoever has it now is not asked again."""
        owner = {} if self.owner is None else {self.owner: why}
        return replace(self, barred={**self.barred, **owner})

    def barring_who_broke_it(self) -> "LeadState":
        """Whoever let its promise break does not get it back by the rules."""
        again = self.clock is not None and self.clock.round_number > 1
        return self.barring_owner("slipped") if self.broken or again else self

    def without_owner(self) -> "LeadState":
        """Nobody has it, and no team is asked."""
        return replace(
            self,
            held=None,
            owner=None,
            assignment_id=None,
            accepted_by=None,
            accepted_at=None,
            queue=None,
            open_to=(),
        )

    def taken_over(self, by: str, assignment_id: UUID, at: datetime) -> "LeadState":
        """A person holds it. What they interrupted is kept, for when they give it back."""
        held = self.held or Held(self, at)
        lead = self.barring_who_broke_it().without_owner().without_review()
        return replace(
            lead.with_clock(None),
            status=Status.TAKEN_OVER,
            owner=by,
            assignment_id=assignment_id,
            held=held,
        )

    def without_review(self) -> "LeadState":
        return replace(self, review_id=None, review_code=None)


@dataclass(frozen=True, slots=True)
class Held:
    """Where a lead stood when a person took it over, and since when it stands still."""

    before: LeadState
    since: datetime
    contacted: bool = False  # by whoever holds it: that promise is kept

    @property
    def paused(self) -> Paused | None:
        """The clock that ran, or stood still already; None while it was qualified."""
        lead = self.before
        if lead.paused is not None or lead.clock is None:
            return lead.paused
        return Paused(lead.clock, lead.steps_done, self.since, lead.broken)


@dataclass(slots=True)
class Inbox:
    """What arrived and is not worked through: handlers write here at any moment."""

    undecided: bool = True  # for other reasons than a hand-raise
    asked: set[UUID] = field(default_factory=set)  # submissions somebody waits for
    counted: list[UUID] = field(default_factory=list)
    applied: list[UUID] = field(default_factory=list)  # human actions
    answer: Answer | None = None
    network_asked: bool = False
    network_answered: bool = False
    replan: bool = False  # hours or leave have changed

    @property
    def wants_decision(self) -> bool:
        """A hand-raise that comes twice during one pass, as from a relay, is in it."""
        return self.undecided or bool(self.asked)

    @property
    def partial(self) -> bool:
        """Other people's services were asked and have not answered yet."""
        return self.network_asked and not self.network_answered

    def ask(self, submission_id: UUID) -> None:
        if submission_id not in self.counted:
            self.asked.add(submission_id)

    def count(self, submissions: set[UUID], answer: Answer) -> None:
        self.counted = [*self.counted, *sorted(submissions, key=str)][
            -REMEMBERED_INPUTS:
        ]
        self.asked -= submissions
        self.answer = answer

    def remember_action(self, action_id: UUID | None) -> None:
        if action_id is not None:
            self.applied = [*self.applied, action_id][-REMEMBERED_INPUTS:]


@dataclass(frozen=True, slots=True)
class Carried:
    """The whole of a workflow between two of its runs."""

    lead: LeadState
    inbox: Inbox
