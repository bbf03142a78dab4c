"""Say any value of a playbook in a few words, as a sentence about a change shows it."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import singledispatch
from typing import Any

from domain.explaining.explanation import explain_target
from domain.in_words.advice_words import advice_in_words
from domain.in_words.condition_words import in_words
from domain.in_words.sharing_words import METHODS
from domain.people import Method
from domain.promises.plans import PlannedStep
from domain.promises.texts import Text
from domain.qualifying.advice import CorrectFirst, Verdict
from domain.routing.rows import QueueTarget, RepTarget, TeamTarget
from domain.rules.conditions import Condition
from domain.rules.event_tests import EventsSeen
from domain.rules.page_tests import PagesInOrder, PagesSeen
from domain.words import counted, labelled, listed, shown
from domain.working_time.hours_words import hours_in_words, windows_in_words
from domain.working_time.working_hours import PublicHolidays, Span, WorkingHours

NOTHING = "nothing"
_UNITS = ((timedelta(1), "day"), (timedelta(hours=1), "hour"))
_MINUTE = timedelta(minutes=1)


@singledispatch
def value_in_words(value: Any) -> str:
    """One line. What has no words of its own is told field by field."""
    if isinstance(value, PublicHolidays):
        return value.place or "no place"
    if not is_dataclass(value):
        return shown(str(value)) if value is not None else NOTHING
    known = {
        labelled(one.name): value_in_words(getattr(value, one.name))
        for one in fields(value)
        if one.compare
    }
    told = [f"{name} {words}" for name, words in known.items() if words != NOTHING]
    return listed(told, "and") or NOTHING


@value_in_words.register
def _(value: int | float) -> str:
    return shown(value)


@value_in_words.register
def _(value: str) -> str:
    if not value:
        return NOTHING
    return f"“{shown(value)}”" if " " in value else shown(value)


@value_in_words.register
def _(value: StrEnum) -> str:
    return labelled(value.value)


@value_in_words.register
def _(value: date | time) -> str:
    return value.isoformat()


@value_in_words.register
def _(value: tuple | list) -> str:  # type: ignore[type-arg]  # for the dispatch
    match value:
        case (time() as opens, time() as closes):  # a window
            return windows_in_words(((opens, closes),))
    return listed([value_in_words(one) for one in value], "and") or NOTHING


@value_in_words.register
def _(value: Verdict | CorrectFirst) -> str:
    return advice_in_words(value)


@value_in_words.register
def _(value: Method) -> str:
    return METHODS[value]


@value_in_words.register
def _(value: frozenset) -> str:  # type: ignore[type-arg]
    return value_in_words(sorted(value))


@value_in_words.register
def _(value: Mapping) -> str:  # type: ignore[type-arg]
    told = [f"{labelled(str(key))} {value_in_words(v)}" for key, v in value.items()]
    return listed(told, "and") or NOTHING


@value_in_words.register
def _(value: timedelta) -> str:
    """In the largest unit that comes out even: "7 days", "90 minutes"."""
    for unit, name in _UNITS:
        if value and not value % unit:
            return counted(value / unit, name)
    return counted(value / _MINUTE, "minute")


@value_in_words.register
def _(value: Span) -> str:
    told = [counted(value.days, "working day")] if value.days else []
    if value.time:
        told.append(value_in_words(value.time).replace(" ", " working ", 1))
    return listed(told, "and") or "no time"


@value_in_words.register
def _(value: Condition) -> str:
    return in_words(value)


@value_in_words.register
def _(value: WorkingHours) -> str:
    return hours_in_words(value)


@value_in_words.register
def _(value: Text) -> str:
    return value_in_words(value.own)


@value_in_words.register
def _(value: TeamTarget | RepTarget | QueueTarget) -> str:
    return explain_target(value)


@value_in_words.register
def _(value: PagesSeen) -> str:
    said = f"pages like {listed(value.patterns)}"
    said += f" seen {counted(value.at_least, 'time')}" if value.at_least > 1 else ""
    said += f" for {shown(value.seconds)} seconds" if value.seconds else ""
    return said + _within(value)


@value_in_words.register
def _(value: PagesInOrder) -> str:
    return f"pages like {', then '.join(value.patterns)}{_within(value)}"


@value_in_words.register
def _(value: EventsSeen) -> str:
    said = listed([labelled(name) for name in value.names])
    said += f" noted {counted(value.at_least, 'time')}" if value.at_least > 1 else ""
    for one in value.having:
        said += f" with {labelled(one.name)} like {listed(one.patterns)}"
    return said + _within(value)


@value_in_words.register
def _(value: PlannedStep) -> str:
    after = value.after
    at = (
        f"at {after:.0%}"
        if isinstance(after, float)
        else f"after {value_in_words(after)}"
    )
    template = f" “{value.template}”" if value.template else ""
    only = "" if value.when is None else f", where {in_words(value.when)}"
    return (
        f"{labelled(value.action.value)}{template}{value.channel.in_words} {at}{only}"
    )


def _within(test: PagesSeen | PagesInOrder | EventsSeen) -> str:
    return "" if test.within is None else f" within {value_in_words(test.within)}"
