"""What is said and what is found, put together."""

from activities.qualifying.gathering import put_together
from domain.evidence import Fact


def found(**values: str) -> dict[str, Fact]:
    return {name: Fact(value, "acme.example") for name, value in values.items()}


def test_a_postal_code_of_another_country_says_nothing_of_this_one() -> None:
    said = {"country": Fact("ES", "form")}
    abroad = found(country="FR", postal_code="75001", region="Paris", industry="food")

    facts = put_together(said, abroad)

    assert facts["country"] == Fact("ES", "form")
    assert "postal_code" not in facts
    assert "region" not in facts
    assert facts["industry"].value == "food"


def test_what_the_person_said_of_the_place_stays() -> None:
    said = {"country": Fact("ES", "form"), "postal_code": Fact("08001", "form")}

    facts = put_together(said, found(country="FR", postal_code="75001"))

    assert facts["postal_code"] == Fact("08001", "form")


def test_a_place_in_the_same_country_is_taken_over() -> None:
    said = {"country": Fact("ES", "phone")}

    facts = put_together(said, found(country="ES", postal_code="28001"))

    assert facts["postal_code"].value == "28001"
