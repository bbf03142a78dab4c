"""What happened to a lead by itself, read from the rows that people see."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.rehearsal.books import Row
from tests.rehearsal.people import MANAGERS, REPS

_HANDLES = frozenset({*MANAGERS, *REPS, "paula", "otto"})
_SLIPPED = ("let it slip. ", "everybody who was asked let it slip")
_NAMES: tuple[tuple[re.Pattern[str], str | None], ...] = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        ("assigned|acknowledged|opened|queued|given-back|moved-up-.*", None),
        ("bridge-(.*)", "bridge {}"),
        ("manager-late", "manager told late"),
        ("manager-.*", "manager told"),
        ("higher-manager-.*", "higher manager told"),
        ("queue-.*", "team told"),
        ("review-.*", "reviewers told"),
        ("(guide|story|still)", "follow-up {}"),
    )
)
_LEFT = "/not-sent"
_TOGETHER = timedelta(seconds=5)


@dataclass(frozen=True)
class Done:
    """An effect by its name; `to` everybody told of it; `left` why it was not sent."""

    name: str
    at: datetime
    to: tuple[str, ...] = ()
    left: str | None = None


def done_for(
    messages: Sequence[Row], timeline: Sequence[Row], assignments: Sequence[Row]
) -> list[Done]:
    """All effects on one lead that a plan may have; news of a standing are none."""
    told = [*_told(messages), *_left(timeline), *_moved(timeline, assignments)]
    return sorted(told, key=lambda one: one.at)


def _told(messages: Sequence[Row]) -> Iterator[Done]:
    """Messages of one occasion are one effect: their keys differ in the handle only."""
    occasions: dict[str, list[Row]] = {}
    for row in messages:
        occasions.setdefault(_occasion(row["key"]), []).append(row)
    for key, rows in occasions.items():
        name = name_of(key)
        if name is not None:
            to = tuple(sorted(_handle(row) for row in rows))
            yield Done(name, min(row["created_at"] for row in rows), to)


def _occasion(key: str) -> str:
    before, _, last = key.rpartition("/")
    return before if last in _HANDLES else key


def _handle(row: Row) -> str:
    handle: str = row["to_address"].partition("@")[0]
    return handle


def name_of(key: str) -> str | None:
    """The effect that a message's key stands for; None for news."""
    last = _occasion(key).rpartition("/")[2]
    for pattern, name in _NAMES:
        if (found := pattern.fullmatch(last)) is not None:
            return name and name.format(*found.groups())
    return "owner told"


def _left(timeline: Sequence[Row]) -> Iterator[Done]:
    for row in timeline:
        if row["kind"] == "not_sent":
            name = name_of(row["key"].removesuffix(_LEFT))
            if name is not None:
                why = row["sentence"].partition(": ")[2]
                yield Done(name, row["at"], left=why)


def _moved(timeline: Sequence[Row], assignments: Sequence[Row]) -> Iterator[Done]:
    for row in timeline:
        match row["kind"], row["actor"]:
            case ("breached" | "closed_by_plan") as kind, _:
                yield Done(kind.replace("_", " "), row["at"])
            case "resumed", "handraise":
                yield Done("woken", row["at"])
            case "queued", "handraise" if _taken(row, assignments):
                yield Done("moved on", row["at"])
            case (("assigned" | "put_in_review"), _) if _says_slipped(row):
                yield Done("moved on", row["at"])


def _says_slipped(row: Row) -> bool:
    return any(words in row["sentence"] for words in _SLIPPED)


def _taken(queued: Row, assignments: Sequence[Row]) -> bool:
    """Whether the team was asked in place of an owner, not at the lead's start."""
    return any(
        row["ended_because"] == "the whole team was asked"
        and abs(row["ended_at"] - queued["at"]) < _TOGETHER
        for row in assignments
    )
