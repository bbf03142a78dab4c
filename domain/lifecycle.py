"""Which human input a lead allows in the state that it is in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum


class Status(StrEnum):
    QUALIFYING = "qualifying"
    IN_REVIEW = "in_review"  # a person must decide; the review clock runs
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


class Outcome(StrEnum):
    QUALIFIED = "qualified"
    DISQUALIFIED = "disqualified"
    WON = "won"
    LOST = "lost"
    SPAM = "spam"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a lead stands, as far as a human input is concerned."""

    status: Status
    owner: str | None = None
    accepted_by: str | None = None
    accepted_at: datetime | None = None


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
HELD = WITH_OWNER | {Status.TAKEN_OVER}


def refusal(
    standing: Standing, kind: ActionKind, *, by: str, to: str | None = None
) -> Refusal | None:
    """Why `by` may not do this now; None when the state allows it."""
    if kind is ActionKind.REOPEN:
        return _unless(standing.status is Status.CLOSED, "open", "This lead is open.")
    if standing.status is Status.CLOSED:
        return Refusal("closed", "This lead is closed. Reopen it first.")
    match kind:
        case ActionKind.ACCEPT:
            return _refuse_accept(standing, by)
        case ActionKind.DECLINE | ActionKind.CONTACTED:
            return _refuse_owners_input(standing, kind, by)
        case ActionKind.TAKEOVER:
            mine = standing.status is Status.TAKEN_OVER and standing.owner == by
            return _unless(not mine, "already_yours", "You have taken this lead over already.")
        case ActionKind.RELEASE:
            held = standing.status is Status.TAKEN_OVER
            return _unless(held, "not_taken_over", "Nobody has taken this lead over.")
        case ActionKind.RESOLVE:
            waiting = standing.status is Status.IN_REVIEW
            return _unless(waiting, "not_in_review", "This lead does not wait for a review.")
        case ActionKind.REASSIGN:
            return _refuse_reassign(standing, to)
        case ActionKind.CORRECT | ActionKind.CLOSE | ActionKind.NOTE:
            return None


def _unless(allowed: bool, code: str, sentence: str) -> Refusal | None:  # noqa: FBT001
    return None if allowed else Refusal(code, sentence)


def _refuse_accept(standing: Standing, by: str) -> Refusal | None:
    if standing.accepted_by is not None and standing.status in HELD:
        return Refusal(
            "already_accepted",
            "Already accepted by {who} at {at}.",
            standing.accepted_by,
            standing.accepted_at,
        )
    if standing.status is Status.TAKEN_OVER:
        return Refusal("taken_over", "{who} has taken this lead over.", standing.owner)
    if standing.status is not Status.ASSIGNED:
        return Refusal("not_assigned", "This lead is not waiting for an owner to accept it.")
    return _refuse_others(standing, by)


def _refuse_owners_input(standing: Standing, kind: ActionKind, by: str) -> Refusal | None:
    allowed = HELD if kind is ActionKind.CONTACTED else WITH_OWNER
    if standing.status not in allowed:
        return Refusal("no_owner", "This lead has no owner who could do that.")
    return _refuse_others(standing, by)


def _refuse_others(standing: Standing, by: str) -> Refusal | None:
    if by == standing.owner:
        return None
    return Refusal(
        "not_the_owner", "This lead is with {who}. Take it over to work on it.", standing.owner
    )


def _refuse_reassign(standing: Standing, to: str | None) -> Refusal | None:
    if not to:
        return Refusal("nobody_named", "Say to whom the lead should go.")
    if to == standing.owner:
        return Refusal("already_owner", "{who} has this lead already.", to)
    return None
