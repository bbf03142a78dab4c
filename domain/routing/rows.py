"""Say what the routing table is made of."""

from dataclasses import dataclass, field

from domain.people import Method, Person
from domain.rules.conditions import Condition


@dataclass(frozen=True, slots=True)
class Only:
    """What of a team may get the lead: one of these seniorities, all of these skills.

    With `speaks_lead`, whoever speaks the lead's language; anybody where it is not known.
    """

    seniority: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    speaks_lead: bool = False

    def fits(self, person: Person) -> bool:
        """Whether they are what is asked for, but for the lead's language."""
        is_senior = not self.seniority or person.seniority in self.seniority
        return is_senior and set(self.skills) <= set(person.skills)


ANYBODY = Only()


@dataclass(frozen=True, slots=True)
class TeamTarget:
    """One of a team's members, by its own method or by the row's."""

    team: str
    method: Method | None = None
    only: Only = ANYBODY


@dataclass(frozen=True, slots=True)
class RepTarget:
    """One rep by handle; the rest of the rep's team when that one cannot."""

    rep: str


@dataclass(frozen=True, slots=True)
class QueueTarget:
    """A whole team is told, and the first of those who qualify to accept has it."""

    team: str
    only: Only = ANYBODY


Target = TeamTarget | RepTarget | QueueTarget


@dataclass(frozen=True, slots=True)
class RoutingRow:
    """Leads that meet `when` go to `target`. A row without conditions is the default.

    With `only_when_open`, reps outside their working hours are passed over. With
    `else_next`, the rows below are asked when nobody of this one can take the lead.
    """

    id: str
    target: Target
    when: Condition = field(default_factory=Condition)
    only_when_open: bool = False
    else_next: bool = False
