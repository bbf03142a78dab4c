from collections import Counter
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from domain.routing.handover import Taker, shared_out

LEADS = [uuid4() for _ in range(6)]


def test_who_has_fewest_gets_the_next_one() -> None:
    shares = shared_out(LEADS[:4], [Taker("ben", 2), Taker("eva", 0)], {})

    assert list(shares.values()) == ["eva", "eva", "ben", "eva"]


def test_nobody_gets_more_than_they_have_room_for() -> None:
    shares = shared_out(LEADS, [Taker("ben", 3, capacity=5), Taker("eva", 9, 9)], {})

    assert shares == dict.fromkeys(LEADS[:2], "ben")


def test_nobody_gets_back_what_they_let_slip() -> None:
    takers = [Taker("ben", 0), Taker("eva", 5, capacity=6)]

    shares = shared_out(LEADS[:3], takers, {LEADS[0]: {"ben"}, LEADS[1]: {"ben"}})

    assert shares == {LEADS[0]: "eva", LEADS[2]: "ben"}


def test_without_colleagues_every_lead_stays() -> None:
    assert shared_out(LEADS, [], {}) == {}


@given(
    st.integers(0, 40),
    st.lists(st.tuples(st.integers(0, 20), st.none() | st.integers(1, 20)), max_size=5),
)
def test_all_leads_for_which_there_is_room_find_somebody(
    count: int, loads: list[tuple[int, int | None]]
) -> None:
    leads = [uuid4() for _ in range(count)]
    takers = [Taker(f"rep-{n}", *load) for n, load in enumerate(loads)]

    taken = Counter(shared_out(leads, takers, {}).values())

    room = [
        count if t.capacity is None else max(0, t.capacity - t.open_leads)
        for t in takers
    ]
    assert sum(taken.values()) == min(count, sum(room))
    for taker, free in zip(takers, room, strict=True):
        assert taken[taker.handle] <= free
