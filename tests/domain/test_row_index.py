import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import NotFoundError
from domain.evidence import Evidence, Value
from domain.playbook import Playbook
from domain.qualifying.bands import Band
from domain.routing.row_index import index_of
from domain.routing.row_match import (
    ALL_UP_TO,
    OTHERWISE,
    PassedOver,
    RowMatch,
    match_row,
    rows_passed_over,
)
from domain.routing.rows import RoutingRow, TeamTarget
from domain.rules.condition_index import numbers
from domain.rules.conditions import AnyOf, Clause, Condition
from domain.rules.facts import facts_of
from domain.rules.requirements import Minimum, OneOf
from tests.domain.cast import evidence, playbook, when
from tests.domain.test_fast_ways import CONDITION, VALUES

NORTH = TeamTarget("north")
REST = RoutingRow("rest", NORTH)


def with_rows(*conditions: Condition) -> Playbook:
    rows = (RoutingRow(f"{n}", NORTH, one) for n, one in enumerate(conditions))
    return playbook(rows=(*rows, REST))


def row_by_row(known: Evidence, band: Band, book: Playbook) -> RowMatch:
    """The definition: ask every row from the top."""
    facts = facts_of(known, known.received_at, book.model.time_frames, band=band.value)
    passed: list[PassedOver] = []
    for row in book.rows:
        because = row.when.why_not(facts)
        if because is None:
            return RowMatch(row.id, row.target, tuple(passed), row.only_when_open)
        passed.append(PassedOver(row.id, because))
    raise NotFoundError


@given(st.lists(CONDITION, max_size=6), VALUES, st.sampled_from(Band))
def test_the_index_finds_what_asking_row_by_row_finds(
    conditions: list[Condition], values: dict[str, Value], band: Band
) -> None:
    book, known = with_rows(*conditions), evidence(facts=values)

    match = match_row(known, band, book)

    assert match == row_by_row(known, band, book)
    assert match.passed_over == tuple(rows_passed_over(known, band, book))


# A table as businesses write it, in which the same leads fit row after row.
COUNTRY = st.sampled_from(["ES", "FR", "PT"])
PRODUCT = st.sampled_from(["dashcam", "tracking"])
TERRITORY = st.builds(
    lambda country, product, size: Condition(
        (*when(**country, **product).clauses, *size)
    ),
    COUNTRY.map(lambda value: {"country": value}) | st.just({}),
    PRODUCT.map(lambda value: {"product": (value, "all")}) | st.just({}),
    st.sampled_from([(), (Clause("employees", (Minimum(50),)),)]),
).filter(lambda condition: bool(condition.clauses))
KNOWN = st.fixed_dictionaries(
    {}, optional={"country": COUNTRY, "product": PRODUCT, "employees": st.just(60)}
)


@given(st.lists(TERRITORY, min_size=25, max_size=60), KNOWN)
def test_of_very_many_rows_the_closest_are_told_and_the_others_counted(
    conditions: list[Condition], values: dict[str, Value]
) -> None:
    book, known = with_rows(*conditions), evidence(facts=values)
    plain = row_by_row(known, Band.HIGH, book)

    match = match_row(known, Band.HIGH, book)

    assert (match.row, match.target) == (plain.row, plain.target)
    assert len(match.passed_over) <= max(OTHERWISE, ALL_UP_TO)
    assert len(match.passed_over) + match.further == len(plain.passed_over)
    remaining = iter(plain.passed_over)
    assert all(over in remaining for over in match.passed_over)  # same words and order
    assert tuple(rows_passed_over(known, Band.HIGH, book)) == plain.passed_over


def test_a_finer_condition_is_closer_than_another_country() -> None:
    large = Condition((*when(country="ES").clauses, Clause("employees", (Minimum(9),))))
    far = [when(company=f"Company {number}") for number in range(ALL_UP_TO)]
    other_product = when(country="ES", product="dashcam")
    elsewhere = when(country="FR", product="tracking", company="Contoso")
    book = with_rows(*far, elsewhere, other_product, large)
    ana_lead = evidence(country="ES", product="tracking", employees=3)

    match = match_row(ana_lead, Band.HIGH, book)

    assert [over.because for over in match.passed_over] == [
        "product is tracking, not dashcam",
        "employees is 3, not at least 9",
    ]
    assert match.further == ALL_UP_TO + 1


def test_rows_in_which_nothing_is_one_of_several_are_asked_each() -> None:
    either = Condition((AnyOf((when(country="ES"), when(language="es"))),))
    book = with_rows(either, when(country=("FR", "BE")))

    assert match_row(evidence(language="es"), Band.LOW, book).row == "0"
    assert match_row(evidence(country="be"), Band.LOW, book).row == "1"
    assert match_row(evidence(), Band.LOW, book).row == "rest"


def test_a_field_that_is_asked_twice_must_hold_twice() -> None:
    twice = Condition((Clause("country", (OneOf(("ES", "PT")), OneOf(("PT",)))),))

    assert match_row(evidence(country="ES"), Band.LOW, with_rows(twice)).row == "rest"
    assert match_row(evidence(country="PT"), Band.LOW, with_rows(twice)).row == "0"


def test_a_table_without_rows_fits_nobody() -> None:
    index = index_of(())

    assert index.first(facts_of(evidence(), evidence().received_at)) is None
    assert not [*rows_passed_over(evidence(), Band.LOW, playbook(rows=()))]
    with pytest.raises(NotFoundError):
        match_row(evidence(), Band.LOW, playbook(rows=()))


@given(st.sets(st.integers(0, 300)))
def test_the_places_of_the_ones_are_read_from_the_top_row(places: set[int]) -> None:
    bits = sum(1 << place for place in places)

    assert list(numbers(bits)) == sorted(places)
