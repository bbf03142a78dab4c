"""What was made fast answers like the plain way it replaced."""

import unicodedata
from datetime import timedelta
from fnmatch import fnmatchcase

from hypothesis import given
from hypothesis import strategies as st

from domain.deciding import decide
from domain.evidence import Value
from domain.qualifying.banding import choose_band
from domain.qualifying.qualification import Part, QualificationModel, Rule
from domain.qualifying.review_rules import ReviewRule
from domain.qualifying.scoring import score
from domain.routing.row_match import match_row
from domain.routing.rows import RoutingRow, TeamTarget
from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.facts import Facts
from domain.rules.patterns import compiled
from domain.rules.requirements import (
    ContainsAny,
    ContainsNone,
    Known,
    Like,
    Maximum,
    Minimum,
    Not,
    OneOf,
)
from domain.rules.values import as_number
from domain.words import folded
from tests.domain.cast import NOW, evidence, playbook, view

TEXT = st.text(st.sampled_from("aAeéßİ/*?[]!- ¿1½²_\x00"), max_size=6) | st.text()
VALUE = (
    st.sampled_from(
        [True, False, 0, 1, 1.0, "1", "1.0", "ES", "es", "És", "", " ", "-"]
    )
    | TEXT
    | st.integers()
    | st.floats()
)


@given(TEXT)
def test_plain_letters_are_folded_like_all_others(text: str) -> None:
    plain = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKC", text).casefold()
    )
    letters = [c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)]

    assert folded(text) == f" {' '.join(''.join(letters).split())} "


@given(TEXT, st.lists(TEXT, max_size=4).map(tuple))
def test_patterns_fit_as_in_file_names(text: str, patterns: tuple[str, ...]) -> None:
    lowered = text.casefold()

    fits = compiled(patterns).fit(lowered)

    assert fits is any(fnmatchcase(lowered, one.casefold()) for one in patterns)


def same(value: Value | None, wanted: Value) -> bool:
    """One value against one that the playbook wants."""
    if isinstance(wanted, bool) or isinstance(value, bool):
        return value is wanted
    if isinstance(wanted, str):
        text = folded("" if value is None else str(value))
        return text == folded(wanted) != folded("")
    return as_number(value) == wanted


@given(st.none() | VALUE, st.lists(VALUE, max_size=4).map(tuple))
def test_a_value_is_one_of_several_when_it_is_the_same_as_one(
    value: Value | None, wanted: tuple[Value, ...]
) -> None:
    facts = Facts({} if value is None else {"x": value}, (), NOW)

    holds = OneOf(wanted).holds("x", facts)

    assert holds is any(same(value, one) for one in wanted)


TEXTS = st.lists(TEXT, min_size=1, max_size=3).map(tuple)
REQUIREMENT = st.recursive(
    st.builds(OneOf, st.lists(VALUE, max_size=3).map(tuple))
    | st.builds(Minimum, st.integers(-2, 2))
    | st.builds(Maximum, st.integers(-2, 2))
    | st.builds(Like, TEXTS)
    | st.builds(ContainsAny, TEXTS)
    | st.builds(ContainsNone, TEXTS)
    | st.builds(Known, expected=st.booleans()),
    lambda inner: st.builds(Not, inner),
    max_leaves=2,
)
FIELD = st.sampled_from(["country", "product", "band", "employees"])
CLAUSE = st.builds(
    Clause, FIELD, st.lists(REQUIREMENT, min_size=1, max_size=2).map(tuple)
)
CONDITION = st.recursive(
    st.builds(Condition, st.lists(CLAUSE, max_size=3).map(tuple)),
    lambda inner: st.builds(
        lambda clause, *others: Condition((clause, AnyOf(others))), CLAUSE, inner, inner
    ),
    max_leaves=3,
)
VALUES = st.dictionaries(FIELD, VALUE)


@given(CONDITION, VALUES)
def test_a_condition_holds_when_there_is_no_reason_why_not(
    condition: Condition, values: dict[str, Value]
) -> None:
    facts = Facts(values, (), NOW)

    assert condition.holds(facts) is (condition.why_not(facts) is None)


@given(VALUES, st.integers(0, 40))
def test_a_lead_that_is_read_once_is_decided_as_when_it_is_read_three_times(
    values: dict[str, Value], days_later: int
) -> None:
    known = evidence(view("/pricing", days_ago=3), facts=values)
    now = NOW + timedelta(days=days_later)
    recent = Clause("days_since_last_page", (Maximum(5),))
    warm = Rule("warm", Part.INTENT, 40, "{days_since_last_page}", Condition((recent,)))
    book = playbook(
        model=QualificationModel((warm,)),
        review_rules=(ReviewRule("old", Condition((recent,)), "{visits} visits"),)
        if days_later % 2
        else (),
        rows=(
            RoutingRow("recent", TeamTarget("iberia"), Condition((recent,))),
            *playbook().rows,
        ),
    )

    found = decide(known, book, now)

    scored = score(known, book.model, now)
    outcome = choose_band(scored, known, book)
    assert (found.score, found.outcome) == (scored, outcome)
    if found.match is not None:
        assert found.match == match_row(known, found.band, book)
