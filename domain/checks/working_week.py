"""Say which promises take longer than the week of whoever must keep them."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.checks.finding import Finding, Path, Severity
from domain.people import Person, Role
from domain.playbook import Playbook
from domain.promises.plans import Promise
from domain.qualifying.bands import Band
from domain.words import counted, listed
from domain.working_time.working_hours import Span, WorkingHours

_HOUR = timedelta(hours=1)
_MONDAY = date(2001, 1, 1)


def check_promises(playbook: Playbook) -> Iterator[Finding]:
    reps = [person for person in playbook.people if person.role is Role.REP]
    for where, span, keepers in _promises(playbook, reps):
        yield from _too_long(where, span, keepers, playbook)


def _promises(
    playbook: Playbook, reps: list[Person]
) -> Iterator[tuple[Path, Span, list[Person]]]:
    for where, promise in _of_bands(playbook):
        yield (*where, "accept_within"), promise.accept_within, reps
        yield (*where, "contact_within"), promise.contact_within, reps
    reviewers = list(playbook.reviewers())
    decided = playbook.review_promise.within
    yield ("bands", "review", "decide_within"), decided, reviewers
    yield ("next_touch", "within"), playbook.next_touch_promise.within, reps


def _of_bands(playbook: Playbook) -> Iterator[tuple[Path, Promise]]:
    for band in (Band.HIGH, Band.MEDIUM):
        where: Path = ("bands", band.value)
        yield where, playbook.promises[band]
        for index, special in enumerate(playbook.special.bands.get(band, ())):
            yield (*where, "for_leads", index), special.promise


def _too_long(
    where: Path, span: Span, keepers: list[Person], playbook: Playbook
) -> Iterator[Finding]:
    whose = [str(part) for part in where if isinstance(part, str) and part != "bands"]
    promise = " ".join(whose).replace("_", " ")
    if _weeks(span, playbook.hours) > 1:
        hours = _in_words(playbook.hours)
        sentence = f"The promise {promise} is longer than the working week of {hours}."
        yield Finding(Severity.WARNING, "longer-than-the-week", where, sentence)
        return
    slow = [
        person
        for person in keepers
        if _weeks(span, playbook.calendar_of(person.handle).hours) > 1
    ]
    if slow:
        names = listed([person.name for person in slow], "and")
        sentence = (
            f"The promise {promise} is longer than the working week of {names}: "
            "it counts on the clock of whoever holds the lead."
        )
        yield Finding(Severity.WARNING, "longer-than-the-week", where, sentence)


def _weeks(span: Span, hours: WorkingHours) -> float:
    """How many weeks without holidays the span takes: its days, and then its hours."""
    return span.days / _days(hours) + span.time / _in_a_week(hours)


def _days(hours: WorkingHours) -> int:
    return sum(1 for windows in hours.windows.values() if windows)


def _in_a_week(hours: WorkingHours) -> timedelta:
    week = (hours.length_of(_MONDAY + timedelta(days=day)) for day in range(7))
    return sum(week, timedelta(0))


def _in_words(hours: WorkingHours) -> str:
    open_for = counted(_in_a_week(hours) / _HOUR, "hour")
    return f"{open_for} on {counted(_days(hours), 'day')}"
