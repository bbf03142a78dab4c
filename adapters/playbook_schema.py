"""Fix the shape of a playbook file, before its names are looked up."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from adapters.playbook_conditions import When, Words, one_or_many
from adapters.playbook_values import (
    Address,
    Age,
    Day,
    Hours,
    Language,
    Line,
    Offset,
    Slug,
    Url,
    WorkingTime,
    Zone,
    one_of,
)
from domain.follow_up import NextStepKind
from domain.people import Role
from domain.sla import StepAction

Points = Annotated[float, Field(ge=-1000, le=1000)]
Actions = Annotated[
    list[Annotated[StepAction, one_of(StepAction, StepAction.CLOSE)]],
    Field(min_length=1),
]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class PersonShape(_Shape):
    name: Line
    email: Address
    role: Annotated[Role, one_of(Role)]
    zone: Zone | None = None
    hours: Hours | None = None
    calendar: Url | None = None
    languages: list[Language] = []
    capacity: Annotated[int, Field(ge=1)] | None = None


class TeamShape(_Shape):
    members: Annotated[list[str], Field(min_length=1)]
    manager: str


class PagesShape(_Shape):
    """Either `like`, with how often and how long, or `in_order`."""

    like: Words | None = None
    in_order: Annotated[list[str], Field(min_length=2)] | None = None
    times: Annotated[int, Field(ge=1)] | None = None
    for_at_least: Age | None = None
    within: Age | None = None


class RuleShape(_Shape):
    id: Slug
    points: Points
    because: Line
    when: When | None = None
    pages: PagesShape | None = None
    half_life: Age | None = None


class TimeFrameShape(_Shape):
    days: Annotated[int, Field(ge=0, le=3650)]
    phrases: Words


class PartShape(_Shape):
    at_most: Annotated[float, Field(gt=0)] | None = None
    rules: list[RuleShape] = []


class ModelShape(_Shape):
    fit: PartShape = PartShape()
    intent: PartShape = PartShape()
    urgency: PartShape = PartShape()
    time_frames: list[TimeFrameShape] = []


class StepShape(_Shape):
    at: Offset
    do: Annotated[Actions, BeforeValidator(one_or_many)]
    template: Slug | None = None


Steps = Annotated[list[StepShape], Field(min_length=1)]


class NextStepShape(_Shape):
    kind: Annotated[NextStepKind, one_of(NextStepKind)]
    message: Line
    message_without_owner: Line | None = None
    url: Url = ""
    acknowledge_with: Slug | None = "acknowledgement"


class PromiseShape(_Shape):
    """What high and medium leads get."""

    from_points: Annotated[int, Field(ge=1, le=10_000)]
    accept_within: WorkingTime
    contact_within: WorkingTime
    if_not_accepted: Steps | None = None
    if_not_contacted: Steps | None = None
    max_reassignments: Annotated[int, Field(ge=0, le=20)] = 2
    next_step: NextStepShape


class NurtureShape(_Shape):
    close_after: WorkingTime
    steps: list[StepShape] = []


class LowShape(_Shape):
    next_step: NextStepShape
    nurture: NurtureShape


class ReviewRuleShape(_Shape):
    code: Slug
    when: When
    because: Line


class ReviewShape(_Shape):
    decide_within: WorkingTime
    if_not_decided: Steps | None = None
    near_threshold: Annotated[int, Field(ge=0, le=100)] = 0
    rules: list[ReviewRuleShape] = []
    next_step: NextStepShape


class BandsShape(_Shape):
    high: PromiseShape
    medium: PromiseShape
    low: LowShape
    review: ReviewShape


class NextTouchShape(_Shape):
    within: WorkingTime
    if_missed: Steps | None = None


class TargetShape(_Shape):
    team: str | None = None
    rep: str | None = None


class RowShape(_Shape):
    id: Slug
    when: When | None = None
    to: TargetShape
    only_when_open: bool = False


class PlaybookShape(_Shape):
    """The whole file."""

    company: Line
    language: Language
    zone: Zone
    hours: Hours
    closed_on: list[Day] = []
    people: Annotated[dict[Slug, PersonShape], Field(min_length=1)]
    teams: Annotated[dict[Slug, TeamShape], Field(min_length=1)]
    required: list[str] = ["email"]
    qualification: ModelShape
    bands: BandsShape
    next_touch: NextTouchShape | None = None
    routing: Annotated[list[RowShape], Field(min_length=1)]
    messages: dict[Slug, Annotated[str, Field(min_length=1, max_length=20_000)]] = {}
