"""No shadowed row stays unseen, and no row that gets leads is called shadowed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.checks.regions import Space
from domain.checks.shadows import Impossible, Shadowed, idle, takes_all
from domain.rules.conditions import AnyOf, Clause, Condition
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
from tests.checks.brute import first_lead


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3).map(tuple)


def either_way(
    requirement: st.SearchStrategy[Requirement],
) -> st.SearchStrategy[Requirement]:
    return st.one_of(requirement, requirement.map(Not), st.builds(Known, st.booleans()))


PHRASES = some(["quote", "price quote", "quot*", "no", "Budget!", "?"])
NUMBERS = st.sampled_from([0, 5, 10])
ASKED = {
    "country": st.builds(OneOf, some(["ES", "pt", "És"])),
    "employees": st.one_of(
        st.builds(Minimum, NUMBERS),
        st.builds(Maximum, NUMBERS),
        st.builds(OneOf, st.lists(NUMBERS, min_size=1, max_size=2).map(tuple)),
    ),
    "message": st.one_of(
        st.builds(ContainsAny, PHRASES), st.builds(ContainsNone, PHRASES)
    ),
    "landing_page": st.builds(Like, some(["/a*", "/A/b*", "*b", "/?", "/a", "*/*"])),
    "band": st.builds(OneOf, some(["high", "medium", "low"])),
}
CLAUSES = st.sampled_from(sorted(ASKED)).flatmap(
    lambda field: st.builds(
        Clause,
        st.just(field),
        st.lists(either_way(ASKED[field]), min_size=1, max_size=2).map(tuple),
    )
)


def all_of(parts: st.SearchStrategy, most: int = 2) -> st.SearchStrategy[Condition]:
    return st.builds(Condition, st.lists(parts, min_size=1, max_size=most).map(tuple))


EITHER = st.builds(AnyOf, st.lists(all_of(CLAUSES), min_size=1, max_size=2).map(tuple))
CONDITIONS = all_of(st.one_of(CLAUSES, CLAUSES, EITHER))
TABLES = st.lists(CONDITIONS, min_size=1, max_size=4)


@settings(max_examples=100, deadline=None)
@given(TABLES)
def test_exactly_the_rows_that_no_lead_reaches_are_found(
    table: list[Condition],
) -> None:
    found = {one.index for one in idle(table, Space())}

    assert found == {
        index
        for index, condition in enumerate(table)
        if first_lead(condition, table[:index]) is None
    }


@settings(max_examples=80, deadline=None)
@given(TABLES)
def test_the_rows_named_take_everything_and_each_is_needed(
    table: list[Condition],
) -> None:
    for found in idle(table, Space()):
        condition = table[found.index]
        match found:
            case Impossible():
                assert first_lead(condition, ()) is None
            case Shadowed(_, by):
                above = [table[index] for index in by]
                assert first_lead(condition, above) is None
                for index in range(len(above)):
                    left = above[:index] + above[index + 1 :]
                    assert first_lead(condition, left) is not None


@settings(max_examples=80, deadline=None)
@given(CONDITIONS, CONDITIONS)
def test_two_rows_meet_exactly_when_a_lead_fits_both(
    one: Condition, other: Condition
) -> None:
    space = Space()
    both = Condition((*one.clauses, *other.clauses))

    meet = space.meet(space.formula(one), space.formula(other))

    assert meet == (first_lead(both, ()) is not None)


MIXED = {
    name: st.one_of(*ASKED.values(), st.builds(OneOf, some(["5", "no", "/a"])))
    for name in ("country", "employees", "message", "landing_page")
}
MIXED_CLAUSES = st.sampled_from(sorted(MIXED)).flatmap(
    lambda field: st.builds(
        Clause,
        st.just(field),
        st.lists(either_way(MIXED[field]), min_size=1, max_size=2).map(tuple),
    )
)


@settings(max_examples=100, deadline=None)
@given(st.lists(all_of(MIXED_CLAUSES), min_size=1, max_size=3))
def test_a_row_that_gets_leads_is_never_called_shadowed_however_fields_are_asked(
    table: list[Condition],
) -> None:
    space = Space()
    formulas = [space.formula(condition) for condition in table]

    for index, condition in enumerate(table):
        if first_lead(condition, table[:index]) is not None:
            assert takes_all(formulas[index], formulas[:index], space) == ()
