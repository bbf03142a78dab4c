"""What single change would have given a lead to somebody else."""

from dataclasses import replace
from typing import Any

import pytest

from domain.explaining.if_words import if_able
from domain.explaining.owner_flips import NOTHING, Decision, other_owners
from domain.playbook import Playbook
from domain.qualifying.bands import Band
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.qualifying.review_rules import ReviewRule
from domain.routing.availability import Availability, Exclusion
from domain.routing.choosing import NobodyAvailable, Picked
from domain.routing.finding import Surroundings, find_owner
from domain.routing.row_match import RowMatch
from domain.routing.rows import RepTarget, RoutingRow, TeamTarget
from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.requirements import (
    ContainsAny,
    ContainsNone,
    Known,
    Like,
    Maximum,
    Minimum,
    OneOf,
)
from tests.domain.cast import NOW, evidence, playbook, when

MEDIUM = QualificationModel((Rule("all", Part.FIT, 40, "asked"),))
ROWS = playbook(model=MEDIUM)


def flips(rules: Playbook = ROWS, around: Any = None, **known: Any) -> tuple[str, ...]:
    lead = evidence(**known)
    match, pick = find_owner(lead, Band.MEDIUM, rules, around or Surroundings(NOW))
    owner = pick.owner if isinstance(pick, Picked) else None
    able = () if isinstance(pick, NobodyAvailable) else pick.eligible
    decision = Decision(lead, NOW, Band.MEDIUM, match, owner, able, pick.excluded)
    return other_owners(decision, rules)


def test_another_fact_would_match_a_row_above() -> None:
    lines = flips(country="FR")

    assert lines == (
        "With company Contoso it would match row named and go to Ana",
        "With country Spain or Portugal it would match row iberia and go to Ana or Ben",
    )


def test_without_its_own_fact_it_would_fall_to_the_next_row() -> None:
    lines = flips(country="ES")

    assert "With no known country it would match row rest and go to Cleo" in lines
    assert "Without row iberia it would match row rest and go to Cleo" in lines


def test_whoever_could_not_take_it_is_told_with_what_would_have_to_be_otherwise() -> (
    None
):
    away = Availability("ana", away_until=NOW.replace(day=30))
    around = Surroundings(NOW, {"ana": away})

    lines = flips(around=around, country="ES")

    assert lines[0] == "If Ana were not away, it could go to Ana"


def test_a_rep_whom_the_row_names_would_get_it() -> None:
    paused = Surroundings(NOW, {"ana": Availability("ana", paused=True)})

    lines = flips(around=paused, company="Contoso")

    assert lines[0] == "If Ana took new leads, it would go to Ana"


def test_the_next_in_turn_is_told() -> None:
    assert flips(country="ES")[0] == "If Ana could not take it, it would go to Ben"


def test_a_change_that_leads_out_of_the_rows_says_so() -> None:
    spain = Rule("spain", Part.FIT, 40, "is in {country}", when(country="ES"))
    rules = playbook(model=QualificationModel((spain,)))

    lines = flips(rules, country="ES")

    assert "With no known country it would be low" in lines


def test_nothing_would_where_there_is_one_row_and_one_person() -> None:
    rules = playbook(model=MEDIUM, rows=(RoutingRow("rest", TeamTarget("north")),))

    assert flips(rules) == (NOTHING,)


def clause(field: str, *required: Any) -> Condition:
    return Condition((Clause(field, required),))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (clause("employees", Minimum(200)), "employees 200 or more"),
        (clause("employees", Maximum(5)), "employees 5 or less"),
        (clause("message", ContainsAny(("quot*",))), "“quot” in the message"),
        (clause("company", Known(expected=False)), "no known company"),
        (
            Condition((AnyOf((clause("industry", OneOf(("farming",))),)),)),
            "industry farming",
        ),
    ],
)
def test_the_nearest_value_is_named(condition: Condition, words: str) -> None:
    row = RoutingRow("first", RepTarget("cleo"), condition)
    rules = replace(ROWS, rows=(row, *ROWS.rows))

    lines = flips(rules, country="ES", employees=50, company="Acme", message="Hello")

    assert f"With {words} it would match row first and go to Cleo" in lines


def test_of_two_facts_that_are_in_the_way_neither_is_named_alone() -> None:
    two = when(company="Contoso", product="fleet")
    rules = replace(ROWS, rows=(RoutingRow("two", RepTarget("cleo"), two), *ROWS.rows))

    assert not any("row two" in line for line in flips(rules, country="ES"))


@pytest.mark.parametrize(
    ("because", "condition"),
    [
        ("Ana is away until 09:00 on Mon", "If Ana were not away"),
        ("Ana takes no new leads for now", "If Ana took new leads"),
        ("Ana has 30 of 30 open leads", "If Ana had room for another open lead"),
        ("Ana had 5 of 5 leads today", "If Ana had room for another lead today"),
        ("Ana is outside working hours", "If Ana were at work"),
        ("Ana is off on 6 January (Epiphany)", "If Ana were at work"),
        ("Ana starts on Mon 30 November", "If Ana had started already"),
        ("Ana let this lead slip", "If Ana had not let this lead slip"),
        ("Ana is not trained for video", "If Ana were trained for video"),
        ("Ana does not speak French", "If Ana spoke French"),
        ("Ana is not senior", "If Ana were senior"),
        ("Ana no longer works here", None),
    ],
)
def test_a_reason_is_turned_around(because: str, condition: str | None) -> None:
    assert if_able("Ana", because) == condition
    assert Exclusion("ana", because).because == because


def test_a_row_that_asks_for_another_band_is_told_by_the_band() -> None:
    high = RoutingRow("hot", RepTarget("cleo"), when(band="high"))
    rules = replace(ROWS, rows=(high, *ROWS.rows))

    lines = flips(rules, country="ES")

    assert "As high it would match row hot and go to Cleo" in lines


def test_a_band_that_nobody_routes_is_no_way_to_a_row() -> None:
    low = RoutingRow("cold", RepTarget("cleo"), when(band="low"))
    rules = replace(ROWS, rows=(low, *ROWS.rows))

    assert not any("row cold" in line for line in flips(rules, country="ES"))


def test_a_change_that_a_person_would_have_to_decide_says_so() -> None:
    spain = ReviewRule("no_country", clause("country", Known(expected=False)), "where?")
    rules = replace(ROWS, review_rules=(spain,))

    assert "With no known country a person would decide" in flips(rules, country="ES")


def test_a_row_that_is_gone_has_no_facts_of_its_own() -> None:
    lead = evidence(country="ES")
    gone = RowMatch("gone", TeamTarget("iberia"))
    decision = Decision(lead, NOW, Band.MEDIUM, gone, "zoe", ("zoe", "ana"), ())

    assert other_owners(decision, ROWS) == (
        "If Zoe could not take it, it would go to Ana",
    )


def test_what_many_values_would_do_is_not_named() -> None:
    rules = ROWS
    for n, required in enumerate(
        (Like(("/a*",)), ContainsNone(("x",)), Known(expected=True))
    ):
        row = RoutingRow(f"r{n}", RepTarget("cleo"), clause("landing_page", required))
        rules = replace(rules, rows=(row, *rules.rows))

    assert not any("landing page" in line for line in flips(rules, country="ES"))
