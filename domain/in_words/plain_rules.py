"""Say a scoring rule as a sentence that whoever answers for it can sign."""

from collections.abc import Iterator
from datetime import timedelta
from typing import assert_never

from domain.in_words.plain_conditions import plainly
from domain.in_words.plain_fields import COUNTED, thing
from domain.qualifying.qualification import Rule
from domain.rules.event_tests import EventsSeen
from domain.rules.page_tests import PagesInOrder, PagesSeen, PageTest
from domain.words import counted, labelled, listed, pieces_of, shown

_DAY = timedelta(days=1)
_SO_MANY = "[so many]"
_INNER_QUOTES = str.maketrans(
    "“”", "\u2018\u2019"
)  # the sentence stands in quotes itself
_SAID: dict[str, str] = {
    "phrase": "[their words]",
    "page": "[the page]",
    "event": "[what they did]",
    "completeness": "[so much]",
    "disagreement": "[both values]",
    "disagrees": "[what]",
} | dict.fromkeys(("times", "seconds", "days_ago"), _SO_MANY)


def rule_in_words(rule: Rule, numbers: frozenset[str]) -> str:
    """Such as: 15 points if they are in Spain: “is in [country]”.

    `numbers` are the fields whose values are numbers, see `sentence`.
    """
    asked = [one for one in (plainly(rule.when), _test(rule)) if one]
    if_so = f" if {', and '.join(asked)}" if asked else " always"
    told = sentence(rule.because, numbers)
    return f"{_points(rule)}{if_so}{_fading(rule)}: “{told}”"


def sentence(because: str, numbers: frozenset[str]) -> str:
    """What people will read, with words in brackets where a lead's own values stand."""
    pieces = [*pieces_of(because)]
    for place in range(1, len(pieces), 2):
        pieces[place] = _stands_for(pieces[place], numbers)
    return "".join(pieces).translate(_INNER_QUOTES)


def _stands_for(name: str, numbers: frozenset[str]) -> str:
    if name in _SAID:
        return _SAID[name]
    if name in COUNTED or name in numbers:
        return _SO_MANY
    return f"[{thing(name, bare=True)}]"


def _points(rule: Rule) -> str:
    points = counted(abs(rule.points), "point")
    if rule.points < 0:
        points += " less"
    if rule.at_most is not None:
        points += f" for each, at most {shown(rule.at_most)},"
    return points


def _fading(rule: Rule) -> str:
    if rule.half_life is None:
        return ""
    return f"; half of it is left after {_span(rule.half_life)}"


def _test(rule: Rule) -> str:
    if rule.pages is not None:
        return _pages(rule.pages)
    return "" if rule.events is None else _events(rule.events)


def _pages(test: PageTest) -> str:
    match test:
        case PagesSeen(patterns, at_least, seconds, within):
            often = [*_often(at_least)]
            if seconds:
                often.append(f"{shown(seconds)} seconds or longer in all")
            return f"they looked at {_under(patterns)}{_how(often, within)}"
        case PagesInOrder(patterns, within):
            steps = " and then at ".join(_under((one,)) for one in patterns)
            return f"they looked at {steps}{_how([], within)}"
        case _:
            assert_never(test)


def _under(patterns: tuple[str, ...]) -> str:
    return f"pages like {listed([one.removesuffix('*') for one in patterns])}"


def _events(test: EventsSeen) -> str:
    names = listed([f"“{labelled(name)}”" for name in test.names])
    having = [
        f"with {labelled(one.name)} like {listed(one.patterns)}" for one in test.having
    ]
    return f"we noted {names}{_how([*_often(test.at_least), *having], test.within)}"


def _often(at_least: int) -> Iterator[str]:
    if at_least > 1:
        yield f"at least {at_least} times"


def _how(often: list[str], within: timedelta | None) -> str:
    last = [] if within is None else [f"in the last {_span(within)}"]
    return "".join(f", {one}" for one in (*often, *last))


def _span(span: timedelta) -> str:
    return counted(span / _DAY, "day")
