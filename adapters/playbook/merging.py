"""Put one operator's changes on top of another's, line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Clash:
    """Both changed the same lines: mine stand in the text, theirs are here to look at."""

    line: int  # 1-based, in the merged text
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    text: str
    clashes: tuple[Clash, ...]


_Lines = Sequence[str]
_Hunk = tuple[int, int, _Lines]  # lines of the base from, to, and what is there instead


def merged(base: str, mine: str, theirs: str) -> Merged:
    """Mine and theirs, both changed from `base`. Where they clash mine is kept."""
    lines = base.splitlines()
    both = (_hunks(lines, mine), _hunks(lines, theirs))
    out: list[str] = []
    clashes: list[Clash] = []
    at = 0
    for begin, end, mine_here, theirs_here in _together(*both):
        out += lines[at:begin]
        ours = _applied(lines, begin, end, mine_here)
        others = _applied(lines, begin, end, theirs_here)
        if mine_here and theirs_here and ours != others:
            clashes.append(Clash(len(out) + 1, tuple(ours), tuple(others)))
        out += ours if mine_here else others
        at = end
    out += lines[at:]
    return Merged("\n".join(out) + "\n", tuple(clashes))


def _hunks(base: _Lines, changed: str) -> list[_Hunk]:
    new = changed.splitlines()
    matcher = SequenceMatcher(None, base, new, autojunk=False)
    return [
        (begin, end, new[start:stop])
        for tag, begin, end, start, stop in matcher.get_opcodes()
        if tag != "equal"
    ]


def _together(
    mine: list[_Hunk], theirs: list[_Hunk]
) -> Iterator[tuple[int, int, list[_Hunk], list[_Hunk]]]:
    """Stretches of the base that somebody changed; those that touch are one."""
    waiting = sorted(
        [(hunk, True) for hunk in mine] + [(hunk, False) for hunk in theirs],
        key=lambda one: one[0][:2],
    )
    while waiting:
        (begin, end, _), _ = waiting[0]
        taken: tuple[list[_Hunk], list[_Hunk]] = ([], [])
        while waiting and _touches(waiting[0][0], begin, end):
            hunk, is_mine = waiting.pop(0)
            taken[0 if is_mine else 1].append(hunk)
            end = max(end, hunk[1])
        yield begin, end, *taken


def _touches(hunk: _Hunk, begin: int, end: int) -> bool:
    """Whether it overlaps, or puts lines in where the stretch begins."""
    return hunk[0] < end or hunk[0] == begin


def _applied(base: _Lines, begin: int, end: int, hunks: list[_Hunk]) -> list[str]:
    out: list[str] = []
    at = begin
    for start, stop, new in hunks:
        out += [*base[at:start], *new]
        at = stop
    return [*out, *base[at:end]]
