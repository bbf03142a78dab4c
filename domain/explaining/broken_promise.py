"""Say why a promise was broken, and what the plan did then, from what is on record."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from domain.words import counted, listed

WE_WERE_AWAY = timedelta(
    minutes=1
)  # a clock is seen within a second while a worker runs
_NAMED = 3  # people; more are counted
Say = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Noted:
    """Something on record: "told" and "reminded" of notices, "accepted it" of deeds."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that was not kept. `whom` are the names of those who should have."""

    whom: tuple[str, ...]
    started_at: datetime
    due_at: datetime
    noticed_at: datetime


@dataclass(frozen=True, slots=True)
class Around:
    """What is on record about the time in which it should have been kept.

    `told` are notices and `did` what they did, each in order. `before` says who had it
    earlier. `besides` are further sentences, such as that somebody was on leave.
    """

    told: Sequence[Noted] = ()
    did: Sequence[Noted] = ()
    before: Sequence[str] = ()
    besides: Sequence[str] = ()


def why_broken(broken: Broken, around: Around, say: Say) -> tuple[str, ...]:
    """Sentences; `say` puts an instant as the reader reads it."""
    return tuple(_why(broken, around, say))


def _why(broken: Broken, around: Around, say: Say) -> Iterator[str]:
    if around.before:
        yield f"{listed(around.before, 'and')}."
    if broken.whom:
        yield _what_they_did(broken, around, say)
    else:
        yield (
            f"It was asked for at {say(broken.started_at)}, and nobody could have it "
            f"before {say(broken.noticed_at)}: we were away."
        )
    yield from around.besides
    if broken.whom and broken.noticed_at - broken.due_at > WE_WERE_AWAY:
        yield (
            "The worker was away when it broke: that was seen at "
            f"{say(broken.noticed_at)} only."
        )


def _what_they_did(broken: Broken, around: Around, say: Say) -> str:
    who, parts = _who(broken.whom), [*_parts(broken, around, say)]
    if around.did:
        return f"{who} {listed(parts, 'and')}, and nothing more in time."
    if not parts:
        return f"{who} did nothing; no notice is on record."
    if len(broken.whom) > 1:
        return f"{who} {listed(parts, 'and')}; nobody acted."
    return f"{who} {listed([*parts, 'did nothing'], 'and')}."


def _parts(broken: Broken, around: Around, say: Say) -> Iterator[str]:
    """What was said to them and what they did, in order: "was told at 09:02"."""
    were = "was " if len(broken.whom) == 1 else "were "
    before = False
    for one in sorted((*around.told, *around.did), key=lambda one: one.at):
        told = one in around.told
        yield f"{were if told and not before else ''}{one.words} at {say(one.at)}"
        before = told


def _who(names: tuple[str, ...]) -> str:
    if len(names) > _NAMED:
        return counted(len(names), "person", "people")
    return listed(names, "and")


def then_in_words(steps: Sequence[Noted], say: Say) -> str:
    """What automation did, by the minute: "At 09:32 Ben got it and Mara was told."."""
    if not steps:
        return "Nothing has followed yet."
    in_order = sorted(steps, key=lambda one: one.at)
    by_minute = [
        f"at {minute} {listed(list(dict.fromkeys(one.words for one in ones)), 'and')}"
        for minute, ones in groupby(in_order, key=lambda one: say(one.at))
    ]
    words = "; ".join(by_minute)
    return f"{words[0].upper()}{words[1:]}."
