from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import NotFoundError
from domain.people import Team
from domain.qualifying.bands import Band
from domain.routing.availability import Availability, Exclusion
from domain.routing.choosing import NobodyAvailable, Offered, Pick, Picked, choose_owner
from domain.routing.fairness import Ledger, Turns
from domain.routing.pools import members_of, pool_of
from domain.routing.row_match import PassedOver, RowMatch, match_row
from domain.routing.rows import QueueTarget, RepTarget, RoutingRow, TeamTarget
from domain.working_time.working_hours import SpecialDays
from tests.domain.cast import (
    ANA,
    BEN,
    CLEO,
    MARA,
    NOW,
    OTTO,
    evidence,
    person,
    playbook,
    when,
)
from tests.domain.holidays import Holidays

IBERIA = RowMatch("iberia", TeamTarget("iberia"))


def choose(
    match: RowMatch = IBERIA,
    *states: Availability,
    ledger: Ledger = Ledger(),  # noqa: B008  frozen
    barred: dict[str, str] | None = None,
    now=NOW,
    book=None,
) -> Pick:
    availability = {state.handle: state for state in states}
    return choose_owner(
        match,
        book or playbook(),
        availability,
        ledger,
        barred=barred or {},
        now=now,
    )


def reasons(outcome: Picked | NobodyAvailable) -> list[str]:
    return [exclusion.because for exclusion in outcome.excluded]


def test_the_first_row_that_fits_wins_and_the_ones_above_say_why_not() -> None:
    match = match_row(evidence(country="PT", company="Acme"), Band.HIGH, playbook())

    over = (PassedOver("named", "company is Acme, not Contoso"),)
    assert match == RowMatch("iberia", TeamTarget("iberia"), over)


def test_what_fits_no_row_goes_to_the_default() -> None:
    match = match_row(evidence(), Band.HIGH, playbook())

    assert match.row == "rest"
    assert [over.because for over in match.passed_over] == [
        "company is unknown, not Contoso",
        "country is unknown, not Spain or Portugal",
    ]


def test_a_row_may_ask_for_the_band() -> None:
    rows = (
        RoutingRow("seniors", RepTarget("ana"), when(band="high")),
        RoutingRow("rest", TeamTarget("north")),
    )
    book = playbook(rows=rows)

    assert match_row(evidence(), Band.HIGH, book).row == "seniors"
    assert match_row(evidence(), Band.MEDIUM, book).row == "rest"


def test_a_table_without_a_default_is_refused_when_nothing_fits() -> None:
    with pytest.raises(NotFoundError):
        match_row(evidence(), Band.HIGH, playbook(rows=playbook().rows[:1]))


@given(
    st.dictionaries(
        st.sampled_from(["country", "company", "product"]),
        st.sampled_from(["ES", "PT", "Contoso", ""]) | st.text(),
    ),
    st.sampled_from(Band),
)
def test_every_lead_matches_exactly_one_row(facts, band: Band) -> None:
    book = playbook()

    match = match_row(evidence(facts=facts), band, book)

    rows = [row.id for row in book.rows]
    passed = [over.row for over in match.passed_over]
    assert [*passed, match.row] == rows[: len(passed) + 1]


def test_the_only_one_who_can_take_it_gets_it() -> None:
    outcome = choose(IBERIA, Availability("ana", paused=True))

    assert outcome == Picked(
        "ben",
        "team:iberia",
        "Ben is the only one who can take it",
        ("ben",),
        (Exclusion("ana", "Ana takes no new leads for now"),),
    )


@pytest.mark.parametrize(
    ("ledger", "owner", "because"),
    [
        (
            Ledger({"ana": Turns(2), "ben": Turns(1)}),
            "ben",
            "Ben had the fewest leads (1 lead) of 2 who can take it",
        ),
        (
            Ledger({"ana": Turns(2), "ben": Turns(2)}),
            "ana",
            "Ana and Ben had 2 leads each; Ana comes first in the team",
        ),
        (
            Ledger({"ana": Turns(2, NOW), "ben": Turns(2, NOW - timedelta(1))}),
            "ben",
            "Ana and Ben had 2 leads each; Ben waited longest",
        ),
    ],
)
def test_the_turn_is_explained(ledger: Ledger, owner: str, because: str) -> None:
    outcome = choose(ledger=ledger)

    assert isinstance(outcome, Picked)
    assert (outcome.owner, outcome.because) == (owner, because)
    assert outcome.eligible == ("ana", "ben")


@pytest.mark.parametrize(
    ("state", "because"),
    [
        (
            Availability("ben", away_until=NOW + timedelta(days=1)),
            "Ben is away until 10:00 tomorrow",
        ),
        (Availability("ben", paused=True), "Ben takes no new leads for now"),
        (Availability("ben", open_leads=30), "Ben has 30 of 30 open leads"),
    ],
)
def test_who_cannot_take_it_is_passed_over_with_a_reason(state, because) -> None:
    outcome = choose(IBERIA, state)

    assert isinstance(outcome, Picked)
    assert outcome.owner == "ana"
    assert reasons(outcome) == [because]


