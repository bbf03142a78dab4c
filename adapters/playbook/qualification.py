"""Read the qualification model of a playbook file."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from adapters.playbook.conditions import When, Words
from adapters.playbook.places import UNKNOWN_FIELD, Found, wrong_when
from adapters.playbook.rules import Most, RuleShape, wrong_rule
from adapters.playbook.shape import Shape
from adapters.playbook.values import Slug
from domain.qualifying.qualification import ASKED_FOR, Part, QualificationModel
from domain.rules.facts import COMPUTED_FIELDS, TimeFrame, is_field
from domain.rules.segments import Segment
from domain.rules.titles import Titles
from domain.words import folded


class TimeFrameShape(Shape):
    days: Annotated[int, Field(ge=0, le=3650)]
    phrases: Words


class GroupShape(Shape):
    at_most: Most


class SegmentShape(Shape):
    id: Slug
    when: When

    def segment(self) -> Segment:
        return Segment(self.id, self.when.condition())


class TitlesShape(Shape):
    """Words of job titles beside the usual ones."""

    seniority: dict[Slug, Words] = {}
    role: dict[Slug, Words] = {}

    def titles(self) -> Titles:
        return Titles(
            {name: tuple(words) for name, words in self.seniority.items()},
            {name: tuple(words) for name, words in self.role.items()},
        )


class PartShape(Shape):
    at_most: Most | None = None
    rules: list[RuleShape] = []


class ModelShape(Shape):
    fit: PartShape = PartShape()
    intent: PartShape = PartShape()
    urgency: PartShape = PartShape()
    time_frames: list[TimeFrameShape] = []
    groups: dict[Slug, GroupShape] = {}
    segments: list[SegmentShape] = []
    titles: TitlesShape = TitlesShape()
    asks_for: list[str] | None = None

    def parts(self) -> dict[Part, PartShape]:
        return {
            Part.FIT: self.fit,
            Part.INTENT: self.intent,
            Part.URGENCY: self.urgency,
        }

    def rules(self) -> Iterator[tuple[Part, int, RuleShape]]:
        """Each with its part and its number in it."""
        for part, given in self.parts().items():
            for index, rule in enumerate(given.rules):
                yield part, index, rule

    def model(self) -> QualificationModel:
        parts = self.parts()
        return QualificationModel(
            rules=tuple(rule.rule(part) for part, _, rule in self.rules()),
            caps={
                part: given.at_most
                for part, given in parts.items()
                if given.at_most is not None
            },
            time_frames=tuple(
                TimeFrame(frame.days, tuple(frame.phrases))
                for frame in self.time_frames
            ),
            segments=tuple(segment.segment() for segment in self.segments),
            titles=self.titles.titles(),
            asked_for=ASKED_FOR if self.asks_for is None else tuple(self.asks_for),
            groups={name: group.at_most for name, group in self.groups.items()},
        )


def wrong_model(model: ModelShape) -> Iterator[Found]:
    """Ids that are there twice, and rules that cannot be asked."""
    yield from _wrong_segments(model.segments)
    for index, name in enumerate(model.asks_for or ()):
        if name in COMPUTED_FIELDS or not is_field(name):
            yield ("qualification", "asks_for", index), UNKNOWN_FIELD
    yield from _wrong_groups(model)
    yield from _wrong_titles(model.titles)
    ids: set[str] = set()
    for part, index, rule in model.rules():
        where = ("qualification", part.value, "rules", index)
        if rule.id in ids:
            yield (*where, "id"), "another rule has this id"
        ids.add(rule.id)
        yield from wrong_rule(where, rule)


def _wrong_groups(model: ModelShape) -> Iterator[Found]:
    """Groups that are not there, and groups across parts, whose caps would compete."""
    part_of: dict[str, Part] = {}
    for part, index, rule in model.rules():
        where = ("qualification", part.value, "rules", index, "group")
        if rule.group is not None and rule.group not in model.groups:
            yield where, "no group under `qualification: groups` has this name"
        elif rule.group and part_of.setdefault(rule.group, part) is not part:
            yield where, f"the other rules of this group are in {part_of[rule.group]}"
    for name in model.groups:
        if name not in part_of:
            yield ("qualification", "groups", name), "no rule is in this group"


def _wrong_titles(titles: TitlesShape) -> Iterator[Found]:
    """Words that say two things at once, or nothing."""
    for what, sayings in (("seniority", titles.seniority), ("role", titles.role)):
        said: set[str] = set()
        for name, phrases in sayings.items():
            for index, phrase in enumerate(phrases):
                where = ("qualification", "titles", what, name, index)
                words = folded(phrase)
                if words.isspace():
                    yield where, "expected a word of a job title"
                elif words in said:
                    yield where, "the same words stand above"
                said.add(words)


def _wrong_segments(segments: Sequence[SegmentShape]) -> Iterator[Found]:
    ids: set[str] = set()
    for index, segment in enumerate(segments):
        where = ("qualification", "segments", index)
        if segment.id in ids:
            yield (*where, "id"), "another segment has this id"
        ids.add(segment.id)
        yield from wrong_when((*where, "when"), segment.when)
        if "segment" in _fields(segment.when):
            yield (*where, "when"), "a segment cannot ask for the segment"


def _fields(when: When) -> Iterator[str]:
    yield from when.fields()
    for inner in when.any or ():
        yield from _fields(inner)
