"""Say what fit, intent and urgency are worth to a business."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from domain.conditions import Condition
from domain.facts import TimeFrame
from domain.page_tests import PageTest
from domain.segments import Segment
from domain.titles import Titles

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
    """Points, also negative, for a lead that meets `when` and, if given, `pages`.

    `because` is a sentence with `{field}` in it. With a `half_life` the points fade
    from the last page that counted on.
    """

    id: str
    part: Part
    points: float
    because: str
    when: Condition = field(default_factory=Condition)
    pages: PageTest | None = None
    half_life: timedelta | None = None


@dataclass(frozen=True, slots=True)
class QualificationModel:
    """All rules; `caps` is the most that a part can give, `time_frames` what is urgent.

    `segments` are sorts of leads, the first that fits counts; `titles` are words of job
    titles, `asked_for` the fields that a complete lead has.
    """

    rules: tuple[Rule, ...] = ()
    caps: Mapping[Part, float] = field(default_factory=lambda: MappingProxyType({}))
    time_frames: tuple[TimeFrame, ...] = ()
    segments: tuple[Segment, ...] = ()
    titles: Titles = field(default_factory=Titles)
    asked_for: tuple[str, ...] = ASKED_FOR
