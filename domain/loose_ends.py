"""Say what of a playbook can have no effect, or will surprise somebody."""

from collections.abc import Iterator

from domain.condition_words import in_words
from domain.people import Role
from domain.playbook import Playbook
from domain.routing import members_of


def loose_ends(playbook: Playbook) -> tuple[str, ...]:
    """Sentences. The playbook can be published all the same."""
    return (*_dead_rows(playbook), *_idle_people(playbook), *_useless_rules(playbook))


def _dead_rows(playbook: Playbook) -> Iterator[str]:
    taken: dict[str, str] = {}
    for row in playbook.rows:
        when = in_words(row.when)
        if when in taken:
            yield f"Row {row.id} is never reached: row {taken[when]} asks for the same."
        elif not row.only_when_open:
            taken[when] = row.id


def _idle_people(playbook: Playbook) -> Iterator[str]:
    reached = {h for row in playbook.rows for h in members_of(row.target, playbook)}
    for person in playbook.people:
        if person.role is Role.REP and person.handle not in reached:
            yield f"{person.name} gets no lead: no row leads to them or to their team."
    for team in playbook.teams:
        if reached.isdisjoint(team.members):
            yield f"Team {team.name} gets no lead: no row leads to it."


def _useless_rules(playbook: Playbook) -> Iterator[str]:
    for rule in playbook.model.rules:
        if not rule.points:
            yield f"Rule {rule.id} is worth nothing."
