"""Say what the pages that somebody looked at, and their order, show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from domain.evidence import PageView, Value
from domain.rules.facts import Facts, days_ago
from domain.rules.patterns import Patterns, compiled

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PagesSeen:
    """Pages like one of `patterns`: how often, how long together, how recently."""

    patterns: tuple[str, ...]
    at_least: int = 1
    seconds: float = 0
    within: timedelta | None = None
    _like: Patterns = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_like", compiled(self.patterns))

    def found(self, facts: Facts) -> tuple[PageView, ...]:
        """The views that count, oldest first; none when the test does not hold."""
        views = self._like.fitting(_recent(facts, self.within))
        if len(views) < self.at_least:
            return ()
        if self.seconds and sum(view.seconds for view in views) < self.seconds:
            return ()
        return views


@dataclass(frozen=True, slots=True)
class PagesInOrder:
    """A page like each pattern, one after the other; other pages may lie between."""

    patterns: tuple[str, ...]
    within: timedelta | None = None

    def found(self, facts: Facts) -> tuple[PageView, ...]:
        found: list[PageView] = []
        wanted = iter(self.patterns)
        pattern = next(wanted, None)
        for path, view in _recent(facts, self.within):
            if pattern is None:
                break
            if compiled((pattern,)).fit(path):
                found.append(view)
                pattern = next(wanted, None)
        return tuple(found) if pattern is None else ()


PageTest = PagesSeen | PagesInOrder


def words_for(views: tuple[PageView, ...], facts: Facts) -> Mapping[str, Value]:
    """What a sentence may say of the views that counted; `views` is not empty."""
    last = views[-1]
    return {
        "page": last.path,
        "times": len(views),
        "seconds": sum(view.seconds for view in views),
        "days_ago": days_ago(last.at, facts.now),
    }


def decayed(points: float, age_days: float, half_life: timedelta) -> float:
    """What is left of the points: half of them after each half-life."""
    half_lives: float = age_days / (half_life / _DAY)
    left: float = 0.5**half_lives
    return points * left


def _recent(facts: Facts, within: timedelta | None) -> Sequence[tuple[str, PageView]]:
    if within is None:
        return facts.journey
    return [step for step in facts.journey if facts.now - step[1].at <= within]
