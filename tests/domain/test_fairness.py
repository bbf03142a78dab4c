from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fairness import Ledger, Turns, joined, pick, turn_taken
from tests.domain.cast import NOW

TEAM = ("ana", "ben", "cleo", "dora")


def ledger(**taken: int) -> Ledger:
    return Ledger({handle: Turns(count) for handle, count in taken.items()})


def test_the_one_with_the_fewest_turns_is_next() -> None:
    assert pick(ledger(ana=3, ben=2), ["ana", "ben"]) == "ben"


def test_between_equals_the_one_who_waited_longest_is_next() -> None:
    turns = Ledger({"ana": Turns(2, NOW), "ben": Turns(2, NOW - timedelta(hours=1))})

    assert pick(turns, ["ana", "ben"]) == "ben"


def test_a_new_team_starts_in_its_own_order() -> None:
    assert pick(Ledger(), ["ben", "ana"]) == "ben"


def test_nobody_can_be_picked_from_nobody() -> None:
    with pytest.raises(ValueError, match="empty"):
        pick(Ledger(), [])


def test_a_joiner_starts_level_with_the_others_and_not_from_zero() -> None:
    turns = joined(ledger(ana=7, ben=8), ["ana", "ben", "cleo"])

    assert turns.of("cleo") == Turns(7)


def test_who_returns_catches_up_one_turn_and_no_more() -> None:
    turns = joined(ledger(ana=3, ben=20, cleo=20), ["ana", "ben", "cleo"])

    assert turns.of("ana").taken == 19


def test_who_left_the_team_no_longer_counts() -> None:
    turns = joined(ledger(ana=3, gone=90), ["ana"])

    assert turns.turns == {"ana": Turns(3)}


def run(days: list[set[str]]) -> list[str]:
    """Who got each lead, when only the people named could take it."""
    picked: list[str] = []
    book = Ledger()
    for number, able in enumerate(days):
        book = joined(book, TEAM)
        owner = pick(book, [handle for handle in TEAM if handle in able])
        book = turn_taken(book, owner, NOW + timedelta(minutes=number))
        picked.append(owner)
    return picked


ABLE = st.lists(st.sets(st.sampled_from(TEAM), min_size=1), min_size=1, max_size=80)


@given(st.lists(st.sets(st.sampled_from(TEAM[2:])), max_size=80))
def test_those_who_are_always_there_never_differ_by_more_than_one(others) -> None:
    got = Counter(run([{"ana", "ben"} | able for able in others]))

    assert abs(got["ana"] - got["ben"]) <= 1


@given(ABLE, st.integers(1, 40))
def test_who_returns_is_never_flooded(before, leads) -> None:
    picked = run(before + [set(TEAM)] * leads)

    got = Counter(picked[len(before) :])
    assert max(got.values()) - min(got[handle] for handle in TEAM) <= 2


@given(ABLE)
def test_a_round_of_everybody_starves_nobody(before) -> None:
    picked = run(before + [set(TEAM)] * 2 * len(TEAM))

    assert set(picked[len(before) :]) == set(TEAM)


@given(
    st.dictionaries(st.sampled_from(TEAM), st.integers(0, 100)),
    st.lists(st.sampled_from(TEAM), unique=True, min_size=1),
)
def test_joining_twice_changes_nothing(taken, members) -> None:
    once = joined(ledger(**taken), members)

    assert joined(once, members) == once
