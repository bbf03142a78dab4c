import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.words import (
    LONGEST_VALUE,
    counted,
    filled,
    first_phrase,
    folded,
    labelled,
    listed,
    placeholders,
    shown,
)


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("¿Me mandáis una COTIZACIÓN?", "cotizacion", True),
        ("una cotizacion", "Cotización", True),
        ("Straße", "strasse", True),
        ("the quoted price", "quote", False),
        ("the quoted price", "quote*", True),
        ("need it as-soon as possible", "as soon as possible", True),
        ("misquote", "quote*", False),
        ("anything", "", False),
        ("anything", "*", False),
        ("anything", "¿?", False),
    ],
)
def test_phrases_are_found_as_whole_words(
    text: str, phrase: str, *, found: bool
) -> None:
    other = "never there"

    assert first_phrase(folded(text), (other, phrase)) == (phrase if found else None)


def test_what_a_prospect_wrote_is_never_evaluated_or_filled_twice() -> None:
    values = {"name": "{email} {0} {name.__class__} %s", "email": "secret"}

    sentence = filled("from {name}, {unheard}", values)

    assert sentence == "from {email} {0} {name.__class__} %s, unknown"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "yes"),
        (False, "no"),
        (80, "80"),
        (80.0, "80"),
        (2.54, "2.5"),
        (float("inf"), "inf"),
        pytest.param(10**5000, "a very large number", id="huge"),
        ("a\nb\x00c\u202ed", "a b c d"),
    ],
)
def test_values_are_shown_as_people_write_them(value, expected: str) -> None:
    assert shown(value) == expected


@given(st.text() | st.integers() | st.floats() | st.booleans())
def test_any_value_is_shown_as_one_short_printable_line(value) -> None:
    line = shown(value)

    assert len(line) <= LONGEST_VALUE
    assert line.isprintable()


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_any_template_can_be_filled(template: str, values: dict[str, str]) -> None:
    assert isinstance(filled(template, values), str)
    assert all(name in template for name in placeholders(template))


def test_lists_and_counts_read_like_sentences() -> None:
    assert listed([]) == ""
    assert listed(["ES"]) == "ES"
    assert listed(["ES", "PT", "FR"]) == "ES, PT or FR"
    assert counted(1, "page") == "1 page"
    assert counted(2, "person", "people") == "2 people"
    assert labelled("fields.fleet_size") == "fleet size"
