"""Say what the things that somebody did, beside looking at pages, show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from domain.evidence import Event, Value
from domain.rules.facts import Facts, days_ago
from domain.rules.patterns import compiled
from domain.words import as_text, labelled


@dataclass(frozen=True, slots=True)
class Having:
    """Events of which a property is like one of the patterns."""

    name: str
    patterns: tuple[str, ...]

    def fits(self, event: Event) -> bool:
        value = event.properties.get(self.name)
        return value is not None and compiled(self.patterns).fit(
            as_text(value).casefold()
        )


@dataclass(frozen=True, slots=True)
class EventsSeen:
    """Events of one of `names`: how often, how recently, and of what kind."""

    names: tuple[str, ...]
    at_least: int = 1
    within: timedelta | None = None
    having: tuple[Having, ...] = ()

    def found(self, facts: Facts) -> tuple[Event, ...]:
        """The events that count, oldest first; none when the test does not hold."""
        found = [event for event in facts.events if self._counts(event, facts)]
        if len(found) < self.at_least:
            return ()
        return tuple(sorted(found, key=lambda event: event.at))

    def _counts(self, event: Event, facts: Facts) -> bool:
        return (
            event.name in self.names
            and (self.within is None or facts.now - event.at <= self.within)
            and all(one.fits(event) for one in self.having)
        )


def words_for_events(events: tuple[Event, ...], facts: Facts) -> Mapping[str, Value]:
    """What a sentence may say of the events that counted; `events` is not empty."""
    last = events[-1]
    return {
        "event": labelled(last.name),
        "times": len(events),
        "days_ago": days_ago(last.at, facts.now),
    }
