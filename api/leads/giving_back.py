"""Say what giving a lead back to automation will do, to be read before one does."""

from collections.abc import Mapping

from api.desk import Reader
from domain.lifecycle import Status
from domain.promises.resuming import resumed
from domain.promises.sla import ClockKind
from domain.working_time.clock_words import left_in_words
from domain.working_time.local_time import in_words
from workflows.state import Held, LeadState

_UNKNOWN = (
    "If it is given back, its plan goes on where it stood: with whom it was, and with the "
    "time that was left."
)
_ANEW = "If it is given back, it is decided by what is known then."
_MESSAGES = "If it is given back, its dated messages go on where they stopped, and none comes twice."
_TASKS: Mapping[ClockKind, str] = {
    ClockKind.ACCEPT: "to accept it",
    ClockKind.CONTACT: "to speak to the prospect",
    ClockKind.NEXT_TOUCH: "to come back to the prospect",
    ClockKind.REVIEW: "to be decided",
}


def if_given_back(held: Held | None, reader: Reader) -> str:
    """`held` is what the takeover interrupted; None where the workflow did not say."""
    if held is None:
        return _UNKNOWN
    match held.before.status:
        case Status.QUALIFYING:
            return _ANEW
        case Status.NURTURING:
            return _MESSAGES
        case Status.QUEUED:
            team = held.before.queue
            return _goes_on(f"team {team} is asked again", held, reader)
        case Status.IN_REVIEW:
            return _goes_on("it waits for a decision again", held, reader)
        case _:
            return _to_owner(held, reader)


def _to_owner(held: Held, reader: Reader) -> str:
    handle = held.before.owner or ""
    name = reader.name_of(handle)
    if not reader.playbook.has_person(handle):
        return _to_others(f"{name} no longer works here")
    if _is_barred(held.before):
        return _to_others(f"{name} let it slip")
    if held.contacted:
        return (
            f"If it is given back, {name} has it again, to come back to the prospect."
        )
    words = _goes_on(f"{name} has it again", held, reader)
    return f"{words} If {name} is away then, the rules find somebody else."


def _is_barred(before: LeadState) -> bool:
    return before.owner in before.barring_who_broke_it().barred


def _to_others(because: str) -> str:
    return (
        f"If it is given back, the rules find somebody else, because {because}; "
        "the promise to accept it starts anew."
    )


def _goes_on(words: str, held: Held, reader: Reader) -> str:
    paused, before = held.paused, held.before
    words = f"If it is given back, {words}"
    if before.clock is not None and before.clock.due_at > reader.now and before.paused:
        until = in_words(before.clock.due_at, reader.now, reader.zone)
        return f"{words} and waits until {until}."
    if paused is None or paused.broken:
        return f"{words}."
    calendar = reader.playbook.calendar_for(before.owner)
    due = resumed(paused, reader.now, calendar).due_at
    left = left_in_words(due, reader.now, calendar)
    return f"{words}, {_TASKS[paused.clock.kind]} {left}."
