"""Hold the business's own rules as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import MappingProxyType

from domain.errors import NotFoundError
from domain.evidence import Evidence
from domain.people import Person, Role, Team
from domain.promises.follow_up import FollowUp, Resource
from domain.promises.plans import (
    NEXT_TOUCH_DEADLINE,
    REVIEW_DEADLINE,
    Deadline,
    Nurture,
    Promise,
)
from domain.promises.plans_of_lead import Plans
from domain.promises.release import RELEASE_OVER
from domain.promises.sla import NoticeChannel
from domain.promises.special import NO_SPECIAL_PLANS, SpecialPlans
from domain.promises.texts import Message
from domain.qualifying.bands import Band, Thresholds
from domain.qualifying.qualification import QualificationModel
from domain.qualifying.review_rules import ReviewRule
from domain.routing.fairness import FairnessRules
from domain.routing.row_index import RowIndex, index_of
from domain.routing.rows import RoutingRow
from domain.routing.sticky import Sticky
from domain.rules.reading import read
from domain.working_time.working_hours import (
    NO_SPECIAL_DAYS,
    Calendar,
    SpecialDays,
    WorkingHours,
)


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
    release_over: timedelta = RELEASE_OVER  # from an opening on
    review_promise: Deadline = REVIEW_DEADLINE
    next_touch_promise: Deadline = NEXT_TOUCH_DEADLINE
    special: SpecialPlans = NO_SPECIAL_PLANS
    nurture: Nurture = field(default_factory=Nurture)
    days: SpecialDays = NO_SPECIAL_DAYS
    resources: tuple[Resource, ...] = ()
    templates: Mapping[str, Message] = field(
        default_factory=lambda: MappingProxyType({})
    )
    fairness: FairnessRules = field(default_factory=FairnessRules)
    sticky: Sticky = field(default_factory=Sticky)
    notices: frozenset[NoticeChannel] = frozenset({NoticeChannel.MAIL})
    index: RowIndex = field(init=False, compare=False, repr=False)  # of `rows`
    _calendars: dict[str, Calendar] = field(
        init=False, compare=False, repr=False, default_factory=dict
    )  # by handle, once asked for
    _promising: dict[
        tuple[tuple[tuple[str, str], ...], tuple[bool, ...]], "Playbook"
    ] = field(
        init=False, compare=False, repr=False, default_factory=dict
    )  # to leads that get the same plans

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", index_of(self.rows))

    @property
    def calendar(self) -> Calendar:
        """The business's own hours."""
        return Calendar(self.hours, self.zone, self.days)

    def calendar_of(self, handle: str) -> Calendar:
        """A person's hours and special days: their own, else their team's, else ours.

        An extra or half day of ours is no call to who has other hours: of such a day
        counts what lies within theirs.
        """
        if handle not in self._calendars:
            self._calendars[handle] = self._calendar_of(self.person(handle))
        return self._calendars[handle]

    def calendar_for(self, handle: str | None) -> Calendar:
        """Whose clock it is: the owner's; ours, for nobody and who has left the file."""
        if handle is None or not self.has_person(handle):
            return self.calendar
        return self.calendar_of(handle)

    def _calendar_of(self, person: Person) -> Calendar:
        hours, days = self.hours, self.days
        for own in (self.team_of(person.handle), person):
            if own is not None:
                hours = own.hours or hours
                days = own.days.over(days.within(own.hours) if own.hours else days)
        return Calendar(hours, person.zone, days)

    @property
    def plans(self) -> Plans:
        """Of leads that are like most."""
        return Plans(
            self.promises, self.review_promise, self.next_touch_promise, self.nurture
        )

    @property
    def promises_depend_on_lead(self) -> bool:
        return bool(self.special) or any(True for _ in self.plans.conditions())

    def as_promised_to(self, evidence: Evidence) -> "Playbook":
        """The same with the promises that it makes to this lead, and their steps."""
        if not self.promises_depend_on_lead:
            return self
        facts = read(evidence, self.model, evidence.received_at)
        own = self.special.fitting(facts)
        plans = self.plans.with_special(own)
        met = tuple(condition.holds(facts) for condition in plans.conditions())
        key = (tuple(own.names()), met)
        if key not in self._promising:
            self._promising[key] = self._with(plans.fitting(facts), own)
        return self._promising[key]

    def _with(self, plans: Plans, own: SpecialPlans) -> "Playbook":
        return replace(
            self,
            promises=plans.promises,
            review_promise=plans.review_promise,
            next_touch_promise=plans.next_touch_promise,
            nurture=plans.nurture,
            special=own,
        )

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

    def members_of(self, team: str | None) -> tuple[str, ...]:
        """The members of a team by its name; nobody when there is no such team."""
        return next((one.members for one in self.teams if one.name == team), ())

    def team_of(self, handle: str) -> Team | None:
        """The first team that this person is a member of."""
        return next((team for team in self.teams if handle in team.members), None)

    def manager_of(self, handle: str) -> Person | None:
        """Who manages this person's team; without a team the first manager there is."""
        team = self.team_of(handle)
        if team is not None:
            return self.person(team.manager)
        return next((p for p in self.people if p.role is Role.MANAGER), None)

    def manager_above(self, handle: str) -> Person | None:
        """Whom this person's manager answers to: whom the team names, or an operator."""
        team, manager = self.team_of(handle), self.manager_of(handle)
        if team is not None and team.above is not None:
            return self.person(team.above)
        operators = (p for p in self.people if p.role is Role.OPERATOR)
        return next((p for p in operators if p != manager), None)

    def with_slack(self, member: str) -> Person | None:
        """Who has this member id in Slack."""
        return next((p for p in self.people if p.slack == member), None)

    def sequences(self) -> Mapping[Band, frozenset[str]]:
        """Which messages each band's plans send to the prospect."""
        plans = {
            band: (*promise.accept_steps, *promise.contact_steps)
            for band, promise in self.promises.items()
        } | {Band.LOW: self.nurture.steps}
        return {
            band: frozenset(step.template for step in steps if step.template)
            for band, steps in plans.items()
        }

    def reviewers(self) -> tuple[Person, ...]:
        """Who decides unclear leads: the managers, or the operators without any."""
        for role in (Role.MANAGER, Role.OPERATOR):
            found = tuple(person for person in self.people if person.role is role)
            if found:
                return found
        return ()
