"""Say which items of an ordered list came, went and moved."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListDiff:
    """Items by their key. `moved`: key, place before and place after, from 1."""

    removed: tuple[Hashable, ...]
    added: tuple[Hashable, ...]
    moved: tuple[tuple[Hashable, int, int], ...]


def list_diff(old: Sequence[Hashable], new: Sequence[Hashable]) -> ListDiff:
    """The fewest moves that explain the new order; keys are there once each."""
    place_before = {key: place for place, key in enumerate(old)}
    place_after = {key: place for place, key in enumerate(new)}
    kept = [key for key in new if key in place_before]
    still = _longest_rising([place_before[key] for key in kept])
    return ListDiff(
        removed=tuple(key for key in old if key not in place_after),
        added=tuple(key for key in new if key not in place_before),
        moved=tuple(
            (key, place_before[key] + 1, place_after[key] + 1)
            for key in kept
            if place_before[key] not in still
        ),
    )


def _longest_rising(places: Sequence[int]) -> frozenset[int]:
    """The largest set of places that stand in rising order, by patience sorting."""
    tops: list[int] = []  # the lowest place that ends a run of each length
    before: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(tops, place)
        before[place] = tops[length - 1] if length else None
        tops[length : length + 1] = [place]
    found: set[int] = set()
    place_or_none = tops[-1] if tops else None
    while place_or_none is not None:
        found.add(place_or_none)
        place_or_none = before[place_or_none]
    return frozenset(found)


def ordinal(place: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    if place % 100 in (11, 12, 13):
        return f"{place}th"
    return f"{place}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th') }"
