from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.playbook.condition_reading import read_condition
from adapters.playbook.condition_tokens import ConditionError
from adapters.playbook.condition_writing import condition_text
from adapters.playbook.conditions import When
from adapters.yaml.lines import Plain, read_yaml

PLAYBOOKS = Path(__file__).parents[2] / "playbooks"

LINES: list[tuple[Plain, str]] = [
    ({"country": ["ES", "PT"]}, "country is ES, PT"),
    ({"country": {"not": ["ES", "NO"]}}, "country is not ES, NO"),
    ({"employees": {"at_least": 50, "at_most": 99}}, "employees from 50 to 99"),
    ({"employees": {"at_least": 50}}, "employees >= 50"),
    ({"visits": {"at_most": 2.5}}, "visits <= 2.5"),
    ({"phone": {"known": True}}, "phone is known"),
    ({"phone": {"known": False}}, "phone is unknown"),
    ({"page": {"like": ["/a*", "/b"]}}, "page like /a*, /b"),
    ({"page": {"not": {"like": ["/a*"]}}}, "page is not like /a*"),
    (
        {"message": {"contains_any": ["quote", "price for"], "contains_none": ["no"]}},
        "message mentions quote, price for and message mentions none of no",
    ),
    (
        {"country": "ES", "any": [{"a": 1, "b": 2}, {"c": "x"}]},
        "country is ES and (a is 1 and b is 2 or c is x)",
    ),
    ({"size": ["5", 5, True, "true"]}, 'size is "5", 5, true, "true"'),
    ({"tag": ["not sure", "a, b", "rock and roll"]}, ""),
    ({"text": {"not": {"contains_any": ["x"]}}}, "text { not: { contains_any: [x] } }"),
    ({"text": {"sounds_like": "x"}}, "text { sounds_like: x }"),
]


@pytest.mark.parametrize(
    ("when", "line"), LINES, ids=[str(n) for n, _ in enumerate(LINES)]
)
def test_a_condition_is_one_short_line(when: Plain, line: str) -> None:
    written = condition_text(when)

    if line:
        assert written == line
    assert condition_text(read_condition(written)) == written


def shipped() -> list[Plain]:
    """Every condition of the playbooks that come with the product."""
    found: list[Plain] = []

    def walk(value: Plain) -> None:
        for key, inner in value.items() if isinstance(value, dict) else ():
            if key == "when":
                found.append(inner)
            walk(inner)
        for inner in value if isinstance(value, list) else ():
            walk(inner)

    for path in (PLAYBOOKS / "example.yaml", PLAYBOOKS / "education.yaml"):
        walk(read_yaml(path.read_text("utf-8"), "a test")[0])
    return found


def test_every_shipped_condition_means_the_same_after_a_round() -> None:
    for when in shipped():
        line = condition_text(when)

        again = read_condition(line)

        assert When.model_validate(again) == When.model_validate(when), line
        assert "{" not in line


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
TRICKY = st.sampled_from(["and", "not x", "a or b", "5", "true", '"', "\\", "none of"])
VALUES = st.one_of(TEXTS, TRICKY, st.integers(-(10**9), 10**9), st.booleans())
OPERATORS = st.one_of(
    st.lists(VALUES, min_size=1, max_size=3).map(lambda v: {"one_of": v}),
    st.lists(VALUES, min_size=1, max_size=3).map(lambda v: {"not": {"one_of": v}}),
    st.lists(TEXTS | TRICKY, min_size=1, max_size=3).map(lambda v: {"contains_any": v}),
    st.lists(TEXTS | TRICKY, min_size=1, max_size=3).map(lambda v: {"like": v}),
    st.integers(0, 10**6).map(lambda n: {"at_least": n, "at_most": n + 1}),
    st.booleans().map(lambda known: {"known": known}),
)
FIELDS = st.sampled_from(["country", "employees", "fields.fleet", "message", "and"])
SIMPLE = st.dictionaries(FIELDS, OPERATORS, min_size=1, max_size=3)
WHENS = st.builds(
    lambda when, others: when | ({"any": others} if others else {}),
    SIMPLE,
    st.lists(SIMPLE, max_size=3),
)


@given(WHENS)
def test_a_line_that_was_written_reads_as_what_it_was(when: Plain) -> None:
    again = read_condition(condition_text(when))

    assert (
        When.model_validate(again).condition() == When.model_validate(when).condition()
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("country", "Expected is, is not, >=, <=, from, like or mentions at the end."),
        ("country is", "Expected a value at the end."),
        ("country is ES and", "Expected a field, such as country at the end."),
        ("country is ES or x is y", "Expected “and”, or the end, not “or”."),
        ("(a is 1 or b is 2", "Expected “and”, “or” or a closing bracket at the end."),
        ("employees >= many", "Expected a number, not “many”."),
        ("employees from 1 until 2", "Expected “to” and a number, not “until”."),
        (
            "country = ES",
            "Expected is, is not, >=, <=, from, like or mentions, not “=”.",
        ),
        ("a is 1 and a is 2", "a is asked twice in the same way"),
        ("(a is 1) and (b is 1)", "Expected only one group in brackets, not “(”."),
        ("text { not", "Expected braces that are closed"),
        ("text {}x", "Expected “and”, or the end, not “x”."),
        ("message mentions none", "Expected “of” at the end."),
        ("x" * 20_000, "too long"),
        ("(" * 9 + "a is 1" + ")" * 9, "fewer brackets"),
    ],
)
def test_what_cannot_be_read_is_told(line: str, expected: str) -> None:
    with pytest.raises(ConditionError) as refused:
        read_condition(line)

    assert expected in str(refused.value)


WORDS = ("a", "is", "not", ",", "(", ")", "{", "}", ">=", "1", "and", "or", "like")


@given(st.text(max_size=60) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_line_is_read_or_refused(line: str) -> None:
    try:
        when = read_condition(line)
    except ConditionError:
        return

    again = read_condition(condition_text(when))

    assert again == when


def test_nothing_asked_is_nothing_said() -> None:
    assert read_condition("  ") is None
    assert condition_text(None) == ""
