"""Read the scoring rules of a playbook file."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from adapters.playbook.conditions import When, Words
from adapters.playbook.places import Found, Path, wrong_when
from adapters.playbook.shape import Shape
from adapters.playbook.values import Duration, Line, Slug
from domain.qualifying.qualification import Part, Rule
from domain.rules.conditions import AnyOf, Condition
from domain.rules.event_tests import EventsSeen, Having
from domain.rules.facts import is_field
from domain.rules.page_tests import PagesInOrder, PagesSeen, PageTest
from domain.rules.requirements import ContainsAny
from domain.words import placeholders

Points = Annotated[float, Field(ge=-1000, le=1000)]
Most = Annotated[float, Field(gt=0)]
_OF_PAGES = frozenset({"page", "times", "seconds", "days_ago"})
_OF_EVENTS = frozenset({"event", "times", "days_ago"})


class PagesShape(Shape):
    """Either `like`, with how often and how long, or `in_order`."""

    like: Words | None = None
    in_order: Annotated[list[str], Field(min_length=2)] | None = None
    times: Annotated[int, Field(ge=1)] | None = None
    for_at_least: Duration | None = None
    within: Duration | None = None

    def page_test(self) -> PageTest:
        if self.in_order is not None:
            return PagesInOrder(tuple(self.in_order), self.within)
        seconds = (self.for_at_least or timedelta(0)).total_seconds()
        return PagesSeen(tuple(self.like or ()), self.times or 1, seconds, self.within)


class EventsShape(Shape):
    """Names of events, how often, how recently, and `having` which properties."""

    name: Words
    times: Annotated[int, Field(ge=1)] | None = None
    within: Duration | None = None
    having: Annotated[dict[str, Words], Field(min_length=1)] | None = None

    def event_test(self) -> EventsSeen:
        having = (Having(n, tuple(likes)) for n, likes in (self.having or {}).items())
        return EventsSeen(tuple(self.name), self.times or 1, self.within, tuple(having))


class RuleShape(Shape):
    id: Slug
    points: Points
    because: Line
    when: When | None = None
    pages: PagesShape | None = None
    events: EventsShape | None = None
    half_life: Duration | None = None
    each: bool = False
    at_most: Most | None = None
    group: str | None = None

    @property
    def counts(self) -> bool:
        """Whether there is something to count, and an age to fade by."""
        return self.pages is not None or self.events is not None

    def rule(self, part: Part) -> Rule:
        return Rule(
            id=self.id,
            part=part,
            points=self.points,
            because=self.because,
            when=Condition() if self.when is None else self.when.condition(),
            pages=None if self.pages is None else self.pages.page_test(),
            half_life=self.half_life,
            events=None if self.events is None else self.events.event_test(),
            at_most=self.at_most,
            group=self.group,
        )


def wrong_rule(where: Path, rule: RuleShape) -> Iterator[Found]:
    """Tests that cannot be asked, and sentences that nothing fills."""
    if rule.when is None and not rule.counts:
        yield where, "a rule needs `when`, `pages` or `events`"
    if rule.pages is not None and rule.events is not None:
        yield where, "expected either `pages` or `events`; make two rules of it"
    yield from _wrong_counting(where, rule)
    if rule.pages is not None:
        yield from _pages((*where, "pages"), rule.pages)
    more = set(_OF_PAGES) if rule.pages is not None else set()
    more |= _OF_EVENTS if rule.events is not None else set()
    if rule.when is not None:
        yield from wrong_when((*where, "when"), rule.when)
        more |= {"phrase"} if _has_phrases(rule.when.condition()) else set()
    for name in placeholders(rule.because):
        if name not in more and not is_field(name):
            yield (*where, "because"), f"nothing fills {{{name}}} here"


def _wrong_counting(where: Path, rule: RuleShape) -> Iterator[Found]:
    if rule.half_life is not None and not rule.counts:
        sentence = "`half_life` needs `pages` or `events` to count from"
        yield (*where, "half_life"), sentence
    if rule.each and rule.at_most is None:
        yield (*where, "each"), "`each` needs `at_most`: how much all may give together"
    if rule.at_most is not None and not rule.each:
        yield (*where, "at_most"), "`at_most` goes with `each: true`"
    if rule.each and (not rule.counts or (rule.pages and rule.pages.in_order)):
        yield (
            (*where, "each"),
            "`each` needs `pages` with `like`, or `events`, to count",
        )


def _pages(where: Path, pages: PagesShape) -> Iterator[Found]:
    if (pages.like is None) == (pages.in_order is None):
        yield where, "expected either `like` or `in_order`"
    elif pages.in_order is not None and (pages.times or pages.for_at_least):
        yield where, "`times` and `for_at_least` go with `like`, not with `in_order`"


def _has_phrases(condition: Condition) -> bool:
    return any(
        any(_has_phrases(inner) for inner in clause.alternatives)
        if isinstance(clause, AnyOf)
        else any(isinstance(r, ContainsAny) for r in clause.required)
        for clause in condition.clauses
    )
