"""What the timeline says of a change: one sentence in the user's words, with names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.lifecycle import Status
from domain.promises.sla import ClockKind
from domain.words import labelled, listed, shown
from workflows.ports import Cause, Change

_BROKEN = {
    ClockKind.ACCEPT: "{owner} did not say “mine” in time",
    ClockKind.CONTACT: "{owner} did not speak to the prospect in time",
    ClockKind.NEXT_TOUCH: "{owner} did not come back to the prospect in time",
    ClockKind.REVIEW: "Nobody decided the review in time",
    ClockKind.NURTURE: "The messages took longer than planned",
}
_MERGE = {
    "absorbed": "{by} merged it into another lead of the same person",
    "merged": "{by} merged another lead of the same person into it",
    "undone": "{by} took the merge back: it goes on by itself, with a promise of its own",
    "let_go": "{by} took a merge back: what the other lead said no longer counts here",
    "split": "{by} took a hand-raise out, to be a lead of its own",
}
_LONGEST_REASON = 1_000  # characters of what a person wrote, in one line of a timeline


@dataclass(frozen=True, slots=True)
class Told:
    """A change with the words that its messages must not carry."""

    change: Change
    by: str  # names, not handles
    owner: str
    because: str  # why a person must decide
    reason: str | None  # as the person wrote it
    corrected: tuple[str, ...]
    until: str = ""  # when the clock that runs is due, in words
    merge: str = (
        ""  # what the change is a step of (adapters.store.matching.merging), if of one
    )


def sentence(told: Told) -> str:
    """One line of the timeline; what the person wrote stands at its end."""
    merge = _MERGE.get(told.merge)
    words = merge.replace("{by}", told.by) if merge else _WORDS[told.change.cause](told)
    reason = " ".join((told.reason or "").split())[:_LONGEST_REASON]
    if not reason or told.change.cause is Cause.NOTED:
        return f"{words}."
    return f"{words}: {reason}"


def _noted(told: Told) -> str:
    note = " ".join((told.reason or "").split())[:_LONGEST_REASON]
    return f"{told.by}: {note}" if note else f"{told.by} left a note"


def _put_in_review(told: Told) -> str:
    gave_back = f"{told.by} gave it back. " if told.change.action_id else ""
    return f"{gave_back}A person must decide: {told.because}"


def _queued(told: Told) -> str:
    gave_back = f"{told.by} gave it back. " if told.change.action_id else ""
    return f"{gave_back}Open to team {told.change.queue}: the first who accepts has it"


def _corrected(told: Told) -> str:
    fields = listed([labelled(name) for name in told.corrected], "and")
    return f"{told.by} corrected {fields or 'what is known'}"


def _released(told: Told) -> str:
    change = told.change
    match change.status:
        case Status.QUALIFYING:
            return f"{told.by} gave it back to automation"
        case Status.QUEUED:
            goes_on = f"it is open to team {change.queue} again"
        case Status.IN_REVIEW:
            goes_on = "it waits for a decision again"
        case Status.NURTURING:
            goes_on = "its dated messages go on"
        case _:
            goes_on = f"{told.owner} has it again"
    left = ", with the time that was left" if change.resume else ""
    return f"{told.by} gave it back: {goes_on}{left}"


def _resumed(told: Told) -> str:
    if told.change.action_id:
        return f"{told.by} goes on with it: its clock runs with the time that was left"
    return "It waited long enough: its clock runs with the time that was left"


def _breached(told: Told) -> str:
    kept, queue = told.change.keep_clock, told.change.queue
    if queue is not None:
        return f"Nobody of team {queue} said “mine” in time"
    words = _BROKEN[kept.kind] if kept else "A promise was not kept in time"
    return words.replace("{owner}", told.owner)


def _closed(told: Told) -> str:
    return f"{told.by} closed it as {told.change.outcome or 'done'}"


_WORDS: Mapping[Cause, Callable[[Told], str]] = {
    Cause.PUT_IN_REVIEW: _put_in_review,
    Cause.QUEUED: _queued,
    Cause.NURTURED: lambda _: "No rep's time for now: it gets dated messages",
    Cause.SCORED_AGAIN: lambda told: (
        f"Scored again: {shown(told.change.points or 0)} points"
    ),
    Cause.MOVED_UP: lambda told: (
        f"Moved up to {told.change.band} with {shown(told.change.points or 0)} points"
    ),
    Cause.REPLANNED: lambda told: f"The hours have changed: now due {told.until}",
    Cause.ACCEPTED: lambda told: f"{told.by} accepted it",
    Cause.DECLINED: lambda told: f"{told.by} declined it",
    Cause.CONTACTED: lambda told: f"{told.by} spoke to the prospect",
    Cause.TAKEN_OVER: lambda told: f"{told.by} took it over; automation is silent",
    Cause.RELEASED: _released,
    Cause.CORRECTED: _corrected,
    Cause.NOTED: _noted,
    Cause.RESOLVED: lambda told: (
        f"{told.by} decided the review: dated messages, no rep"
    ),
    Cause.BREACHED: _breached,
    Cause.SNOOZED: lambda told: f"{told.by} lets it wait until {told.until}",
    Cause.RESUMED: _resumed,
    Cause.CLOCK_STARTED_AGAIN: lambda told: (
        f"Nobody acted, and the promise starts again (round {told.change.round_number})"
    ),
    Cause.CLOSED: _closed,
    Cause.CLOSED_BY_PLAN: lambda _: (
        "The last message went out; closed without an answer"
    ),
    Cause.REOPENED: lambda told: f"{told.by} opened it again",
}
