"""Hold the business's own rules as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from domain.bands import Band, ReviewRule, Thresholds
from domain.errors import NotFoundError
from domain.follow_up import FollowUp
from domain.people import Person, Role, Team
from domain.promises import (
    NEXT_TOUCH_DEADLINE,
    REVIEW_DEADLINE,
    Deadline,
    Nurture,
    Promise,
)
from domain.qualification import QualificationModel
from domain.row_index import RowIndex, index_of
from domain.rows import RoutingRow
from domain.working_hours import Calendar, WorkingHours


@dataclass(frozen=True, slots=True)
class Playbook:
    """What a qualified lead is, who gets it and how fast. Read it from YAML.

    `name` is the company as prospects know it. `promises` has HIGH and MEDIUM,
    `follow_ups` every band. The last of `rows` is the default.
    """

    name: str
    language: str
    zone: str
    hours: WorkingHours
    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    model: QualificationModel
    thresholds: Thresholds
    rows: tuple[RoutingRow, ...]
    promises: Mapping[Band, Promise]
    follow_ups: Mapping[Band, FollowUp]
    required: tuple[str, ...] = ("email",)
    review_rules: tuple[ReviewRule, ...] = ()
    review_promise: Deadline = REVIEW_DEADLINE
    next_touch_promise: Deadline = NEXT_TOUCH_DEADLINE
    nurture: Nurture = field(default_factory=Nurture)
    closed_on: frozenset[date] = field(default_factory=frozenset)
    templates: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    index: RowIndex = field(init=False, compare=False, repr=False)  # of `rows`

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", index_of(self.rows))

    @property
    def calendar(self) -> Calendar:
        """The business's own hours."""
        return Calendar(self.hours, self.zone, self.closed_on)

    def calendar_of(self, handle: str) -> Calendar:
        """A person's hours, where they have their own, in their zone."""
        person = self.person(handle)
        return Calendar(person.hours or self.hours, person.zone, self.closed_on)

    def has_person(self, handle: str) -> bool:
        return any(person.handle == handle for person in self.people)

    def person(self, handle: str) -> Person:
        for person in self.people:
            if person.handle == handle:
                return person
        raise NotFoundError("Nobody in the playbook has this handle.")

    def team(self, name: str) -> Team:
        for team in self.teams:
            if team.name == name:
                return team
        raise NotFoundError("No team in the playbook has this name.")

    def team_of(self, handle: str) -> Team | None:
        """The first team that this person is a member of."""
        return next((team for team in self.teams if handle in team.members), None)

    def manager_of(self, handle: str) -> Person | None:
        """Who manages this person's team; without a team the first manager there is."""
        team = self.team_of(handle)
        if team is not None:
            return self.person(team.manager)
        return next((p for p in self.people if p.role is Role.MANAGER), None)

    def reviewers(self) -> tuple[Person, ...]:
        """Who decides unclear leads: the managers, or the operators without any."""
        for role in (Role.MANAGER, Role.OPERATOR):
            found = tuple(person for person in self.people if person.role is role)
            if found:
                return found
        return ()
