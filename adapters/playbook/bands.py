"""Read the bands of a playbook file, and what each of them does."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from adapters.playbook.advice import Suggest
from adapters.playbook.conditions import When
from adapters.playbook.places import Found, wrong_when
from adapters.playbook.plans import Steps, StepShape, planned
from adapters.playbook.shape import Shape
from adapters.playbook.special_plans import (
    SpecialPromiseShape,
    SpecialReviewShape,
    SpecialTouchShape,
    wrong_special,
)
from adapters.playbook.texts import Lines, text_of, wrong_places, wrong_text
from adapters.playbook.values import Line, Slug, Url, WorkingTime, one_of
from domain.promises import plans as promises
from domain.promises.booking import PLACES
from domain.promises.follow_up import FollowUp, NextStepKind, Stop
from domain.promises.plans import Deadline, Nurture, Promise
from domain.promises.special import SpecialDeadline, SpecialPromise
from domain.qualifying.bands import Band, Thresholds
from domain.qualifying.review_rules import ReviewRule
from domain.rules.facts import is_field
from domain.words import placeholders

_OF_PROMISES = frozenset({"respond_by", "zone"})
_OF_MESSAGES = frozenset({"owner", "first_name", "company"}) | _OF_PROMISES


class NextStepShape(Shape):
    kind: Annotated[NextStepKind, one_of(NextStepKind)]
    message: Lines
    message_without_owner: Lines | None = None
    url: Url = ""
    acknowledge_with: Slug | None = "acknowledgement"

    def follow_up(self, own: str) -> FollowUp:
        return FollowUp(
            kind=self.kind,
            message=text_of(self.message, own),
            message_without_owner=text_of(self.message_without_owner, own),
            url=self.url,
            template=self.acknowledge_with or "",
        )


# What the prospect does that ends the messages. [] goes on whatever they do.
StopOn = list[Annotated[Stop, one_of(Stop)]]
FromPoints = Annotated[int, Field(ge=1, le=10_000)]


class OfSegmentShape(Shape):
    """What is different for the leads of one segment."""

    from_points: FromPoints


class PromiseShape(Shape):
    """What high and medium leads get."""

    from_points: FromPoints
    for_segments: dict[Slug, OfSegmentShape] = {}
    accept_within: WorkingTime
    contact_within: WorkingTime
    if_not_accepted: Steps | None = None
    if_not_contacted: Steps | None = None
    max_reassignments: Annotated[int, Field(ge=0, le=20)] = 2
    for_leads: list[SpecialPromiseShape] = []
    stop_on: StopOn = list(Stop)
    next_step: NextStepShape

    def begins(self, segment: str) -> int:
        own = self.for_segments.get(segment)
        return self.from_points if own is None else own.from_points

    def special(self) -> tuple[SpecialPromise, ...]:
        return tuple(special.special(self.promise()) for special in self.for_leads)

    def promise(self) -> Promise:
        return Promise(
            accept_within=self.accept_within,
            contact_within=self.contact_within,
            accept_steps=planned(self.if_not_accepted) or promises.ACCEPT_STEPS,
            contact_steps=planned(self.if_not_contacted) or promises.CONTACT_STEPS,
            max_reassignments=self.max_reassignments,
        )


class NurtureShape(Shape):
    close_after: WorkingTime
    steps: list[StepShape] = []
    stop_on: StopOn = list(Stop)

    def nurture(self) -> Nurture:
        return Nurture(self.close_after, planned(self.steps))


class LowShape(Shape):
    next_step: NextStepShape
    nurture: NurtureShape


class ReviewRuleShape(Shape):
    code: Slug
    when: When
    because: Line
    instead_of: Annotated[Band, one_of(Band, Band.REVIEW)] | None = None
    suggest: Suggest | None = None

    def rule(self) -> ReviewRule:
        return ReviewRule(
            self.code,
            self.when.condition(),
            self.because,
            self.instead_of,
            self.suggest,
        )


class ReviewShape(Shape):
    decide_within: WorkingTime
    if_not_decided: Steps | None = None
    for_leads: list[SpecialReviewShape] = []
    near_threshold: Annotated[int, Field(ge=0, le=100)] = 0
    rules: list[ReviewRuleShape] = []
    next_step: NextStepShape

    def special(self) -> tuple[SpecialDeadline, ...]:
        return tuple(special.special(self.deadline()) for special in self.for_leads)

    def deadline(self) -> Deadline:
        steps = planned(self.if_not_decided) or promises.REVIEW_STEPS
        return Deadline(self.decide_within, steps)


class BandsShape(Shape):
    high: PromiseShape
    medium: PromiseShape
    low: LowShape
    review: ReviewShape

    def thresholds(self) -> Thresholds:
        high, medium = self.high, self.medium
        margin = self.review.near_threshold
        own = {
            segment: Thresholds(high.begins(segment), medium.begins(segment), margin)
            for segment in self.segments()
        }
        return Thresholds(high.from_points, medium.from_points, margin, own)

    def segments(self) -> tuple[str, ...]:
        """Those that have points of their own."""
        return tuple({**self.high.for_segments, **self.medium.for_segments})

    def special_promises(self) -> dict[Band, tuple[SpecialPromise, ...]]:
        promised = {Band.HIGH: self.high.special(), Band.MEDIUM: self.medium.special()}
        return {band: special for band, special in promised.items() if special}

    def follow_ups(self, own: str) -> dict[Band, FollowUp]:
        """`own` is the playbook's language."""
        stop_on = {
            Band.HIGH: self.high.stop_on,
            Band.MEDIUM: self.medium.stop_on,
            Band.LOW: self.low.nurture.stop_on,
            Band.REVIEW: list(Stop),
        }
        return {
            band: replace(step.follow_up(own), stop_on=frozenset(stop_on[band]))
            for band, step in self.next_steps().items()
        }

    def next_steps(self) -> dict[Band, NextStepShape]:
        return {
            Band.HIGH: self.high.next_step,
            Band.MEDIUM: self.medium.next_step,
            Band.LOW: self.low.next_step,
            Band.REVIEW: self.review.next_step,
        }


