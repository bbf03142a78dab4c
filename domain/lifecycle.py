"""Which human input a lead allows in the state that it is in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum


class Status(StrEnum):
    QUALIFYING = "qualifying"
    IN_REVIEW = "in_review"  # a person must decide; the review clock runs
    QUEUED = (
        "queued"  # a team was told; the first who accepts has it; the accept clock runs
    )
    ASSIGNED = "assigned"  # an owner was told; the accept clock runs
    ACCEPTED = "accepted"  # the owner said "mine"; the contact clock runs
    CONTACTED = "contacted"  # spoken to; the next touch is dated
    NURTURING = "nurturing"  # no rep time; the next message is dated
    TAKEN_OVER = "taken_over"  # a person holds it; automation is silent
    CLOSED = "closed"


class ActionKind(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    CONTACTED = "contacted"
    TAKEOVER = "takeover"
    RELEASE = "release"
    REASSIGN = "reassign"
    CORRECT = "correct"
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"
    NOTE = "note"
    SNOOZE = "snooze"  # the clock stands still until an instant
    RESUME = "resume"  # it runs on now


class Outcome(StrEnum):
    QUALIFIED = "qualified"
    DISQUALIFIED = "disqualified"
    WON = "won"
    LOST = "lost"
    SPAM = "spam"
    MERGED = "merged"  # another lead of the same person goes on in its place


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a lead stands, as far as a human input is concerned."""

    status: Status
    owner: str | None = None
    accepted_by: str | None = None
    accepted_at: datetime | None = None
    open_to: tuple[str, ...] = ()  # who may accept it, while it is queued
    snoozed: bool = False  # its clock stands still


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an input was refused. `{who}` and `{at}` of the sentence are filled for the reader."""

    code: str
    template: str
    who: str | None = None
    at: datetime | None = None

    def sentence(
        self, name_of: Callable[[str], str] = str, zone: tzinfo | None = None
    ) -> str:
        """The refusal in words: names by `name_of` a handle, times of `zone` (default UTC)."""
        who = name_of(self.who) if self.who else "nobody"
        at = ""
        if self.at is not None:
            at = f"{self.at.astimezone(zone):%H:%M}" if zone else f"{self.at:%H:%M} UTC"
        return self.template.replace("{who}", who).replace("{at}", at)


WITH_OWNER = frozenset({Status.ASSIGNED, Status.ACCEPTED, Status.CONTACTED})
CLOSED = Refusal("closed", "This lead is closed. Reopen it first.")
NO_OWNER = Refusal("no_owner", "This lead has no owner who could do that.")
OFFERED_TO_OTHERS = Refusal(
    "offered_to_others",
    "This lead is offered to other people. Take it over to work on it.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a human input matters for allowing it: by whom, to whom, how it ended."""

    by: str
    to: str | None = None
    outcome: Outcome | None = None
    until: datetime | None = None


def refusal(standing: Standing, kind: ActionKind, asked: Asked) -> Refusal | None:
    """Why this may not be done now; None when the state allows it."""
    if standing.status is Status.CLOSED:
        return None if kind is ActionKind.REOPEN else CLOSED
    return RULES[kind](standing, asked)


def _accept(standing: Standing, asked: Asked) -> Refusal | None:
    if standing.accepted_by is not None and standing.status in WITH_OWNER:
        return Refusal(
            "already_accepted",
            "Already accepted by {who} at {at}.",
            standing.accepted_by,
            standing.accepted_at,
        )
    if standing.status is Status.TAKEN_OVER:
        return Refusal("taken_over", "{who} has taken this lead over.", standing.owner)
    if standing.status is Status.QUEUED:
        return None if asked.by in standing.open_to else OFFERED_TO_OTHERS
    if standing.status is not Status.ASSIGNED:
        return Refusal("not_assigned", "This lead waits for nobody to accept it.")
    return _refuse_others(standing, asked)


def _decline(standing: Standing, asked: Asked) -> Refusal | None:
    if standing.status not in WITH_OWNER:
        return NO_OWNER
    return _refuse_others(standing, asked)


def _contacted(standing: Standing, asked: Asked) -> Refusal | None:
    if standing.status not in WITH_OWNER | {Status.TAKEN_OVER}:
        return NO_OWNER
    return _refuse_others(standing, asked)


def _take_over(standing: Standing, asked: Asked) -> Refusal | None:
    if standing.status is Status.TAKEN_OVER and standing.owner == asked.by:
        return Refusal("already_yours", "You have taken this lead over already.")
    return None


def _release(standing: Standing, _: Asked) -> Refusal | None:
    if standing.status is not Status.TAKEN_OVER:
        return Refusal("not_taken_over", "Nobody has taken this lead over.")
    return None


def _snooze(standing: Standing, asked: Asked) -> Refusal | None:
    if standing.status is Status.ASSIGNED and asked.by == standing.owner:
        return Refusal("not_accepted", "Accept the lead before you let it wait.")
    if standing.status not in WITH_OWNER:
        return NO_OWNER
    if asked.until is None:
        return Refusal("no_instant", "Say until when it may wait.")
    return _refuse_others(standing, asked)


def _resume(standing: Standing, asked: Asked) -> Refusal | None:
    if not standing.snoozed:
        return Refusal("not_snoozed", "The clock of this lead is running.")
    return _refuse_others(standing, asked)


def _resolve(standing: Standing, _: Asked) -> Refusal | None:
    if standing.status is not Status.IN_REVIEW:
        return Refusal("not_in_review", "This lead does not wait for a review.")
    return None


def _reassign(standing: Standing, asked: Asked) -> Refusal | None:
    if not asked.to:
        return Refusal("nobody_named", "Say to whom the lead should go.")
    if asked.to == standing.owner and standing.status is not Status.TAKEN_OVER:
        return Refusal("already_owner", "{who} has this lead already.", asked.to)
    return None


def _close(_: Standing, asked: Asked) -> Refusal | None:
    if asked.outcome is None:
        return Refusal("no_outcome", "Say how it ended.")
    return None


def _allow(_: Standing, __: Asked) -> Refusal | None:
    return None


def _reopen(_: Standing, __: Asked) -> Refusal | None:
    return Refusal("open", "This lead is open.")


def _refuse_others(standing: Standing, asked: Asked) -> Refusal | None:
    if asked.by == standing.owner:
        return None
    return Refusal(
        "not_the_owner",
        "This lead is with {who}. Take it over to work on it.",
        standing.owner,
    )


RULES: Mapping[ActionKind, Callable[[Standing, Asked], Refusal | None]] = {
    ActionKind.ACCEPT: _accept,
    ActionKind.DECLINE: _decline,
    ActionKind.CONTACTED: _contacted,
    ActionKind.TAKEOVER: _take_over,
    ActionKind.RELEASE: _release,
    ActionKind.REASSIGN: _reassign,
    ActionKind.CORRECT: _allow,
    ActionKind.RESOLVE: _resolve,
    ActionKind.CLOSE: _close,
    ActionKind.REOPEN: _reopen,
    ActionKind.NOTE: _allow,
    ActionKind.SNOOZE: _snooze,
    ActionKind.RESUME: _resume,
}
