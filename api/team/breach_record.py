"""Read out of the record what was done about one promise, before it broke and after."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from adapters.store.pages.breach_record import OnRecord
from api.desk import Reader
from domain.explaining.broken_promise import Noted
from domain.lifecycle import ActionKind
from domain.promises.sla import ClockKind

# What keeps a promise, however late.
_KEEPS = {
    ClockKind.ACCEPT: {"accept", "contacted", "takeover", "close"},
    ClockKind.CONTACT: {"contacted", "close"},
    ClockKind.NEXT_TOUCH: {"contacted", "close"},
    ClockKind.REVIEW: {"resolve", "reassign", "takeover", "close"},
}
_DEEDS = {
    ActionKind.ACCEPT: "accepted it",
    ActionKind.DECLINE: "declined it",
    ActionKind.CONTACTED: "spoke to the prospect",
    ActionKind.TAKEOVER: "took it over",
    ActionKind.RELEASE: "gave it back to automation",
    ActionKind.REASSIGN: "gave it to somebody else",
    ActionKind.CORRECT: "corrected it",
    ActionKind.RESOLVE: "decided it",
    ActionKind.CLOSE: "closed it",
    ActionKind.REOPEN: "opened it again",
    ActionKind.NOTE: "left a note",
    ActionKind.SNOOZE: "let it wait",
    ActionKind.RESUME: "went on with it",
}
# As an assignment ends when its owner had the chance (activities.recording.sentences).
_HAD_IT = {
    "let it slip": "had let it slip",
    "declined it": "had declined it",
    "gave it back": "had given it back",
    "will not be there in time": "was not there",
}
_STEPS = {
    "queued": "the whole team was asked",
    "put_in_review": "it went to review",
    "clock_started_again": "the promise started again",
}


def did(row: Row[Any], record: OnRecord) -> Iterator[Noted]:
    """What its owner did meanwhile, short of keeping it."""
    for one in record.actions:
        meanwhile = row.broken_started_at <= one.applied_at <= row.broken_due_at
        if one.by == row.broken_owner and meanwhile:
            yield Noted(one.applied_at, _DEEDS[ActionKind(one.kind)])


def had_it_before(row: Row[Any], record: OnRecord, reader: Reader) -> tuple[str, ...]:
    """Such as "Ben Silva had declined it"."""
    return tuple(
        f"{reader.name_of(one.owner)} {_HAD_IT[one.ended_because]}"
        for one in record.assignments
        if one.ended_at < row.broken_due_at and one.ended_because in _HAD_IT
    )


def followed(row: Row[Any], record: OnRecord, reader: Reader) -> Iterator[Noted]:
    """What the plan did about it: until a person acted, or the next promise broke."""
    begin, end = row.broken_noticed_at, _next_turn(row, record)
    for one in record.steps:
        if begin <= one.at and (end is None or one.at < end):
            yield Noted(one.at, _STEPS.get(one.kind) or _got_it(one, reader))
    for one in record.notices:
        if begin <= one.created_at and (end is None or one.created_at < end):
            if one.kind == "breach":
                yield Noted(one.created_at, f"{one.to_name} was told")
            elif one.kind == "bridge":
                yield Noted(one.created_at, "the prospect was told honestly")


def _got_it(step: Row[Any], reader: Reader) -> str:
    who = reader.name_of(step.owner) if step.owner else "somebody else"
    return f"{who} got it"


def _next_turn(row: Row[Any], record: OnRecord) -> datetime | None:
    begin = row.broken_noticed_at
    acted = [a.applied_at for a in record.actions if a.kind != ActionKind.NOTE]
    broke = [b.noticed_at for b in record.noticed if b.key != row.broken_key]
    return min((at for at in (*acted, *broke) if at > begin), default=None)


def kept_by(row: Row[Any], record: OnRecord) -> Row[Any] | None:
    """What kept it in the end, of the actions; None when nothing has."""
    keeps = _KEEPS[ClockKind(row.broken_promise)]
    return next(
        (
            one
            for one in record.actions
            if one.applied_at >= row.broken_due_at and one.kind in keeps
        ),
        None,
    )


def kept_in_words(action: Row[Any], reader: Reader) -> str:
    """Such as "Ben Silva accepted it"."""
    return f"{reader.name_of(action.by)} {_DEEDS[ActionKind(action.kind)]}"
