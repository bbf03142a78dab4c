"""Phrases of a playbook file, by language."""

from typing import Any

import pytest
from pydantic import ValidationError

from adapters.playbook.conditions import When
from domain.in_words.condition_words import in_words
from domain.rules.conditions import Condition
from domain.rules.facts import Facts
from tests.domain.cast import NOW


def condition(**when: Any) -> Condition:
    return When.model_validate(when).condition()


def test_a_plain_list_counts_in_every_language() -> None:
    asks = condition(message={"contains_any": ["quote", "devis"]})

    assert asks.holds(Facts({"message": "un devis", "language": "es"}, (), NOW))


def test_phrases_stand_by_language_and_any_goes_with_every_one() -> None:
    given = {"any": "demo", "en": ["quote"], "es": ["presupuesto", "oferta"]}
    asks = condition(message={"contains_any": given})

    def counts(message: str, language: str) -> bool:
        return asks.holds(Facts({"message": message, "language": language}, (), NOW))

    assert counts("una demo", "es")
    assert counts("una oferta", "es")
    assert not counts("una oferta", "en")
    assert in_words(asks) == (
        "message mentions “demo”, in English “quote”, in Spanish “presupuesto” or "
        "“oferta”"
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "at least 1 item"),
        ({"en": []}, "at least 1 item"),
        ({"english": ["quote"]}, 'expected language codes such as "en", or "any"'),
        ({"EN": ["quote"]}, 'expected language codes such as "en", or "any"'),
        ({"en": [3]}, "valid string"),
    ],
)
def test_what_is_no_language_or_no_phrase_is_refused(
    given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        condition(message={"contains_none": given})

    assert sentence in str(refused.value)
