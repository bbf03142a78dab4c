import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.evidence import Value
from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.facts import Facts, TimeFrame, facts_of, is_field
from domain.rules.requirements import (
    ContainsAny,
    ContainsNone,
    Known,
    Like,
    Maximum,
    Minimum,
    Not,
    OneOf,
    Requirement,
)
from tests.domain.cast import NOW, evidence, view, when

BUYING = ContainsAny(("quote", "price", "offer", "proposal"))


def of(field: str, *required: Requirement) -> Condition:
    return Condition((Clause(field, required),))


def why_not(condition: Condition, **values: Value) -> str | None:
    return condition.why_not(Facts(values, (), NOW))


@pytest.mark.parametrize(
    ("required", "value"),
    [
        (OneOf(("ES", "PT")), "es"),
        (OneOf(("São Paulo",)), "sao paulo"),
        (OneOf((1,)), 1.0),
        (OneOf((1,)), "1"),
        (OneOf((True,)), True),
        (Minimum(50), 50),
        (Minimum(50), " 80 "),
        (Minimum(0.5), "0.5"),
        (Maximum(50), 50),
        (Maximum(50), -1),
        (Minimum(50), 10**400),
        (Like(("/fleet*", "/x")), "/Fleet/pricing"),
        (BUYING, "Quote, please"),
        (ContainsNone(("thesis",)), "Quote, please"),
        (Known(expected=True), 0),
        (Known(expected=False), None),
        (Known(expected=False), ""),
        (Not(OneOf(("FR",))), "ES"),
    ],
)
def test_holds(required: Requirement, value: Value | None) -> None:
    given_values = {} if value is None else {"x": value}

    assert why_not(of("x", required), **given_values) is None


@pytest.mark.parametrize(
    ("required", "value", "because"),
    [
        (OneOf(("ES", "PT")), "FR", "country is France, not Spain or Portugal"),
        (OneOf(("ES",)), None, "country is unknown, not Spain"),
        (OneOf(("",)), "", "country is unknown, not "),
        (OneOf((True,)), 1, "country is 1, not yes"),
        (OneOf((1,)), True, "country is yes, not 1"),
        (OneOf((1,)), "one", "country is one, not 1"),
        (Minimum(50), 12, "country is 12, not at least 50"),
        (Minimum(50), "many", "country is many, not at least 50"),
        (Minimum(50), float("nan"), "country is nan, not at least 50"),
        (Minimum(1), True, "country is yes, not at least 1"),
        (Maximum(50), 51, "country is 51, not at most 50"),
        (Maximum(50), None, "country is unknown, not at most 50"),
        (Like(("/a*", "/b")), "/c", "country is /c, not like /a* or /b"),
        (Like(("/a*",)), None, "country is unknown, not like /a*"),
        (
            BUYING,
            "hello",
            "country mentions none of “quote”, “price”, “offer” or 1 more",
        ),
        (
            ContainsAny(("quote", "price")),
            "hello",
            "country mentions none of “quote” or “price”",
        ),
        (BUYING, None, "country is unknown"),
        (ContainsNone(("thesis",)), "my Thesis", "country mentions “thesis”"),
        (ContainsNone(("thesis",)), None, "country is unknown"),
        (Known(expected=True), None, "country is unknown"),
        (Known(expected=False), "ES", "country is known (Spain)"),
        (Not(OneOf(("FR",))), "FR", "country is France"),
        (Not(OneOf(("FR",))), None, "country is unknown"),
    ],
)
def test_says_why_it_does_not_hold(
    required: Requirement, value: Value | None, because: str
) -> None:
    given_values = {} if value is None else {"country": value}

    assert why_not(of("country", required), **given_values) == because


def test_every_clause_must_hold_and_the_first_that_does_not_is_named() -> None:
    condition = when(country="ES", product="fleet")

    assert why_not(condition, country="ES", product="fleet") is None
    assert why_not(condition, country="ES") == "product is unknown, not fleet"


def test_one_alternative_is_enough_and_otherwise_all_are_named() -> None:
    condition = Condition((AnyOf((when(country="ES"), when(language="es"))),))

    assert why_not(condition, language="es") is None
    assert why_not(condition, country="FR", language="fr") == (
        "country is France, not Spain and language is French, not Spanish"
    )


def test_finds_the_phrase_that_made_it_hold() -> None:
    facts = Facts({"message": "What is the price?"}, (), NOW)
    inside = Condition((AnyOf((when(country="ES"), of("message", BUYING))),))

    assert of("message", ContainsNone(("no",)), BUYING).found_phrase(facts) == "price"
    assert inside.found_phrase(facts) == "price"
    assert when(country="ES").found_phrase(facts) is None
    assert Condition((AnyOf((when(country="ES"),)),)).found_phrase(facts) is None


@given(
    st.sampled_from(
        [
            *(OneOf(("a", 1)), Minimum(1), Maximum(1), Like(("a*",)), BUYING),
            *(ContainsNone(("a",)), Known(expected=True), Known(expected=False)),
        ]
    ),
    st.none() | st.text() | st.integers() | st.floats() | st.booleans(),
)
def test_any_value_either_meets_a_requirement_or_there_is_a_sentence(
    required: Requirement, value: Value | None
) -> None:
    given_values = {} if value is None else {"x": value}
    holds = why_not(of("x", required), **given_values) is None
    opposite = why_not(of("x", Not(required)), **given_values) is None

    if value is not None:
        assert holds is not opposite
    else:
        assert not opposite


def test_visits_are_counted_by_half_hours_of_silence() -> None:
    views = [view("/a", days_ago=2), view("/b", days_ago=2), view("/c", days_ago=1)]

    facts = facts_of(evidence(*views), NOW)

    assert facts.value("visits") == 2
    assert facts.value("pages_seen") == 3
    assert facts.value("seconds_on_site") == 90
    assert facts.value("days_since_last_page") == 1


def test_without_pages_nothing_is_said_of_the_last_one() -> None:
    facts = facts_of(evidence(), NOW, band="high")

    assert facts.value("visits") == 0
    assert facts.value("days_since_last_page") is None
    assert facts.value("band") == "high"


def test_a_page_seen_by_a_clock_that_runs_ahead_was_seen_now() -> None:
    ahead = view("/a", days_ago=-3)

    assert facts_of(evidence(ahead), NOW).value("days_since_last_page") == 0


def test_the_soonest_time_frame_that_is_stated_counts() -> None:
    frames = (TimeFrame(90, ("this quarter",)), TimeFrame(7, ("this week", "asap")))
    asked = evidence(message="This quarter, better this week")

    assert facts_of(asked, NOW, frames).value("time_frame_days") == 7
    assert facts_of(evidence(), NOW, frames).value("time_frame_days") is None


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("country", True),
        ("visits", True),
        ("fields.vehicles", True),
        ("fields.", False),
        ("vehicles", False),
        ("band", False),
    ],
)
def test_only_fields_that_exist_may_be_named(name: str, *, known: bool) -> None:
    assert is_field(name) is known
