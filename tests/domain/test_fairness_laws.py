"""The law of domain.routing.fairness, over any sequence of what can happen to a team.

The test keeps books of its own, in fractions, of who got what and what a fair part was.
"""

from collections import Counter
from datetime import timedelta
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.routing.fairness import (
    Ledger,
    Shares,
    Turns,
    charged,
    dealt,
    given_back,
    pick,
    settled,
)
from domain.routing.methods.best_conversion import explores
from tests.domain.cast import NOW, equal_shares

PEOPLE = tuple(f"rep{number}" for number in range(8))
WEIGHTS = st.sampled_from([0.1, 0.25, 0.5, 1, 1, 1, 2, 3, 10])
ROUNDING = 1e-6
BIT = 1e-3


def turn(ledger: Ledger, shares: Shares, able, minute: int = 0) -> tuple[str, Ledger]:
    turns = dealt(settled(ledger, shares, able), shares, able)
    owner = pick(turns, shares, able)
    return owner, charged(turns, owner, NOW + timedelta(minutes=minute))


@given(st.lists(WEIGHTS, min_size=1, max_size=8), st.integers(1, 150))
def test_a_steady_team_is_never_a_lead_away_from_its_exact_shares(
    weights: list[float], leads: int
) -> None:
    shares = Shares(dict(zip(PEOPLE, weights, strict=False)))
    total = sum(map(Fraction, weights))
    got, book = Counter[str](), Ledger()

    for number in range(1, leads + 1):
        owner, book = turn(book, shares, list(shares.weights), number)
        got[owner] += 1

        for handle, weight in shares.weights.items():
            exact = number * Fraction(weight) / total
            assert abs(got[handle] - exact) < 1 + BIT
    before = settled(book, shares, list(shares.weights))
    assert all(
        abs(before.of(handle).balance - book.of(handle).balance) < BIT
        for handle in shares.weights
    ), "nothing is forgotten while nothing changes"


OTHERS = st.lists(st.sets(st.sampled_from(PEOPLE[2:])), max_size=120)


@given(OTHERS)
def test_two_who_are_always_there_never_differ_by_more_than_one(others) -> None:
    shares, got, book = equal_shares(PEOPLE), Counter[str](), Ledger()

    for number, able in enumerate(others):
        here = [h for h in PEOPLE if h in able or h in PEOPLE[:2]]
        owner, book = turn(book, shares, here, number)
        got[owner] += 1

        assert abs(got[PEOPLE[0]] - got[PEOPLE[1]]) <= 1


ABLE = st.lists(st.sets(st.sampled_from(PEOPLE), min_size=1), max_size=80)


@given(ABLE, st.integers(1, 60))
def test_who_returns_is_never_flooded(before, leads: int) -> None:
    shares, got, book = equal_shares(PEOPLE), Counter[str](), Ledger()
    for number, able in enumerate(before):
        _, book = turn(book, shares, [h for h in PEOPLE if h in able], number)

    for number in range(leads):
        owner, book = turn(book, shares, PEOPLE, 100 + number)
        got[owner] += 1

    most = max(got.values())
    assert most - min(got[handle] for handle in PEOPLE) <= 1 + 2 * 1 + 1


@given(ABLE)
def test_three_rounds_of_everybody_starve_nobody(before) -> None:
    shares, book = equal_shares(PEOPLE), Ledger()
    for number, able in enumerate(before):
        _, book = turn(book, shares, [h for h in PEOPLE if h in able], number)

    owners = set()
    for number in range(3 * len(PEOPLE)):
        owner, book = turn(book, shares, PEOPLE, 100 + number)
        owners.add(owner)

    assert owners == set(PEOPLE)


@given(st.integers(0, 500), st.sampled_from([0.05, 0.1, 0.2, 0.25, 0.3, 0.5, 1]))
def test_what_explores_is_the_share_asked_for(leads: int, share: float) -> None:
    explored = sum(explores(had, share) for had in range(leads))

    assert abs(explored - leads * share) < 1


