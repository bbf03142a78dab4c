"""Lay out the leads that a manager should look at: about to break, or stuck."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.team import (
    Horizon,
    list_about_to_break,
    list_stuck,
    who_could_have,
)
from adapters.store.standing.plans import read_plan
from api.desk import Reader
from api.leads.lead_rows import LeadLine, lead_line
from api.team.person_lines import PersonLine
from domain.promises.sla import Clock, StepAction
from domain.words import listed
from domain.working_time.business_time import add_working_time, working_time_between
from domain.working_time.clock_words import stretch

SOON = timedelta(hours=1)  # of the owner's working time
_SAME = timedelta(minutes=1)
_TWO = 2


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A lead, and what follows. `wall` is the time left on the wall where it differs.

    `had_it` are handles: whoever let it slip or declined it.
    """

    lead: LeadLine
    owner: str  # a handle, or ""
    wall: str = ""
    then: str = ""
    had_it: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Lists with the first due first. The totals count the leads that do not fit too."""

    soon: Sequence[RiskLine]
    soon_total: int
    stuck: Sequence[RiskLine]
    stuck_total: int


async def read_at_risk(
    connection: AsyncConnection, lines: Mapping[str, PersonLine], reader: Reader
) -> AtRisk:
    horizon = _horizon(reader)
    soon = await list_about_to_break(connection, reader.scope, horizon)
    stuck = await list_stuck(connection, reader.scope, horizon)
    rows = (*soon, *stuck)
    laid_out = await layout(connection, rows, lines, reader)
    return AtRisk(
        [laid_out.line(row) for row in soon],
        soon[0].total if soon else 0,
        [laid_out.line(row) for row in stuck],
        stuck[0].total if stuck else 0,
    )


async def layout(
    connection: AsyncConnection,
    rows: Sequence[Row[Any]],
    lines: Mapping[str, PersonLine],
    reader: Reader,
) -> "Layout":
    """What is needed to lay these leads' rows out."""
    could = await who_could_have(connection, [row.id for row in rows])
    return Layout(lines, could, reader)


def _horizon(reader: Reader) -> Horizon:
    playbook, now = reader.playbook, reader.now
    by_owner = {
        person.handle: add_working_time(now, SOON, playbook.calendar_of(person.handle))
        for person in playbook.people
    }
    return Horizon(now, by_owner, add_working_time(now, SOON, playbook.calendar))


@dataclass(frozen=True, slots=True)
class Layout:
    """`could` is who could have each lead: `who_could_have`."""

    lines: Mapping[str, PersonLine]
    could: Mapping[Any, Row[Any]]
    reader: Reader

    def line(self, row: Row[Any]) -> RiskLine:
        plan = read_plan(row.plan)
        return RiskLine(
            lead_line(row, self.reader),
            row.owner or "",
            self._wall(row),
            self._then(row, plan) if plan is not None else "",
            tuple(self.could[row.id].had_it),
        )

    def _wall(self, row: Row[Any]) -> str:
        """Both clocks, where they say different things."""
        now, calendar = self.reader.now, self.reader.playbook.calendar_for(row.owner)
        if row.due_at is None or row.due_at <= now:
            return ""
        left = row.due_at - now
        worked = working_time_between(now, row.due_at, calendar)
        return "" if worked >= left - _SAME else stretch(left)

    def _then(self, row: Row[Any], plan: Clock) -> str:
        """Such as "then Ben Silva is asked, Mara Conti is told"."""
        coming = (
            step.action
            for step in plan.steps
            if step.at > self.reader.now and step.at >= plan.due_at
        )
        words = [self._step(row, action) for action in dict.fromkeys(coming)]
        return listed([one for one in words if one], "and")

    def _step(self, row: Row[Any], action: StepAction) -> str:
        playbook, owner = self.reader.playbook, row.owner or ""
        match action:
            case StepAction.REASSIGN:
                return f"{self._next_owner(row)} is asked"
            case StepAction.TELL_MANAGER:
                manager = playbook.manager_of(owner)
                return f"{manager.name} is told" if manager else ""
            case StepAction.TELL_HIGHER_MANAGER:
                above = playbook.manager_above(owner)
                return f"{above.name} is told" if above else ""
            case _:
                return _STEPS.get(action, "")

    def _next_owner(self, row: Row[Any]) -> str:
        """By name where the choice is small: who was eligible and still takes leads."""
        names = list(self._takers(row))
        if not names or len(names) > _TWO:
            return "somebody else"
        return listed(names)

    def _takers(self, row: Row[Any]) -> Iterator[str]:
        could = self.could[row.id]
        for handle in could.eligible:
            line = self.lines.get(handle)
            out = handle == row.owner or handle in could.had_it
            if line is not None and line.gets_leads and not out:
                yield line.name


_STEPS = {
    StepAction.REMIND_OWNER: "the owner is reminded",
    StepAction.OPEN_TO_TEAM: "the whole team is asked",
    StepAction.SEND_BRIDGE: "the prospect is told honestly",
    StepAction.REMIND_REVIEWERS: "the reviewers are reminded",
}
