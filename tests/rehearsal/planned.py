"""What the clocks of a lead should have brought about, worked out by plain rules.

Every step whose instant came while its clock ran has its effect then, and no other has. Where a
person acted within moments of that instant either may have been first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tests.rehearsal.books import Standing, Step
from tests.rehearsal.people import MANAGERS
from tests.rehearsal.terms import Term, terms_of

# One simulated second passes while somebody works for a second, on a busy machine too.
MOMENT = timedelta(seconds=60)
_EFFECTS = {
    "tell_owner": "owner told",
    "remind_owner": "owner told",
    "remind_reviewers": "reviewers told",
    "tell_manager": "manager told",
    "tell_higher_manager": "higher manager told",
    "send_bridge": "bridge {kind}",
    "send_follow_up": "follow-up {template}",
    "reassign": "moved on",
    "open_to_team": "moved on",
    "close": "closed by plan",
    "resume": "woken",
}


@dataclass(frozen=True)
class Planned:
    """An effect by its name. `to` are the handles told, None where rows do not say whom."""

    name: str
    at: datetime
    to: frozenset[str] | None = None
    certain: bool = True


def planned_for(standings: Sequence[Standing], ends: datetime) -> list[Planned]:
    """All effects of the lead's life so far, in order."""
    found = [one for term in terms_of(standings) for one in _of_term(term, ends)]
    found += [one for standing in standings for one in _by_itself(standing)]
    return sorted(found, key=lambda planned: planned.at)


def _of_term(term: Term, ends: datetime) -> Iterator[Planned]:
    if term.is_promise and not term.broken:
        breach = Planned("breached", max(term.clock.due_at, term.began.at))
        yield from _happened(term, breach, ends)
    for step in term.steps:
        effect = _effect(term, step, max(step.at, term.began.at))
        yield from _happened(term, effect, ends)


def _happened(term: Term, effect: Planned, ends: datetime) -> Iterator[Planned]:
    """Nothing, the effect, or one that may have been overtaken."""
    until = ends if term.until is None else term.until
    sure = term.ended_by_plan or effect.at <= until - MOMENT
    if effect.at <= until and sure:
        yield effect
    elif effect.at <= until + MOMENT:
        yield replace(effect, certain=False)


def _effect(term: Term, step: Step, at: datetime) -> Planned:
    began = term.began
    name = _EFFECTS[step.action].format(kind=term.clock.kind, template=step.template)
    match step.action:
        case "tell_owner" | "remind_owner" if began.status == "queued":
            return Planned("team told", at, frozenset(began.open_to))
        case "tell_owner" | "remind_owner":
            return Planned(name, at, frozenset({began.owner or ""}))
        case "remind_reviewers":
            return Planned(name, at, frozenset(MANAGERS))
        case _:
            return Planned(name, at)


def _by_itself(standing: Standing) -> Iterator[Planned]:
    """What a standing brings by itself.

    A promise that was broken before anybody could have the lead is told at once. What somebody
    cannot accept who goes on leave may be offered to all, which rows do not tell from a slip.
    """
    if standing.absent and standing.status == "queued":
        yield Planned("moved on", standing.at, certain=False)
    if standing.late:
        yield Planned("manager told late", standing.at)
        yield Planned("bridge accept", standing.at)
