"""How long each clock of a lead ran, and what ended it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.rehearsal.books import Clock, Standing, Step

_REPLANNED = "replanned"
# By these a plan ends its own clock: whatever was due until then has happened.
_BY_PLAN = frozenset(
    {"slipped", "put_in_review", "queued", "closed_by_plan", "clock_started_again"}
)


@dataclass(frozen=True)
class Term:
    """One run of one clock, from the standing that began it.

    `until` is None while it runs. `broken` says that its promise was broken before, when a
    clock stood still and runs on.
    """

    clock: Clock
    began: Standing
    until: datetime | None = None
    ended_by: Standing | None = None
    broken: bool = False

    @property
    def ended_by_plan(self) -> bool:
        end = self.ended_by
        by_itself = end is not None and end.by_person is None and not end.absent
        return by_itself and end is not None and end.cause in _BY_PLAN

    @property
    def steps(self) -> tuple[Step, ...]:
        """Those of its own: of a plan that other hours moved, what was still to come."""
        if self.began.cause != _REPLANNED:
            return self.clock.steps
        return tuple(step for step in self.clock.steps if step.at > self.began.at)

    @property
    def is_promise(self) -> bool:
        return self.clock.kind not in {"nurture", "snooze"}


def terms_of(standings: Sequence[Standing]) -> list[Term]:
    """In the order in which they ran: a lead has one clock at most."""
    found: list[Term] = []
    running: Term | None = None
    stood_still: Term | None = None  # the last one that was no snooze
    for standing in standings:
        clock = standing.clock
        if running is not None and clock == running.clock:
            continue
        if running is not None:
            ended = _ended(running, standing)
            found.append(ended)
            stood_still = ended if running.clock.kind != "snooze" else stood_still
        running = None
        if clock is not None:
            before = stood_still if standing.goes_on else None
            broken = before is not None and _was_broken(before)
            running = Term(clock, standing, broken=broken)
    return found if running is None else [*found, running]


def _ended(term: Term, by: Standing) -> Term:
    return Term(term.clock, term.began, by.at, by, term.broken)


def _was_broken(term: Term) -> bool:
    return term.broken or (term.until is not None and term.clock.due_at <= term.until)
