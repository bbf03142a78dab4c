"""Say a whole playbook in plain language: what counts, where bands begin, who gets it."""

from collections.abc import Iterator
from datetime import timedelta

from domain.explaining.explanation import explain_target
from domain.in_words.advice_words import advice_in_words
from domain.in_words.language_words import languages_in_words
from domain.in_words.plain_conditions import measured, plainly
from domain.in_words.plain_fields import thing
from domain.in_words.plain_meanings import meanings_in_words
from domain.in_words.plain_rules import rule_in_words, sentence
from domain.in_words.sharing_words import sharing_in_words
from domain.people import Method
from domain.playbook import Playbook
from domain.promises.plans import Promise
from domain.qualifying.banding import ADDRESS
from domain.qualifying.bands import Band
from domain.qualifying.qualification import Part
from domain.qualifying.review_rules import ReviewRule
from domain.routing.rows import RepTarget, Target, TeamTarget
from domain.words import (
    counted,
    in_plain_words,
    listed,
    shown,
)
from domain.working_time.calendar_words import calendar_in_words
from domain.working_time.working_hours import Span

Section = tuple[str, tuple[str, ...]]  # a title, and lines below it


def explain_playbook(playbook: Playbook) -> tuple[Section, ...]:
    parts = tuple(_part(part, playbook) for part in Part)
    meanings = tuple(meanings_in_words(playbook.model))
    return (
        *parts,
        *((("What we mean", meanings),) if meanings else ()),
        ("Bands", tuple(_bands(playbook))),
        ("A person decides when", tuple(_reviews(playbook))),
        ("Who gets it: the first row that fits", tuple(_rows(playbook))),
        ("What prospects read", tuple(languages_in_words(playbook))),
        ("When somebody is there", calendar_in_words(playbook)),
        ("How leads are shared", tuple(sharing_in_words(playbook))),
    )


def _part(part: Part, playbook: Playbook) -> Section:
    cap = playbook.model.caps.get(part)
    title = part.capitalize() + ("" if cap is None else f", at most {shown(cap)}")
    rules = [rule for rule in playbook.model.rules if rule.part is part]
    numbers = _numbers(playbook)
    lines = [rule_in_words(rule, numbers) for rule in rules]
    groups = dict.fromkeys(rule.group for rule in rules if rule.group)
    lines += [_group(name, playbook) for name in groups if name]
    return title, tuple(lines) or ("No rule",)


def _group(name: str, playbook: Playbook) -> str:
    of_group = [rule for rule in playbook.model.rules if rule.group == name]
    told = [f"“{sentence(r.because, _numbers(playbook))}”" for r in of_group]
    most = counted(playbook.model.groups[name], "point")
    return f"{listed(told, 'and')} together give at most {most}"


def _numbers(playbook: Playbook) -> frozenset[str]:
    """The fields of which some rule asks how much it is."""
    asked = [rule.when for rule in playbook.model.rules]
    asked += [rule.when for rule in playbook.review_rules]
    return frozenset(name for when in asked for name in measured(when))


def _bands(playbook: Playbook) -> Iterator[str]:
    thresholds = playbook.thresholds
    for band in (Band.HIGH, Band.MEDIUM):
        begins = f"{band} from {getattr(thresholds, band)} points"
        own = [
            f"{getattr(of_segment, band)} for {in_plain_words(segment)}"
            for segment, of_segment in thresholds.by_segment.items()
            if getattr(of_segment, band) != getattr(thresholds, band)
        ]
        also = f" ({listed(own, 'and')})" if own else ""
        yield f"{begins}{also}: {_promise(playbook.promises[band])}"
        for special in playbook.special.bands.get(band, ()):
            yield f"{band} where {plainly(special.when)}: {_promise(special.promise)}"
    yield "low under that: resources now, messages later, nobody's time"


def _promise(promise: Promise) -> str:
    accept, contact = promise.accept_within, promise.contact_within
    return f"accepted within {_span(accept)}, spoken to within {_span(contact)}"


def _span(span: Span) -> str:
    if span.days:
        return counted(span.days, "working day")
    hours = span.time / timedelta(hours=1)
    if hours >= 1:
        return counted(hours, "working hour")
    return counted(span.time / timedelta(minutes=1), "working minute")


def _reviews(playbook: Playbook) -> Iterator[str]:
    numbers = _numbers(playbook)
    for rule in playbook.review_rules:
        alone = f", and the points say {rule.instead_of}" if rule.instead_of else ""
        told = sentence(rule.because, numbers)
        yield f"{plainly(rule.when)}{alone}: “{told}”{_suggested(rule)}"
    required = [thing(name) for name in playbook.required if name != ADDRESS]
    if required:
        yield f"we do not know {listed(required)}"
    margin = playbook.thresholds.margin
    if margin:
        least = counted(margin, "point")
        yield f"the points are less than {least} away from where a band begins"
    yield "nobody can take it, or everybody asked let it slip"


def _suggested(rule: ReviewRule) -> str:
    if rule.suggest is None:
        return ""
    return f"; suggested is {advice_in_words(rule.suggest)}"


def _rows(playbook: Playbook) -> Iterator[str]:
    for row in playbook.rows:
        when = plainly(row.when)
        condition = f"if {when}," if when else "everything else"
        open_only = ", while they are open" if row.only_when_open else ""
        below = ", or else by the rows below" if row.else_next else ""
        target = _target(row.target, playbook)
        name = in_plain_words(row.id).capitalize()
        yield f"{name}: {condition} {target}{open_only}{below}"


def _target(target: Target, playbook: Playbook) -> str:
    """A person by name: handles are for files."""
    if isinstance(target, RepTarget):
        return f"to {playbook.person(target.rep).name}, or else the same team"
    return explain_target(target, _method(target, playbook))


def _method(target: Target, playbook: Playbook) -> Method | None:
    if not isinstance(target, TeamTarget):
        return None
    return playbook.team(target.team).method
