"""Say whether a text can be like some patterns and unlike others.

All patterns read the text together, letter by letter, each as a set of places in it
that may be next (Thompson's simulation), until a text is found or all are tried.
"""

from collections.abc import Iterator, Sequence

MOST_STATES = 3000  # tried before we say "perhaps"
_OTHER = "\ue000"  # stands for every letter that no pattern names
_Places = frozenset[int]


def some_text(wanted: Sequence[Sequence[str]], unwanted: Sequence[str]) -> bool:
    """Whether a text is like one pattern of each of `wanted`, and of no `unwanted`.

    True also when it takes too long to tell. Sets in `[brackets]` count as perhaps.
    """
    groups = [_lowered(group) for group in wanted if not any("[" in p for p in group)]
    banned = _lowered([pattern for pattern in unwanted if "[" not in pattern])
    patterns = tuple(dict.fromkeys([*(p for group in groups for p in group), *banned]))
    letters = ({*"".join(patterns)} - {*"*?"}) | {_OTHER}
    for tried, state in enumerate(_states(patterns, sorted(letters))):
        ended = {p for p, at in zip(patterns, state, strict=True) if len(p) in at}
        fits = all(ended.intersection(group) for group in groups)
        if tried >= MOST_STATES or (fits and ended.isdisjoint(banned)):
            return True
    return False


def _lowered(patterns: Sequence[str]) -> list[str]:
    return [pattern.casefold() for pattern in patterns]


def _states(
    patterns: tuple[str, ...], letters: Sequence[str]
) -> Iterator[tuple[_Places, ...]]:
    """Every state that some text leads to, short texts first."""
    start = tuple(_and_behind_stars(pattern, {0}) for pattern in patterns)
    seen, front = {start}, [start]
    while front:
        yield from front
        after = {
            tuple(
                _step(pattern, at, letter)
                for pattern, at in zip(patterns, state, strict=True)
            )
            for state in front
            for letter in letters
        }
        front = [state for state in after if state not in seen]
        seen.update(front)


def _step(pattern: str, places: _Places, letter: str) -> _Places:
    after: set[int] = set()
    for place in places:
        wanted = pattern[place : place + 1]
        if wanted == "*":
            after.add(place)
        elif wanted in ("?", letter):
            after.add(place + 1)
    return _and_behind_stars(pattern, after)


def _and_behind_stars(pattern: str, places: set[int]) -> _Places:
    found = set(places)
    for place in places:
        while pattern[place : place + 1] == "*":
            place += 1  # noqa: PLW2901  a star may also stand for nothing
            found.add(place)
    return frozenset(found)
