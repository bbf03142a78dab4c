"""Who works here, and in which teams."""

from dataclasses import dataclass
from enum import StrEnum

from domain.working_hours import NO_SPECIAL_DAYS, SpecialDays, WorkingHours


class Role(StrEnum):
    REP = "rep"
    MANAGER = "manager"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Person:
    """One user. `handle` is what Temporal and logs may know of them.

    `hours` None means the team's or the business's, and so does what `days` does not
    say; `capacity` is how many open leads are too many, `daily_cap` how many new ones a
    day (of their own zone), None for no limit.
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
