"""Read the qualification model of a playbook file."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from adapters.playbook.conditions import When, Words
from adapters.playbook.places import Found, Path, wrong_when
from adapters.playbook.shape import Shape
from adapters.playbook.values import Age, Line, Slug
from domain.conditions import AnyOf, Condition
from domain.facts import TimeFrame, is_field
from domain.page_tests import PagesInOrder, PagesSeen, PageTest
from domain.qualification import Part, QualificationModel, Rule
from domain.requirements import ContainsAny
from domain.words import placeholders

Points = Annotated[float, Field(ge=-1000, le=1000)]
_OF_PAGES = frozenset({"page", "times", "seconds", "days_ago"})


class PagesShape(Shape):
    """Either `like`, with how often and how long, or `in_order`."""

    like: Words | None = None
    in_order: Annotated[list[str], Field(min_length=2)] | None = None
    times: Annotated[int, Field(ge=1)] | None = None
    for_at_least: Age | None = None
    within: Age | None = None

    def page_test(self) -> PageTest:
        if self.in_order is not None:
            return PagesInOrder(tuple(self.in_order), self.within)
        seconds = (self.for_at_least or timedelta(0)).total_seconds()
        return PagesSeen(tuple(self.like or ()), self.times or 1, seconds, self.within)


class RuleShape(Shape):
    id: Slug
    points: Points
    because: Line
    when: When | None = None
    pages: PagesShape | None = None
    half_life: Age | None = None

    def rule(self, part: Part) -> Rule:
        return Rule(
            id=self.id,
            part=part,
            points=self.points,
            because=self.because,
            when=Condition() if self.when is None else self.when.condition(),
            pages=None if self.pages is None else self.pages.page_test(),
            half_life=self.half_life,
        )


class TimeFrameShape(Shape):
    days: Annotated[int, Field(ge=0, le=3650)]
    phrases: Words


class PartShape(Shape):
    at_most: Annotated[float, Field(gt=0)] | None = None
    rules: list[RuleShape] = []


class ModelShape(Shape):
    fit: PartShape = PartShape()
    intent: PartShape = PartShape()
    urgency: PartShape = PartShape()
    time_frames: list[TimeFrameShape] = []

    def parts(self) -> dict[Part, PartShape]:
        return {
            Part.FIT: self.fit,
            Part.INTENT: self.intent,
            Part.URGENCY: self.urgency,
        }

    def model(self) -> QualificationModel:
        parts = self.parts()
        return QualificationModel(
            rules=tuple(
                rule.rule(part) for part, given in parts.items() for rule in given.rules
            ),
            caps={
                part: given.at_most
                for part, given in parts.items()
                if given.at_most is not None
            },
            time_frames=tuple(
                TimeFrame(frame.days, tuple(frame.phrases))
                for frame in self.time_frames
            ),
        )


def wrong_model(model: ModelShape) -> Iterator[Found]:
    """Ids that are there twice, and rules that cannot be asked."""
    ids: set[str] = set()
    for part, given in model.parts().items():
        for index, rule in enumerate(given.rules):
            where = ("qualification", part.value, "rules", index)
            if rule.id in ids:
                yield (*where, "id"), "another rule has this id"
            ids.add(rule.id)
            yield from _rule(where, rule)


def _rule(where: Path, rule: RuleShape) -> Iterator[Found]:
    if rule.when is None and rule.pages is None:
        yield where, "a rule needs `when` or `pages`"
    if rule.half_life is not None and rule.pages is None:
        yield (*where, "half_life"), "`half_life` needs `pages` to count from"
    if rule.pages is not None:
        yield from _pages((*where, "pages"), rule.pages)
    more = set(_OF_PAGES) if rule.pages is not None else set()
    if rule.when is not None:
        yield from wrong_when((*where, "when"), rule.when)
        more |= {"phrase"} if _has_phrases(rule.when.condition()) else set()
    for name in placeholders(rule.because):
        if name not in more and not is_field(name):
            yield (*where, "because"), f"nothing fills {{{name}}} here"


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
