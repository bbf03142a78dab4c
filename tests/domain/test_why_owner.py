"""Why this owner got a lead, told from what was stored."""

from typing import Any

from domain.explaining.why_owner import why_owner
from domain.routing.row_match import PassedOver
from tests.domain.cast import playbook

ROUTING: dict[str, Any] = {
    "row": "iberia",
    "passed_over": [{"row": "named", "because": "company is unknown, not Contoso"}],
    "further": 790,
    "eligible": ["ana", "zoe"],
    "excluded": [{"handle": "ben", "because": "Ben is away until 09:00 on Mon"}],
    "picked": "ana",
    "because": "Ana waited longest",
}


def test_everything_that_is_known_is_told_in_its_order() -> None:
    told = why_owner(ROUTING, playbook())

    assert told.lines == (
        "Ana Ortiz got it: Ana waited longest",
        "Row iberia matched: to team iberia",
        "Could take it: Ana Ortiz and Zoe",
        "Ben is away until 09:00 on Mon",
        "Row named passed over: company is unknown, not Contoso",
        "790 more rows were further off",
    )


def test_every_row_takes_the_place_of_the_closest() -> None:
    every = [PassedOver("a", "country is FR, not ES")]

    told = why_owner(ROUTING, playbook(), every)

    assert told.passed_over == ("Row a passed over: country is FR, not ES",)
    assert told.further == ""


def test_where_nobody_got_it_there_is_only_the_reason() -> None:
    told = why_owner({"because": "None of 2 people can take it now"}, playbook())

    assert told.lines == ("None of 2 people can take it now",)


def test_a_playbook_that_is_not_at_hand_leaves_handles() -> None:
    told = why_owner(ROUTING, None)

    assert told.because == "Ana got it: Ana waited longest"
    assert told.row == "Row iberia matched"
