"""The figures of benchmarks/education.py are the ones that statistics books give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.education import area, wilson

POINTS = st.tuples(st.integers(0, 9), st.booleans())


@pytest.mark.parametrize(
    ("won", "of", "low", "high"),
    [(5, 10, 0.2366, 0.7634), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)],
)
def test_an_interval_holds_for_few_leads_and_for_extreme_rates(
    won: int, of: int, low: float, high: float
) -> None:
    share = wilson(won, of)

    assert (share.low, share.high) == pytest.approx((low, high), abs=1e-4)


@given(st.lists(POINTS, min_size=4, max_size=40))
def test_the_area_is_the_share_of_pairs_that_are_in_order(
    points: list[tuple[int, bool]],
) -> None:
    some = [*points, (1, True), (2, True), (1, False), (2, False)]
    pairs = [(p, q) for p, won in some if won for q, other in some if not other]

    counted = area(some)

    in_order = sum(1 if p > q else 0.5 if p == q else 0 for p, q in pairs)
    assert counted.value == pytest.approx(in_order / len(pairs))
    assert counted.low <= counted.value <= counted.high


def test_points_that_tell_everybody_apart_leave_no_doubt() -> None:
    apart = area([(5, True), (6, True), (1, False), (2, False)])

    assert (apart.low, apart.value, apart.high) == (1, 1, 1)
