"""Say a whole playbook in plain language: what counts, where bands begin, who gets it."""

from collections.abc import Iterator
from datetime import timedelta

from domain.bands import Band
from domain.calendar_words import calendar_in_words
from domain.condition_words import ALWAYS, in_words
from domain.explanation import explain_target
from domain.people import Method
from domain.playbook import Playbook
from domain.qualification import Part, Rule
from domain.rows import Target, TeamTarget
from domain.sharing_words import sharing_in_words
from domain.words import counted, shown
from domain.working_hours import Span

_DAY = timedelta(days=1)
Section = tuple[str, tuple[str, ...]]  # a title, and lines below it


def explain_playbook(playbook: Playbook) -> tuple[Section, ...]:
    parts = tuple(_part(part, playbook) for part in Part)
    return (
        *parts,
        ("Bands", tuple(_bands(playbook))),
        ("A person decides when", tuple(_reviews(playbook))),
        ("Who gets it: the first row that fits", tuple(_rows(playbook))),
        ("When somebody is there", calendar_in_words(playbook)),
        ("How leads are shared", tuple(sharing_in_words(playbook))),
    )


def _part(part: Part, playbook: Playbook) -> Section:
    cap = playbook.model.caps.get(part)
    title = part.capitalize() + ("" if cap is None else f", at most {shown(cap)}")
    rules = [rule for rule in playbook.model.rules if rule.part is part]
    return title, tuple(map(_rule, rules)) or ("No rule",)


def _rule(rule: Rule) -> str:
    sign = "+" if rule.points >= 0 else ""
    fades = "" if rule.half_life is None else f", half of it after {_days(rule)}"
    when = in_words(rule.when)
    asked = "by pages seen" if rule.pages is not None else ""
    if when != ALWAYS:
        asked = f"{asked}, {when}" if asked else when
    return f"{sign}{shown(float(rule.points))} {rule.because}{fades} [{asked}]"


def _days(rule: Rule) -> str:
    return counted((rule.half_life or _DAY) / _DAY, "day")


def _bands(playbook: Playbook) -> Iterator[str]:
    thresholds = playbook.thresholds
    yield f"high from {thresholds.high} points: {_promise(Band.HIGH, playbook)}"
    yield f"medium from {thresholds.medium} points: {_promise(Band.MEDIUM, playbook)}"
    yield "low under that: resources now, messages later, nobody's time"


def _promise(band: Band, playbook: Playbook) -> str:
    promise = playbook.promises[band]
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
    for rule in playbook.review_rules:
        yield f"{rule.code}: {in_words(rule.when)}"
    if playbook.thresholds.margin:
        yield f"near_threshold: within {playbook.thresholds.margin} points of a band"
    yield "nobody can take it, or everybody asked let it slip"


def _rows(playbook: Playbook) -> Iterator[str]:
    for row in playbook.rows:
        when = in_words(row.when)
        condition = "everything else" if when == ALWAYS else when
        open_only = ", while they are open" if row.only_when_open else ""
        below = ", or else by the rows below" if row.else_next else ""
        target = explain_target(row.target, _method(row.target, playbook))
        yield f"{row.id}: {condition} {target}{open_only}{below}"


def _method(target: Target, playbook: Playbook) -> Method | None:
    if not isinstance(target, TeamTarget):
        return None
    return playbook.team(target.team).method
