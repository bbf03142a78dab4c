"""Say one change of a playbook as the operator would."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from domain.comparing.field_words import ITEMS, LABELS, SAID, SWITCHED, WITHOUT
from domain.comparing.listed_diff import ordinal
from domain.comparing.value_words import NOTHING, value_in_words
from domain.explaining.explanation import explain_target
from domain.in_words.condition_words import ALWAYS, in_words
from domain.people import Person, Team
from domain.promises.follow_up import Resource
from domain.promises.plans import PlannedStep
from domain.promises.texts import Message, Text
from domain.qualifying.qualification import Rule
from domain.qualifying.review_rules import ReviewRule
from domain.routing.rows import RoutingRow
from domain.rules.facts import TimeFrame
from domain.words import counted, labelled, listed, shown

_LONGEST_SHOWN = 240  # characters; of a longer value only that it changed is said


@dataclass(frozen=True, slots=True)
class Place:
    """A field of `owner`, and what people call the thing that has it: "Team iberia"."""

    owner: type
    field: str
    it: str

    @property
    def label(self) -> str:
        """What people call the field: "Ana: languages"."""
        known = LABELS.get((self.owner, self.field))
        if known is not None:
            return known.format(it=self.it)
        field = labelled(self.field)
        return f"{self.it}: {field}" if self.it else field.capitalize()


_NOUNS: Mapping[type, str] = {ReviewRule: "Review rule", RoutingRow: "Row"}


def changed(place: Place, old: Any, new: Any) -> str:
    """The sentence for a value that is another one now; None is no value."""
    switched = SWITCHED.get((place.owner, place.field))
    if switched is not None:
        return switched[0 if new else 1].format(it=place.it)
    before, after = (_shown(place, value) for value in (old, new))
    if before == after or max(len(before), len(after)) > _LONGEST_SHOWN:
        return f"{place.label} reads differently"
    template = SAID.get((place.owner, place.field), "{label} is {new} instead of {old}")
    of_it = f"for {place.it[:1].lower()}{place.it[1:]}, " if place.it else ""
    known = {"it": place.it, "of_it": of_it, "label": place.label}
    said = template.format(**known, old=before, new=after)
    return said[:1].upper() + said[1:]


def came(place: Place, item: Any, called: str, number: int) -> str:
    """The sentence for an item that stands in a list now, at this place."""
    match item:
        case Person():
            return f"{item.name} joined as {item.role.value}"
        case RoutingRow():
            when = in_words(item.when)
            condition = "everything else" if when == ALWAYS else when
            said = f"{condition} goes {explain_target(item.target)}"
            return f"{called} is new, {ordinal(number)}: {said}"
        case Rule():
            return (
                f"{called} is new: {shown(float(item.points))} points, {item.because}"
            )
        case PlannedStep():
            return f"{place.label}: {called} is new"
        case _ if is_item(item):
            return _item(place, called, 0, "{label} now has {item}")
        case _:
            return f"{called} is new: {_what_it_is(item)}"


def _what_it_is(item: Any) -> str:
    if isinstance(item, Resource):
        return item.url.own
    if isinstance(item, Message):
        return value_in_words(item.text)
    if isinstance(item, Team):
        return f"{listed(item.members, 'and')}, under {item.manager}"
    return value_in_words(item)


def went(place: Place, item: Any, called: str) -> str:
    if isinstance(item, Person):
        return f"{called} left"
    if isinstance(item, PlannedStep):
        return f"{place.label}: {called} is gone"
    if is_item(item):
        return _item(place, called, 1, "{label} no longer has {item}")
    return f"{called} is gone"


def moved(place: Place, item: Any, called: str, *, before: int, after: int) -> str:
    said = f"{called} moved from {ordinal(before)} to {ordinal(after)}"
    inside = is_item(item) or isinstance(item, PlannedStep)
    return f"{place.label}: {said}" if inside else said


def called(item: Any, people: Mapping[str, str]) -> str:
    """What people call an item of a list; `people` are first names by handle."""
    match item:
        case Person():
            return people.get(item.handle, item.handle)
        case TimeFrame():
            return f"Time frame of {counted(item.days, 'day')}"
        case str():
            return people.get(item, item)
        case PlannedStep():
            return value_in_words(item)
        case _ if is_item(item):
            return value_in_words(item)
        case _:
            noun = _NOUNS.get(type(item)) or type(item).__name__
            return f"{noun} {key_of(item)}"


_NAMED_BY = (
    "id",
    "handle",
    "code",
    "name",
    "title",
    "days",
)  # the first that a class has


def key_of(item: Any) -> Any:
    """What tells an item from its neighbours; None when nothing does."""
    if is_item(item):
        return item
    if isinstance(item, PlannedStep):
        return item.action, item.template
    names = {one.name for one in fields(item)}
    key = next((getattr(item, name) for name in _NAMED_BY if name in names), None)
    return key.own if isinstance(key, Text) else key


def is_item(item: Any) -> bool:
    """Whether it is a plain value, without fields of its own."""
    return not hasattr(item, "__dataclass_fields__")


def of_key(key: Any, it: str) -> str:
    """What people call what stands under a key: "High", "Message “guide”"."""
    if isinstance(key, StrEnum):
        return labelled(key.value).capitalize()
    between = "on" if isinstance(key, date) else ""
    return " ".join(part for part in (it, between, value_in_words(key)) if part)


def _item(place: Place, item: str, way: int, otherwise: str) -> str:
    ways = ITEMS.get((place.owner, place.field))
    template = otherwise if ways is None else ways[way]
    it = place.it[:1].lower() + place.it[1:] if place.owner is Team else place.it
    return template.format(item=item, it=it, label=place.label)


def _shown(place: Place, value: Any) -> str:
    words = value_in_words(value)
    if words == NOTHING:
        return WITHOUT.get((place.owner, place.field), words)
    return words
