"""Read the people and teams of a playbook file."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from adapters.playbook.places import NOBODY, Found
from adapters.playbook.shape import Shape
from adapters.playbook.values import (
    Address,
    Hours,
    Language,
    Line,
    Slug,
    Url,
    Zone,
    one_of,
)
from domain.people import Person, Role, Team


class PersonShape(Shape):
    name: Line
    email: Address
    role: Annotated[Role, one_of(Role)]
    zone: Zone | None = None
    hours: Hours | None = None
    calendar: Url | None = None
    languages: list[Language] = []
    capacity: Annotated[int, Field(ge=1)] | None = None

    def person(self, handle: str, zone: str) -> Person:
        """`zone` is the business's, for who has none of their own."""
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
        )


class TeamShape(Shape):
    members: Annotated[list[str], Field(min_length=1)]
    manager: str

    def team(self, name: str) -> Team:
        return Team(name, tuple(self.members), self.manager)


People = Annotated[dict[Slug, PersonShape], Field(min_length=1)]
Teams = Annotated[dict[Slug, TeamShape], Field(min_length=1)]


def wrong_people(
    people: Mapping[str, PersonShape], teams: Mapping[str, TeamShape]
) -> Iterator[Found]:
    """Teams of people there are not, and nobody to review leads."""
    roles = {person.role for person in people.values()}
    if not roles & {Role.MANAGER, Role.OPERATOR}:
        yield ("people",), "somebody must be a manager or an operator, to review leads"
    for name, team in teams.items():
        for index, handle in enumerate(team.members):
            if handle not in people:
                yield ("teams", name, "members", index), NOBODY
            elif handle in team.members[:index]:
                yield ("teams", name, "members", index), "this person is here twice"
        if team.manager not in people:
            yield ("teams", name, "manager"), NOBODY
