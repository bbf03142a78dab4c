"""Who works here, and in which teams."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.promises.sla import NoticeChannel
from domain.working_time.working_hours import NO_SPECIAL_DAYS, SpecialDays, WorkingHours

EXPLORED = 0.2  # enough to notice within weeks that somebody has become better


class Role(StrEnum):
    REP = "rep"
    MANAGER = "manager"
    OPERATOR = "operator"


class Method(StrEnum):
    """How a team's leads are shared among those who can take them."""

    ROUND_ROBIN = "round_robin"
    WEIGHTED = "weighted"  # in turn, by the weight of each
    LEAST_OPEN = "least_open"  # whoever has most room left
    BEST_CONVERSION = "best_conversion"  # whoever wins most, and a share in turn
    ACCOUNT_OWNER = "account_owner"  # whoever looks after the company, else in turn


@dataclass(frozen=True, slots=True)
class Person:
    """One user. `handle` is what Temporal and logs may know of them.

    `hours` None means the team's or the business's, and so does what `days` does not
    say; `capacity` is how many open leads are too many, `daily_cap` how many new ones a
    day (of their own zone), None for no limit. `weight` is their share where turns are
    weighted. Before `starts_on` they get nothing. `slack` is their member id there,
    `notices` how they hear of a lead where no plan says it; empty means the business's.
    """

    handle: str
    name: str
    email: str
    role: Role
    zone: str
    hours: WorkingHours | None = None
    calendar_url: str | None = None
    languages: tuple[str, ...] = ()
    capacity: int | None = None
    days: SpecialDays = NO_SPECIAL_DAYS
    daily_cap: int | None = None
    skills: tuple[str, ...] = ()
    seniority: str | None = None
    weight: float = 1
    starts_on: date | None = None
    slack: str | None = None
    notices: frozenset[NoticeChannel] = frozenset()

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]


@dataclass(frozen=True, slots=True)
class Team:
    """Members by handle, in the order that breaks ties, and who manages them.

    `hours` and `days` hold for members who have none of their own.
    """

    name: str
    members: tuple[str, ...]
    manager: str
    hours: WorkingHours | None = None
    days: SpecialDays = NO_SPECIAL_DAYS
    method: Method = Method.ROUND_ROBIN
    explore: float = EXPLORED  # share in turn, where the best otherwise get the leads
    above: str | None = None  # whom the manager answers to
