"""What a business works out of a lead, beside what was said and found."""

from dataclasses import replace

import pytest

from domain.evidence import Evidence, Fact, Value
from domain.qualifying.qualification import QualificationModel
from domain.rules.conditions import Clause, Condition
from domain.rules.disagreement import told_otherwise
from domain.rules.reading import read
from domain.rules.requirements import Minimum
from domain.rules.segments import Segment
from tests.domain.cast import NOW, evidence, when

MODEL = QualificationModel(
    segments=(
        Segment(
            "enterprise", Condition((Clause("employees", (Minimum(number=1000),)),))
        ),
        Segment("partner-led", when(channel="partner")),
    ),
    asked_for=("company", "phone", "job_title", "employees"),
)


def value(name: str, known: Evidence) -> Value | None:
    return read(known, MODEL, NOW).value(name)


def test_a_title_is_read_for_seniority_and_department() -> None:
    boss = evidence(job_title="VP Operations")

    assert value("seniority", boss) == "vp"
    assert value("role", boss) == "operations"
    assert value("seniority", evidence()) is None


@pytest.mark.parametrize(
    ("founded", "age"), [(2020, 6), ("1998", 28), (2027, None), (3, None), ("?", None)]
)
def test_a_company_is_as_old_as_years_have_passed(
    founded: Value, age: int | None
) -> None:
    assert value("company_age_years", evidence(founded=founded)) == age


def test_completeness_is_the_share_of_what_the_business_asks_for() -> None:
    some = evidence(company="Northwind", phone="", employees=3, country="ES")

    assert value("completeness", some) == 0.5
    said = read(some, MODEL, NOW).said("gave {completeness} of what we ask for", {})
    assert said == "gave 50% of what we ask for"


def test_the_first_segment_that_fits_counts() -> None:
    both = evidence(employees=2000, channel="partner")

    assert value("segment", both) == "enterprise"
    assert value("segment", evidence(channel="partner")) == "partner-led"
    assert value("segment", evidence()) is None


def looked_up(said: dict[str, Value], found: dict[str, Value]) -> Evidence:
    """What the person said, with what acme.example says about itself beside it."""
    known = evidence(facts=said)
    others = {name: Fact(one, "acme.example") for name, one in found.items()}
    return replace(known, told_otherwise=told_otherwise(known.facts, others))


def test_a_contradiction_names_the_facts_and_shows_both_values() -> None:
    dana = looked_up(
        {"country": "ES", "employees": 5}, {"country": "DE", "employees": 2400}
    )

    assert value("disagrees", dana) == "country and employees"
    assert read(dana, MODEL, NOW).said("{disagreement}", {}) == (
        "country: Spain in the form, Germany by acme.example; "
        "employees: 5 in the form, 2400 by acme.example"
    )


@pytest.mark.parametrize(
    ("name", "said", "found", "contradict"),
    [
        ("employees", 240, 260, False),  # two sizes, the same company
        ("employees", 60, 200, False),  # one size
        ("employees", 9, 18, True),
        ("employees", 5, 2400, True),
        ("industry", "Logistics", "Freight transport", False),
        ("industry", "logistics", "software", True),
        ("industry", "logistics", "puppetry", False),  # a word nobody placed
        ("country", "ES", "ES", False),
        ("country", "ES", "PT", True),
    ],
)
def test_small_differences_are_no_contradiction(
    name: str, said: Value, found: Value, *, contradict: bool
) -> None:
    dana = looked_up({name: said}, {name: found})

    assert value("disagrees", dana) == (name if contradict else None)


def test_only_what_the_person_said_can_be_contradicted() -> None:
    guessed = {"country": Fact("ES", "locale")}

    assert told_otherwise(guessed, {"country": Fact("DE", "acme.example")}) == {}
