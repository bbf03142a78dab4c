from datetime import timedelta

import pytest

from domain.routing.fairness import (
    Ledger,
    Shares,
    Turns,
    changes,
    charged,
    dealt,
    given_back,
    noted,
    pick,
    settled,
)
from tests.domain.cast import NOW, equal_shares

TEAM = ("ana", "ben", "cleo")
EQUAL = equal_shares(TEAM)


def owing(**owed: float) -> Ledger:
    return Ledger({handle: Turns(owed=each) for handle, each in owed.items()})


def old(**taken: int) -> Ledger:
    return Ledger({handle: Turns(count) for handle, count in taken.items()})


def balances(ledger: Ledger) -> dict[str, float]:
    return {handle: round(turns.balance, 3) for handle, turns in ledger.turns.items()}


def next_of(ledger: Ledger, shares: Shares = EQUAL, able=TEAM) -> str:
    turns = dealt(settled(ledger, shares, able), shares, able)
    return pick(turns, shares, able)


def test_whoever_is_furthest_behind_is_next() -> None:
    assert next_of(owing(ana=-0.5, ben=0.2, cleo=0.3)) == "cleo"


def test_between_equals_the_one_who_waited_longest_is_next() -> None:
    turns = Ledger(
        {
            "ana": Turns(2, NOW, 0),
            "ben": Turns(2, NOW - timedelta(hours=1), 0),
            "cleo": Turns(2, NOW, 0),
        }
    )

    assert next_of(turns) == "ben"


def test_a_new_team_starts_in_its_own_order() -> None:
    assert next_of(Ledger()) == "ana"


def test_nobody_can_be_picked_from_nobody() -> None:
    with pytest.raises(ValueError, match="empty"):
        pick(Ledger(), EQUAL, [])


def test_a_lead_is_dealt_in_shares_and_charged_to_one() -> None:
    turns = dealt(settled(Ledger(), EQUAL, TEAM), EQUAL, TEAM)
    after = charged(turns, "ana", NOW)

    assert balances(turns) == {"ana": 0.333, "ben": 0.333, "cleo": 0.333}
    assert balances(after) == {"ana": -0.667, "ben": 0.333, "cleo": 0.333}
    assert after.of("ana") == Turns(1, NOW, after.of("ana").owed)


def test_turns_come_one_after_the_other_whatever_two_clocks_say() -> None:
    turns = charged(Ledger({"ana": Turns(1, NOW, 0)}), "ben", NOW - timedelta(hours=1))

    assert turns.of("ben").last_at == NOW + timedelta(microseconds=1)


def test_shares_follow_the_weights() -> None:
    half_timer = Shares({"ana": 1, "ben": 0.5})

    turns = dealt(settled(Ledger(), half_timer, ("ana", "ben")), half_timer, ("ana",))
    both = dealt(
        settled(Ledger(), half_timer, ("ana", "ben")), half_timer, ("ana", "ben")
    )

    assert balances(turns)["ana"] == 1
    assert balances(both) == {"ana": 0.667, "ben": 0.333}


def test_a_joiner_starts_level_with_the_others_and_not_from_zero() -> None:
    turns = settled(owing(ana=0.5, ben=0.1), EQUAL, TEAM)

    assert balances(turns) == {"ana": 0.2, "ben": -0.2, "cleo": 0}


def test_who_comes_back_catches_up_one_lead_and_no_more() -> None:
    turns = Ledger()
    for minute in range(50):
        _, turns = taken(turns, TEAM[:2], minute)

    owners = []
    for minute in range(50, 65):
        owner, turns = taken(turns, TEAM, minute)
        owners.append(owner)

    assert owners[0] == "cleo"
    assert owners.count("cleo") <= 5 + 1


def taken(ledger: Ledger, able: tuple[str, ...], minute: int) -> tuple[str, Ledger]:
    turns = dealt(settled(ledger, EQUAL, able), EQUAL, able)
    owner = pick(turns, EQUAL, able)
    return owner, charged(turns, owner, NOW + timedelta(minutes=minute))


def test_with_nothing_to_catch_up_who_returns_stands_where_they_stood() -> None:
    none = equal_shares(TEAM, catch_up=0)

    turns = dealt(settled(owing(ana=0, ben=0, cleo=0), none, TEAM[:2]), none, TEAM[:2])

    assert balances(turns)["cleo"] == 0


def test_who_left_the_team_no_longer_counts() -> None:
    turns = settled(owing(ana=0.3, gone=-9), equal_shares(("ana",)), ("ana",))

    assert balances(turns) == {"ana": 0}


def test_a_debt_beyond_the_bound_is_forgiven() -> None:
    turns = settled(owing(ana=-9, ben=3, cleo=3), EQUAL, TEAM)

    assert balances(turns) == {"ana": -2, "ben": 2, "cleo": 2}


def test_a_turn_given_back_leaves_no_trace() -> None:
    turns = charged(owing(ana=0.25), "ana", NOW)

    assert given_back(turns, "ana").of("ana") == Turns(0, NOW, 0.25)
    assert given_back(owing(ana=0.25), "ana") == owing(ana=0.25)
    assert given_back(old(ana=3), "ana") == old(ana=2)


def test_a_lead_that_is_no_turn_is_counted_and_not_charged() -> None:
    assert noted(owing(ana=0.25), "ana", NOW).of("ana") == Turns(1, NOW, 0.25)


def test_a_ledger_from_before_balances_goes_on_as_it_stood() -> None:
    assert next_of(old(ana=7, ben=7, cleo=6)) == "cleo"
    assert balances(settled(old(ana=7, ben=7, cleo=1), EQUAL, TEAM)) == {
        "ana": -2,
        "ben": -2,
        "cleo": 2,
    }


def test_only_what_changed_is_written_down() -> None:
    before = owing(ana=0, ben=0)

    assert changes(before, before) == {}
    assert changes(before, charged(before, "ben", NOW)) == {"ben": Turns(1, NOW, -1)}
