"""Say whether a text is like one of the patterns of a playbook, with `*` and `?`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from typing import TypeVar

_KEPT = 4096  # sets of patterns; a playbook has hundreds at most
_WILD = frozenset("*?[")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patterns:
    """Ready to compare. "/pricing*" needs no expression: most patterns are like that."""

    beginnings: tuple[str, ...]
    expressions: tuple[re.Pattern[str], ...]

    def fit(self, text: str) -> bool:
        """Whether one of them is like the text, which is casefolded already."""
        return text.startswith(self.beginnings) or bool(
            self.expressions and any(one.match(text) for one in self.expressions)
        )

    def fitting(self, named: Iterable[tuple[str, T]]) -> tuple[T, ...]:
        """What is named by a text that fits."""
        if self.expressions:
            return tuple([one for text, one in named if self.fit(text)])
        begins = self.beginnings
        return tuple([one for text, one in named if text.startswith(begins)])


@lru_cache(maxsize=_KEPT)
def compiled(patterns: tuple[str, ...]) -> Patterns:
    """Case does not matter."""
    wanted = [pattern.casefold() for pattern in patterns]
    return Patterns(
        tuple(one[:-1] for one in wanted if _is_beginning(one)),
        tuple(re.compile(translate(one)) for one in wanted if not _is_beginning(one)),
    )


@lru_cache(maxsize=_KEPT)
def beginning_of(pattern: str) -> str:
    """The letters before the first sign that stands for others; the text has them."""
    for place, letter in enumerate(pattern):
        if letter in _WILD:
            return pattern[:place].casefold()
    return pattern.casefold()


def _is_beginning(pattern: str) -> bool:
    return pattern.endswith("*") and _WILD.isdisjoint(pattern[:-1])
