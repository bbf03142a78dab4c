"""Say in sentences what is different between two playbooks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from domain.comparing.change_words import (
    Place,
    called,
    came,
    changed,
    key_of,
    moved,
    of_key,
    went,
)
from domain.comparing.listed_diff import list_diff
from domain.comparing.text_words import text_changes
from domain.people import Team
from domain.playbook import Playbook
from domain.promises.plans import PlannedStep
from domain.promises.texts import Text
from domain.routing.rows import QueueTarget, RepTarget, TeamTarget
from domain.rules.conditions import Condition
from domain.rules.event_tests import EventsSeen
from domain.rules.page_tests import PagesInOrder, PagesSeen
from domain.working_time.working_hours import Span, WorkingHours

_COMPANY = "The company"
_SECTIONS: Mapping[str, str] = {
    "people": "People",
    "notices": "People",
    "teams": "Teams",
    "model": "What a lead is worth",
    "thresholds": "Bands",
    "promises": "Bands",
    "follow_ups": "Bands",
    "nurture": "Bands",
    "next_touch_promise": "Bands",
    "review_rules": "A person decides",
    "review_promise": "A person decides",
    "rows": "Who gets it",
    "fairness": "Who gets it",
    "sticky": "Who gets it",
    "templates": "Messages",
    "resources": "Messages",
}
# What the parts without a name of their own are called.
_CALLED: Mapping[str, str] = {
    "review_promise": "Deciding an unclear lead",
    "next_touch_promise": "Coming back to a lead",
    "nurture": "Nurture",
    "templates": "Message",
    "days": _COMPANY,
    "fairness": "Fairness",
    "sticky": "Whose it is already",
    "by_segment": "Segment",
}
# Said in one go: their own fields mean nothing alone.
_WHOLE = (
    *(WorkingHours, Span, Condition, PlannedStep),
    *(PagesSeen, PagesInOrder, EventsSeen),
    *(TeamTarget, RepTarget, QueueTarget),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, under the title of the part of the playbook that it is in."""

    section: str
    sentence: str


def changes(old: Playbook, new: Playbook) -> tuple[Change, ...]:
    """Every difference, in the order of the playbook's parts; empty when there is none."""
    people = {one.handle: one.first_name for one in (*old.people, *new.people)}
    said = _Differences(people)
    found = [
        Change(
            _SECTIONS.get(place.field, _COMPANY), sentence[:1].upper() + sentence[1:]
        )
        for place, before, after in _different_fields("", old, new)
        for sentence in said.between(place, before, after)
    ]
    order = [_COMPANY, *dict.fromkeys(_SECTIONS.values())]
    return tuple(sorted(found, key=lambda change: order.index(change.section)))


def _different_fields(it: str, old: Any, new: Any) -> Iterator[tuple[Place, Any, Any]]:
    for one in fields(old):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if one.compare and before != after:
            called = it or _CALLED.get(one.name, "")
            yield Place(type(old), one.name, called), before, after


@dataclass(frozen=True, slots=True)
class _Differences:
    people: Mapping[str, str]  # first names by handle

    def between(self, place: Place, old: Any, new: Any) -> Iterator[str]:
        """By its parts where those can be named, else in one sentence."""
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from self._by_key(place, old, new)
        elif _is_listed(old) and _is_listed(new):
            yield from self._by_item(place, _in_order(old), _in_order(new))
        elif isinstance(old, Text) and isinstance(new, Text):
            yield from text_changes(place, old, new)
        elif _has_parts(old) and type(old) is type(new):
            for part, before, after in _different_fields(place.it, old, new):
                yield from self.between(part, before, after)
        else:
            before, after = (self._named(place, value) for value in (old, new))
            yield changed(place, before, after)

    def _by_key(
        self, place: Place, old: Mapping[Any, Any], new: Mapping[Any, Any]
    ) -> Iterator[str]:
        for key in [*old, *(key for key in new if key not in old)]:
            before, after = old.get(key), new.get(key)
            if before != after:
                at = Place(place.owner, place.field, of_key(key, place.it))
                yield from self.between(at, before, after)

    def _by_item(
        self, place: Place, old: Sequence[Any], new: Sequence[Any]
    ) -> Iterator[str]:
        before = {key_of(item): item for item in old}
        after = {key_of(item): item for item in new}
        found = list_diff(list(before), list(after))
        for key in found.removed:
            yield went(place, before[key], self._called(before[key]))
        for number, (key, item) in enumerate(after.items(), start=1):
            if key not in before:
                yield came(place, item, self._called(item), number)
            elif item != before[key]:
                is_step = isinstance(item, PlannedStep)
                it = place.label if is_step else self._called(item)
                at = Place(type(item), "", it)
                yield from self.between(at, before[key], item)
        for key, number, now in found.moved:
            item = after[key]
            yield moved(place, item, self._called(item), before=number, after=now)

    def _called(self, item: Any) -> str:
        return called(item, self.people)

    def _named(self, place: Place, value: Any) -> Any:
        """A manager by name."""
        is_handle = place.owner is Team and isinstance(value, str)
        return self.people.get(value, value) if is_handle else value


def _is_listed(value: Any) -> bool:
    """Whether it is a list whose items can be told one by one."""
    if not isinstance(value, tuple | frozenset):
        return False
    keys = [key_of(item) for item in value]
    return None not in keys and len(set(keys)) == len(keys)


def _in_order(value: Any) -> Sequence[Any]:
    return sorted(value) if isinstance(value, frozenset) else list(value)


def _has_parts(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, _WHOLE)


__all__ = ["Change", "changes"]
