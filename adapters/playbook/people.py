"""Read the people and teams of a playbook file."""

from collections.abc import Container, Iterator, Mapping
from typing import Annotated

from pydantic import Field

from adapters.playbook.hours import DaysShape, wrong_days
from adapters.playbook.places import NOBODY, Found, Path
from adapters.playbook.sharing import Share
from adapters.playbook.values import (
    Address,
    Day,
    Hours,
    Language,
    Line,
    SlackMember,
    Slug,
    Url,
    Zone,
    one_of,
)
from domain.people import EXPLORED, Method, Person, Role, Team
from domain.promises.booking import PLACES
from domain.promises.sla import NoticeChannel
from domain.words import placeholders

Notices = Annotated[
    list[Annotated[NoticeChannel, one_of(NoticeChannel)]], Field(min_length=1)
]


class PersonShape(DaysShape):
    name: Line
    email: Address
    role: Annotated[Role, one_of(Role)]
    zone: Zone | None = None
    hours: Hours | None = None
    calendar: Url | None = None
    languages: list[Language] = []
    capacity: Annotated[int, Field(ge=1)] | None = None
    daily_cap: Annotated[int, Field(ge=1)] | None = None
    skills: list[Slug] = []
    seniority: Slug | None = None
    weight: Annotated[float, Field(gt=0, le=100)] = 1
    starts_on: Day | None = None
    slack: SlackMember | None = None
    notices: Notices | None = None

    def person(self, handle: str, zone: str) -> Person:
        """`zone` is the team's or the business's, for who has none of their own."""
        return Person(
            handle=handle,
            name=self.name,
            email=self.email,
            role=self.role,
            zone=self.zone or zone,
            hours=self.hours,
            calendar_url=self.calendar or None,
            languages=tuple(self.languages),
            capacity=self.capacity,
            days=self.days(),
            daily_cap=self.daily_cap,
            skills=tuple(self.skills),
            seniority=self.seniority,
            weight=self.weight,
            starts_on=self.starts_on,
            slack=self.slack,
            notices=frozenset(self.notices or ()),
        )


class TeamShape(DaysShape):
    members: Annotated[list[str], Field(min_length=1)]
    manager: str
    zone: Zone | None = None
    hours: Hours | None = None
    method: Annotated[Method, one_of(Method)] = Method.ROUND_ROBIN
    explore: Share = EXPLORED
    above: str | None = None

    def team(self, name: str) -> Team:
        return Team(
            name=name,
            members=tuple(self.members),
            manager=self.manager,
            hours=self.hours,
            days=self.days(),
            method=self.method,
            explore=self.explore,
            above=self.above,
        )


People = Annotated[dict[Slug, PersonShape], Field(min_length=1)]
Teams = Annotated[dict[Slug, TeamShape], Field(min_length=1)]


def zone_of(handle: str, teams: Mapping[str, TeamShape], business: str) -> str:
    """Where somebody works who does not say so: with their first team."""
    ours = (team.zone for team in teams.values() if handle in team.members)
    return next(ours, None) or business


def wrong_people(
    people: Mapping[str, PersonShape], teams: Mapping[str, TeamShape]
) -> Iterator[Found]:
    """Teams of people there are not, and nobody to review leads."""
    roles = {person.role for person in people.values()}
    if not roles & {Role.MANAGER, Role.OPERATOR}:
        yield ("people",), "somebody must be a manager or an operator, to review leads"
    in_slack: dict[str, str] = {}
    for handle, person in people.items():
        yield from wrong_days(("people", handle), person)
        for name in placeholders(person.calendar or ""):
            if name not in PLACES:
                yield ("people", handle, "calendar"), f"nothing fills {{{name}}} here"
        if person.slack and in_slack.setdefault(person.slack, handle) != handle:
            yield ("people", handle, "slack"), f"{in_slack[person.slack]} has this id"
    for name, team in teams.items():
        yield from wrong_days(("teams", name), team)
        yield from _wrong_members(("teams", name), team, people)


def _wrong_members(
    where: Path, team: TeamShape, people: Container[str]
) -> Iterator[Found]:
    for index, handle in enumerate(team.members):
        if handle not in people:
            yield (*where, "members", index), NOBODY
        elif handle in team.members[:index]:
            yield (*where, "members", index), "this person is here twice"
    if team.manager not in people:
        yield (*where, "manager"), NOBODY
    if team.above is not None and team.above not in people:
        yield (*where, "above"), NOBODY
    elif team.above == team.manager:
        yield (*where, "above"), "nobody answers to themselves"