def test_back_from_leave_and_under_capacity_is_eligible() -> None:
    back = Availability("ben", away_until=NOW, open_leads=29)

    outcome = choose(IBERIA, back, Availability("ana", open_leads=10_000))

    assert isinstance(outcome, Picked)
    assert outcome.eligible == ("ana", "ben")


def test_who_is_on_leave_when_they_would_be_told_is_passed_over() -> None:
    friday_night = NOW + timedelta(days=4, hours=12)
    monday = friday_night + timedelta(days=2)
    week = Availability("ben", monday + timedelta(days=5), away_from=monday)

    outcome = choose(IBERIA, week, now=friday_night)
    before = choose(IBERIA, week, now=friday_night - timedelta(hours=12))

    assert isinstance(outcome, Picked)
    assert isinstance(before, Picked)
    assert (outcome.eligible, before.eligible) == (("ana",), ("ana", "ben"))


def test_outside_working_hours_counts_only_where_the_row_says_so() -> None:
    night = NOW + timedelta(hours=12)
    daytime = RowMatch("iberia", TeamTarget("iberia"), only_when_open=True)

    assert isinstance(choose(IBERIA, now=night), Picked)
    assert isinstance(choose(daytime, now=NOW), Picked)
    outcome = choose(daytime, now=night)
    assert isinstance(outcome, NobodyAvailable)
    assert reasons(outcome)[0] == "Ana is outside working hours"


def test_who_has_a_public_holiday_is_off_by_its_name() -> None:
    holidays = Holidays({NOW.date(): "Saint Cecilia"})
    ana = replace(ANA, days=SpecialDays(holidays=holidays))
    daytime = RowMatch("iberia", TeamTarget("iberia"), only_when_open=True)

    outcome = choose(daytime, book=playbook(people=(ana, BEN, CLEO, MARA, OTTO)))

    assert isinstance(outcome, Picked)
    assert outcome.owner == "ben"
    assert reasons(outcome) == ["Ana is off on 23 November (Saint Cecilia)"]


def test_who_let_the_lead_slip_does_not_get_it_again() -> None:
    outcome = choose(barred={"ana": "Ana let this lead slip"})

    assert isinstance(outcome, Picked)
    assert outcome.owner == "ben"
    assert reasons(outcome) == ["Ana let this lead slip"]


def test_nobody_left_is_an_outcome_with_a_name_and_reasons() -> None:
    barred = {"ana": "Ana let this lead slip", "ben": "Ben declined it"}

    assert choose(barred=barred) == NobodyAvailable(
        "team:iberia",
        "None of 2 people can take it now",
        (Exclusion("ana", barred["ana"]), Exclusion("ben", barred["ben"])),
    )


def test_an_empty_team_says_so() -> None:
    book = playbook(teams=(Team("iberia", (), "mara"),))

    outcome = choose(book=book)

    assert outcome == NobodyAvailable("team:iberia", "The team has no members", ())


def test_a_named_rep_gets_the_lead_out_of_turn() -> None:
    named = RowMatch("named", RepTarget("ana"))

    outcome = choose(named, ledger=Ledger({"ana": Turns(9), "ben": Turns(8)}))

    assert isinstance(outcome, Picked)
    assert outcome.owner == "ana"
    assert outcome.pool == "team:iberia"
    assert outcome.because == "Row named names Ana Ortiz"


def test_the_team_stands_in_for_a_named_rep_who_cannot() -> None:
    named = RowMatch("named", RepTarget("ana"))

    outcome = choose(named, Availability("ana", paused=True))

    assert isinstance(outcome, Picked)
    assert outcome.owner == "ben"


def test_a_rep_without_a_team_has_a_pool_alone() -> None:
    book = playbook(people=(CLEO, MARA, person("dora")))

    assert pool_of(RepTarget("dora"), book) == "rep:dora"
    assert members_of(RepTarget("dora"), book) == ("dora",)
    assert pool_of(RepTarget("cleo"), book) == "team:north"


def test_a_queue_is_offered_to_all_who_can_take_it() -> None:
    match = RowMatch("iberia", QueueTarget("iberia"))

    pick = choose(match, Availability("ana", paused=True))

    assert isinstance(pick, Offered)
    assert pick.eligible == ("ben",)
    assert pick.because == "Row iberia leaves it to the first who accepts"
    assert [one.because for one in pick.excluded] == ["Ana takes no new leads for now"]


def test_a_queue_of_nobody_is_unroutable() -> None:
    match = RowMatch("iberia", QueueTarget("iberia"))
    nobody = [Availability(handle, paused=True) for handle in ("ana", "ben")]

    assert isinstance(choose(match, *nobody), NobodyAvailable)
