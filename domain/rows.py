"""Say what the routing table is made of."""

from dataclasses import dataclass, field

from domain.conditions import Condition


@dataclass(frozen=True, slots=True)
class TeamTarget:
    """Round robin among a team's members."""

    team: str


@dataclass(frozen=True, slots=True)
class RepTarget:
    """One rep by handle; the rest of the rep's team when that one cannot."""

    rep: str


Target = TeamTarget | RepTarget


@dataclass(frozen=True, slots=True)
class RoutingRow:
    """Leads that meet `when` go to `target`. A row without conditions is the default.

    With `only_when_open`, reps outside their working hours are passed over.
    """

    id: str
    target: Target
    when: Condition = field(default_factory=Condition)
    only_when_open: bool = False
