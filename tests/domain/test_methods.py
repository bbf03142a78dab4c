"""Ways of sharing a team's leads, each with the sentence that says why."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import Method, Team
from domain.playbook import Playbook
from domain.routing.availability import Availability
from domain.routing.choosing import Picked, choose_owner
from domain.routing.fairness import FairnessRules, Ledger
from domain.routing.row_match import RowMatch
from domain.routing.rows import TeamTarget
from tests.domain.cast import CLEO, MARA, NOW, person, playbook

IBERIA = RowMatch("iberia", TeamTarget("iberia"))
DORA = person("dora", capacity=10)


def book(method: Method, *people, explore: float = 0.2, **changes) -> Playbook:
    """Team iberia of these people, by this method; Ana, Ben and Dora by default."""
    people = people or (person("ana"), person("ben"), DORA)
    team = Team(
        "iberia",
        tuple(p.handle for p in people),
        "mara",
        method=method,
        explore=explore,
    )
    return playbook(
        people=(*people, CLEO, MARA),
        teams=(team, Team("north", ("cleo",), "mara")),
        **changes,
    )


def give(shared: Playbook, leads: int, *states: Availability) -> list[Picked]:
    """One lead a minute, with the same people there."""
    picks, ledger = [], Ledger()
    for minute in range(leads):
        pick = choose_owner(
            IBERIA,
            shared,
            {state.handle: state for state in states},
            ledger,
            barred={},
            now=NOW + timedelta(minutes=minute),
        )
        assert isinstance(pick, Picked)
        ledger = pick.ledger
        picks.append(pick)
    return picks


def owners(picks: list[Picked]) -> list[str]:
    return [pick.owner for pick in picks]


def test_round_robin_goes_round() -> None:
    picks = give(book(Method.ROUND_ROBIN), 6)

    assert owners(picks) == ["ana", "ben", "dora"] * 2
    assert [pick.because for pick in picks[:3]] == [
        "Ana, Ben and Dora had 0 leads each; Ana comes first in the team",
        "Ben and Dora had 0 leads each; Ben comes first in the team",
        "Dora had the fewest leads (0 leads) of 3 who can take it",
    ]


def test_weights_give_more_to_some_and_spread_it_evenly() -> None:
    shared = book(
        Method.WEIGHTED, person("ana", weight=2), person("ben"), person("dora")
    )

    picks = give(shared, 8)

    assert Counter(owners(picks)) == {"ana": 4, "ben": 2, "dora": 2}
    assert Counter(owners(picks[:4])) == {"ana": 2, "ben": 1, "dora": 1}
    assert picks[4].because == (
        "Ana had the fewest leads for their share"
        " (2 of 4 leads, with 50% of the team's weight)"
    )


def test_without_the_method_weights_count_for_nothing() -> None:
    shared = book(Method.ROUND_ROBIN, person("ana", weight=10), person("ben"))

    assert Counter(owners(give(shared, 10))) == {"ana": 5, "ben": 5}


def test_a_row_may_share_otherwise_than_its_team() -> None:
    shared = book(Method.ROUND_ROBIN, person("ana", weight=3), person("ben"))
    row = RowMatch("large", TeamTarget("iberia", Method.WEIGHTED))
    ledger, got = Ledger(), Counter[str]()

    for _ in range(8):
        pick = choose_owner(row, shared, {}, ledger, barred={}, now=NOW)
        assert isinstance(pick, Picked)
        ledger = pick.ledger
        got[pick.owner] += 1

    assert got == {"ana": 6, "ben": 2}


def test_least_open_asks_for_the_share_of_capacity_and_not_the_number() -> None:
    shared = book(Method.LEAST_OPEN, person("ana", capacity=30), DORA)

    (pick,) = give(
        shared, 1, Availability("ana", open_leads=5), Availability("dora", open_leads=3)
    )

    assert pick.owner == "ana"
    assert pick.because == "Ana has most room of 2 who can take it: 5 of 30 open leads"


def test_without_a_capacity_a_colleagues_largest_counts() -> None:
    shared = book(Method.LEAST_OPEN, person("ana"), DORA)

    (pick,) = give(
        shared, 1, Availability("ana", open_leads=2), Availability("dora", open_leads=3)
    )

    assert pick.owner == "ana"
    assert pick.because == "Ana has most room of 2 who can take it: 2 open leads"


def test_between_people_with_equal_room_it_goes_in_turn() -> None:
    picks = give(book(Method.LEAST_OPEN, person("ana"), person("ben")), 4)

    assert owners(picks) == ["ana", "ben", "ana", "ben"]
    assert picks[1].because == (
        "Ana and Ben have equal room;"
        " Ben had the fewest leads (0 leads) of 2 who can take it"
    )


WINS = (
    Availability("ana", won=4, closed=40),
    Availability("ben", won=16, closed=40),
    Availability("dora", won=1, closed=1),
)


def test_whoever_wins_most_gets_most_and_a_fifth_goes_in_turn() -> None:
    picks = give(book(Method.BEST_CONVERSION), 25, *WINS)

    explored = picks[4::5]
    assert all(pick.because.startswith("explores") for pick in explored)
    assert Counter(owners(explored)) == {"ana": 2, "ben": 1, "dora": 2}
    assert {pick.owner for pick in picks if pick not in explored} == {"ben"}


def test_one_lucky_lead_makes_nobody_the_best() -> None:
    (pick,) = give(book(Method.BEST_CONVERSION), 1, *WINS)

    assert pick.owner == "ben"
    assert pick.because == "Ben wins most: 16 of 40 closed leads, reckoned as 37%"
    assert not pick.takes_turn


def test_what_explores_says_so_and_takes_a_turn() -> None:
    pick = give(book(Method.BEST_CONVERSION), 5, *WINS)[-1]

    assert pick.takes_turn
    assert pick.because == (
        "explores (20% of leads go in turn):"
        " Ana, Ben and Dora are level in turns; Ana waited longest"
    )


def test_before_anybody_has_won_it_goes_to_all() -> None:
    picks = give(book(Method.BEST_CONVERSION), 12)

    assert set(owners(picks)) == {"ana", "ben", "dora"}


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=3, max_size=3),
    st.sampled_from([0.1, 0.2, 0.5]),
)
def test_whatever_was_won_nobody_is_starved(record, explore: float) -> None:
    states = [
        Availability(handle, won=min(won, closed), closed=closed)
        for handle, (won, closed) in zip(("ana", "ben", "dora"), record, strict=True)
    ]

    picks = give(book(Method.BEST_CONVERSION, explore=explore), 60, *states)

    got = Counter(owners(picks))
    assert all(
        got[handle] >= int(60 * explore / 3) for handle in ("ana", "ben", "dora")
    )


def test_who_is_new_begins_with_a_smaller_share() -> None:
    half = FairnessRules(ramp_share=0.5, ramp_for=timedelta(days=30))
    new = person("dora", starts_on=date(2026, 11, 1))
    shared = book(Method.ROUND_ROBIN, person("ana"), person("ben"), new, fairness=half)

    first_month = owners(give(shared, 10))
    later = replace(shared, fairness=replace(half, ramp_for=timedelta(days=20)))

    assert Counter(first_month) == {"ana": 4, "ben": 4, "dora": 2}
    assert Counter(owners(give(later, 9))) == {"ana": 3, "ben": 3, "dora": 3}


@pytest.mark.parametrize("method", Method)
def test_every_method_gives_a_lead_to_the_only_one_there(method: Method) -> None:
    shared = book(method)
    out = [Availability(handle, paused=True) for handle in ("ana", "dora")]

    (pick,) = give(shared, 1, *out)

    assert pick.owner == "ben"
    assert pick.because == "Ben is the only one who can take it"
