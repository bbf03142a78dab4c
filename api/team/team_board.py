"""Lay out the people of each team, and who is in none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.desk import Reader
from api.team.person_lines import PersonLine

_ON_A_SCREEN = 10


@dataclass(frozen=True, slots=True)
class TeamPart:
    """A team, or those who are in none."""

    name: str
    manager: str
    people: tuple[PersonLine, ...]

    @property
    def is_large(self) -> bool:
        """More people than a table shows on one screen."""
        return len(self.people) > _ON_A_SCREEN

    @property
    def taking(self) -> int:
        """How many get new leads just now."""
        return sum(line.gets_leads for line in self.people)


def team_parts(lines: Mapping[str, PersonLine], reader: Reader) -> list[TeamPart]:
    """By team as the playbook has them; who is in none comes last."""
    return [part for part in _parts(lines, reader) if part.people]


def _parts(lines: Mapping[str, PersonLine], reader: Reader) -> Iterator[TeamPart]:
    in_a_team: set[str] = set()
    for team in reader.playbook.teams:
        there = tuple(lines[handle] for handle in team.members if handle in lines)
        in_a_team.update(team.members)
        yield TeamPart(team.name, reader.name_of(team.manager), there)
    others = tuple(line for handle, line in lines.items() if handle not in in_a_team)
    yield TeamPart("", "", others)
