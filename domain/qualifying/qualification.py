"""Say what fit, intent and urgency are worth to a business."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from domain.rules.condition_index import ConditionIndex, indexed, numbers
from domain.rules.conditions import Condition
from domain.rules.event_tests import EventsSeen
from domain.rules.facts import Facts, TimeFrame
from domain.rules.page_tests import PageTest
from domain.rules.segments import Segment
from domain.rules.titles import Titles

# What a business asks for, unless it says otherwise: the usual form.
ASKED_FOR = (
    *("name", "company", "job_title", "phone", "country", "employees", "industry"),
    *("product", "message"),
)


class Part(StrEnum):
    FIT = "fit"
    INTENT = "intent"
    URGENCY = "urgency"


@dataclass(frozen=True, slots=True)
class Rule:
    """Points, also negative, for a lead that meets `when` and, if given, a test.

    `because` is a sentence with `{field}` in it. With `at_most` the points count for each
    page or event of the test, up to so many in all. With a `half_life` they fade: each of
    its own age, or else all from the last that counted on. Rules of a `group` share a cap.
    """

    id: str
    part: Part
    points: float
    because: str
    when: Condition = field(default_factory=Condition)
    pages: PageTest | None = None
    half_life: timedelta | None = None
    events: EventsSeen | None = None
    at_most: float | None = None
    group: str | None = None

    @property
    def most(self) -> float:
        """What it can be worth: the farthest from nothing."""
        if self.at_most is None:
            return self.points
        return self.at_most if self.points >= 0 else -self.at_most


@dataclass(frozen=True, slots=True)
class QualificationModel:
    """All rules; `caps` is the most that a part can give, `time_frames` what is urgent.

    `groups` is the most that the rules of a group can give together. `segments` are sorts
    of leads, the first that fits counts; `titles` are words of job titles, `asked_for` the
    fields that a complete lead has.
    """

    rules: tuple[Rule, ...] = ()
    caps: Mapping[Part, float] = field(default_factory=lambda: MappingProxyType({}))
    time_frames: tuple[TimeFrame, ...] = ()
    segments: tuple[Segment, ...] = ()
    titles: Titles = field(default_factory=Titles)
    asked_for: tuple[str, ...] = ASKED_FOR
    groups: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    # The rules with a cap of their own, and those of a group with one, by id.
    capped: Mapping[str, float] = field(init=False, compare=False, repr=False)
    grouped: Mapping[str, str] = field(init=False, compare=False, repr=False)
    index: ConditionIndex = field(init=False, compare=False, repr=False)  # of `rules`

    def __post_init__(self) -> None:
        capped = {r.id: r.at_most for r in self.rules if r.at_most is not None}
        grouped = {r.id: r.group for r in self.rules if r.group in self.groups}
        object.__setattr__(self, "capped", capped)
        object.__setattr__(self, "grouped", grouped)
        asked = indexed([r.when for r in self.rules], [r.pages for r in self.rules])
        object.__setattr__(self, "index", asked)

    def rules_for(self, facts: Facts) -> Iterator[Rule]:
        """The rules that may count, in their order; ask them."""
        for number in numbers(self.index.possible(facts)):
            yield self.rules[number]