class NextTouchShape(Shape):
    within: WorkingTime
    if_missed: Steps | None = None
    for_leads: list[SpecialTouchShape] = []

    def special(self) -> tuple[SpecialDeadline, ...]:
        return tuple(special.special(self.deadline()) for special in self.for_leads)

    def deadline(self) -> Deadline:
        steps = planned(self.if_missed) or promises.NEXT_TOUCH_STEPS
        return Deadline(self.within, steps)


def wrong_bands(
    bands: BandsShape, segments: Collection[str], own: str
) -> Iterator[Found]:
    """Thresholds out of order, and sentences that nothing fills or nobody can read."""
    yield from _wrong_thresholds(bands, segments)
    for name, band in (
        ("high", bands.high),
        ("medium", bands.medium),
        ("review", bands.review),
    ):
        yield from wrong_special(("bands", name, "for_leads"), band.for_leads)
    for index, rule in enumerate(bands.review.rules):
        where = ("bands", "review", "rules", index)
        yield from wrong_when((*where, "when"), rule.when)
        for name in placeholders(rule.because):
            if not is_field(name):
                yield (*where, "because"), f"nothing fills {{{name}}} here"
    yield from _wrong_order(bands.review.rules)
    yield from _wrong_messages(bands, own)


def _wrong_thresholds(bands: BandsShape, segments: Collection[str]) -> Iterator[Found]:
    if bands.medium.from_points >= bands.high.from_points:
        yield ("bands", "medium", "from_points"), "medium must begin under high"
    for name, band in (("high", bands.high), ("medium", bands.medium)):
        for segment in band.for_segments:
            if segment not in segments:
                where = ("bands", name, "for_segments", segment)
                yield where, "no segment under `qualification: segments` has this id"
    for segment in bands.segments():
        if bands.medium.begins(segment) >= bands.high.begins(segment):
            within = "medium" if segment in bands.medium.for_segments else "high"
            place = ("bands", within, "for_segments", segment, "from_points")
            yield place, "medium must begin under high"


def _wrong_order(rules: Sequence[ReviewRuleShape]) -> Iterator[Found]:
    """A rule for some bands alone would hide whether it leaves leads to those below."""
    for index, (rule, below) in enumerate(pairwise(rules)):
        if rule.instead_of is not None and below.instead_of is None:
            place = ("bands", "review", "rules", index, "instead_of")
            yield place, "put rules with `instead_of` below all others"


def _wrong_messages(bands: BandsShape, own: str) -> Iterator[Found]:
    for band, step in bands.next_steps().items():
        without = _OF_PROMISES if band is Band.LOW else frozenset()
        for key in ("message", "message_without_owner"):
            place = ("bands", band.value, "next_step", key)
            given = getattr(step, key)
            yield from wrong_text(place, given, own)
            yield from wrong_places(place, given, _OF_MESSAGES - without)
        yield from _wrong_url(band, step)


def _wrong_url(band: Band, step: NextStepShape) -> Iterator[Found]:
    filled = PLACES if step.kind is NextStepKind.BOOK else frozenset()
    for name in placeholders(step.url):
        if name not in filled:
            place = ("bands", band.value, "next_step", "url")
            yield place, f"nothing fills {{{name}}} here"