class ATeamsLife(RuleBasedStateMachine):
    """Picks, joins, departures, leave, declines, weights and gifts in any order."""

    catch_up = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.weights: dict[str, float] = {PEOPLE[0]: 1.0, PEOPLE[1]: 1.0}
        self.away: set[str] = set()
        self.book = Ledger()
        self.minute = 0
        self.last: str | None = None
        self.owners: list[str] = []  # who got each lead, by the ledger
        # Since which of these leads somebody was asked every time, and how much they may
        # have been catching up meanwhile.
        self.since = dict.fromkeys(PEOPLE, 0)
        self.rounds = dict.fromkeys(PEOPLE, 0.0)

    def _begins_anew(self, *handles: str) -> None:
        for handle in handles:
            self.since[handle], self.rounds[handle] = len(self.owners), 0.0

    @property
    def shares(self) -> Shares:
        return Shares(dict(self.weights), self.catch_up)

    @property
    def able(self) -> list[str]:
        return [handle for handle in self.weights if handle not in self.away]

    def can_pick(self) -> bool:
        return bool(self.able)

    @precondition(can_pick)
    @rule()
    def a_lead_comes(self) -> None:
        self._lead(self.able)

    @precondition(can_pick)
    @rule(barred=st.sets(st.sampled_from(PEOPLE)))
    def a_lead_that_some_must_not_have(self, barred: set[str]) -> None:
        self._lead([h for h in self.able if h not in barred] or self.able)

    def _lead(self, able: list[str]) -> None:
        self.minute += 1
        turns = dealt(settled(self.book, self.shares, able), self.shares, able)
        owner = pick(turns, self.shares, able)
        # Nobody who is ahead gets a turn while somebody else is behind.
        owed = {handle: turns.of(handle).balance for handle in able}
        assert owed[owner] > 0 or max(owed.values()) <= ROUNDING
        self.book = charged(turns, owner, NOW + timedelta(minutes=self.minute))
        self.last = owner
        self.owners.append(owner)
        self._begins_anew(*(handle for handle in PEOPLE if handle not in able))
        for handle in able:
            most = max(self.rounds[handle], self.shares.round_of(handle))
            self.rounds[handle] = most

    @rule(handle=st.sampled_from(PEOPLE), weight=WEIGHTS)
    def somebody_joins_or_works_more_or_less(self, handle: str, weight: float) -> None:
        self.weights[handle] = weight
        self._begins_anew(handle)

    @rule(handle=st.sampled_from(PEOPLE))
    def somebody_leaves_the_team(self, handle: str) -> None:
        if len(self.weights) > 1:
            self.weights.pop(handle, None)
            self._begins_anew(handle)

    @rule(handle=st.sampled_from(PEOPLE))
    def somebody_goes_away_or_comes_back(self, handle: str) -> None:
        self.away ^= {handle}

    @rule()
    def the_last_lead_is_declined_at_no_cost(self) -> None:
        if self.last is not None:
            self.book = given_back(self.book, self.last)
            self._begins_anew(*PEOPLE)
            self.last = None

    @rule(handle=st.sampled_from(PEOPLE))
    def a_lead_is_given_by_hand_and_counts(self, handle: str) -> None:
        if handle in self.weights:
            self.book = charged(self.book, handle, NOW)
            self._begins_anew(*PEOPLE)

    @invariant()
    def the_law_holds(self) -> None:
        """Beside what the ledger itself says: against an ideal made from it afresh."""
        able = self.able
        if not able:
            return
        before = settled(self.book, self.shares, able)
        for handle in self.weights:
            owed, extra = before.of(handle).balance, self.shares.round_of(handle)
            if handle in able:
                assert abs(owed) <= 1 + extra + ROUNDING
            else:
                assert owed <= extra + ROUNDING

    @invariant()
    def two_who_are_both_there_stay_together(self) -> None:
        """By the leads that they got alone, whatever happens to everybody else."""
        for one, other in combinations(self.able, 2):
            together = self.owners[max(self.since[one], self.since[other]) :]
            apart = abs(
                together.count(one) / self.weights[one]
                - together.count(other) / self.weights[other]
            )
            bounds = (
                (1 + self.rounds[handle]) / self.weights[handle]
                for handle in (one, other)
            )
            assert apart <= 2 * sum(bounds) + ROUNDING

    @invariant()
    def a_first_turn_is_never_more_than_a_round_away(self) -> None:
        """Whoever is there gets a lead within the turns that the law leaves to others."""
        able = self.able
        if not able or set(self.weights.values()) != {1.0}:
            return
        most = round(len(able) * (3 + 2 * self.catch_up))
        book, waiting = self.book, set(able)
        for number in range(most):
            owner, book = turn(book, self.shares, able, self.minute + number)
            waiting.discard(owner)
        assert not waiting


class ATeamWithoutCatchUp(ATeamsLife):
    catch_up = 0.0


class ATeamThatCatchesUpALot(ATeamsLife):
    catch_up = 3.0


LONG = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestATeamsLife = ATeamsLife.TestCase
TestATeamsLife.settings = LONG
TestATeamWithoutCatchUp = ATeamWithoutCatchUp.TestCase
TestATeamWithoutCatchUp.settings = LONG
TestATeamThatCatchesUpALot = ATeamThatCatchesUpALot.TestCase
TestATeamThatCatchesUpALot.settings = LONG


@given(
    st.dictionaries(st.sampled_from(PEOPLE), st.floats(-20, 20)),
    st.sets(st.sampled_from(PEOPLE), min_size=1),
)
def test_settling_twice_changes_only_what_bounds_it(owed, able: set[str]) -> None:
    shares = equal_shares(PEOPLE)
    book = Ledger({handle: Turns(1, NOW, each) for handle, each in owed.items()})

    once = settled(book, shares, able)

    assert all(abs(turns.balance) <= 2 + ROUNDING for turns in once.turns.values())
    again = settled(once, shares, able)
    assert all(abs(turns.balance) <= 2 + ROUNDING for turns in again.turns.values())
