"""What callers send to a lead's workflow, and what it answers.

Every input is one object, so that Temporal's forms can send it as one JSON value.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.lifecycle import Outcome, Status
from domain.promises.sla import Clock, Paused
from domain.qualifying.bands import Band
from workflows.state import Carried, Held


@dataclass(frozen=True, slots=True)
class LeadStart:
    """What starts a workflow: the lead and when its hand went up.

    A reopened lead waits for the input `reopen`, which says by whom.
    """

    lead_id: UUID
    received_at: datetime
    reopened: bool = False
    revision: int = 0  # of the row, when it is reopened
    carried: Carried | None = None  # by a run that continued as new


@dataclass(frozen=True, slots=True)
class SubmissionRef:
    submission_id: UUID


@dataclass(frozen=True, slots=True)
class Action:
    """One human input.

    Words (a reason, a note, corrected fields) stay in the database row `action_id`; only codes
    and handles travel.
    """

    by: str
    action_id: UUID | None = None
    to: str | None = None  # reassign, resolve: the handle of the new owner
    band: Band | None = None  # resolve
    reject: bool = False  # resolve: not a lead
    outcome: Outcome | None = None  # close
    until: datetime | None = None  # snooze


@dataclass(frozen=True, slots=True)
class LeadView:
    """The answer to an input and to the query `state`."""

    lead_id: UUID
    status: Status
    revision: int
    band: Band | None = None
    points: int | None = None
    owner: str | None = None
    clock: Clock | None = None
    steps_done: int = 0
    breaches: int = 0
    review_code: str | None = None
    accepted_at: datetime | None = None
    outcome: Outcome | None = None
    waits_for: str = ""  # in words, without the prospect
    paused: Paused | None = None  # the clock that runs on after a snooze
    held: Held | None = None  # what a takeover interrupted
