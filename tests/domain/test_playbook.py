from dataclasses import replace

import pytest

from domain.errors import NotFoundError
from domain.people import Role, Team
from tests.domain.cast import ANA, MADRID, OFFICE, person, playbook


def test_people_and_teams_are_found_by_name() -> None:
    book = playbook()

    assert book.person("ana") is ANA
    assert ANA.first_name == "Ana"
    assert book.has_person("ana")
    assert not book.has_person("zoe")
    assert book.team("north").members == ("cleo",)


def test_an_unknown_name_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        playbook().person("zoe")
    with pytest.raises(NotFoundError):
        playbook().team("south")


def test_a_rep_answers_to_the_manager_of_the_team() -> None:
    book = playbook()

    manager = book.manager_of("ben")

    assert manager is not None
    assert manager.handle == "mara"


def test_without_a_team_the_first_manager_is_told() -> None:
    alone = playbook(people=(person("dora"), person("mara", Role.MANAGER)), teams=())

    manager = alone.manager_of("dora")

    assert manager is not None
    assert manager.handle == "mara"
    assert playbook(people=(ANA,), teams=()).manager_of("ana") is None


def test_people_work_the_hours_of_the_business_unless_they_have_their_own() -> None:
    book = playbook(people=(ANA, person("dora", hours=OFFICE)))

    assert book.calendar_of("ana") == book.calendar
    assert book.calendar_of("dora").hours is OFFICE
    assert book.calendar.zone == MADRID


def test_the_manager_answers_to_whom_the_team_names_or_to_an_operator() -> None:
    people = (
        person("ana"),
        person("mara", Role.MANAGER),
        person("vera", Role.MANAGER),
        person("otto", Role.OPERATOR),
    )
    team = Team("iberia", ("ana",), "mara")

    named = playbook(people=people, teams=(replace(team, above="vera"),))
    unnamed = playbook(people=people, teams=(team,))
    nobody = playbook(people=people[:3], teams=(team,))

    assert getattr(named.manager_above("ana"), "handle", None) == "vera"
    assert getattr(unnamed.manager_above("ana"), "handle", None) == "otto"
    assert nobody.manager_above("ana") is None
