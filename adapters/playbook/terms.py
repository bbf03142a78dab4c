"""Write how somebody works, and how much they can take, into a playbook's text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from adapters.playbook.editing import value_at, with_value, without
from adapters.yaml.lines import Plain, pointer_to
from domain.errors import PlaybookError
from domain.people import Person
from domain.working_time.hours_words import (
    WEEKDAYS,
    hours_in_words,
    runs,
    windows_in_words,
)
from domain.working_time.working_hours import WorkingHours


@dataclass(frozen=True, slots=True)
class Terms:
    """`hours` None: those of the team or the company; a limit of None is no limit."""

    zone: str
    hours: WorkingHours | None
    capacity: int | None
    daily_cap: int | None
    languages: tuple[str, ...]
    skills: tuple[str, ...]


def terms_of(person: Person) -> Terms:
    return Terms(**{one.name: getattr(person, one.name) for one in fields(Terms)})


def with_terms(document: str, person: Person, new: Terms) -> str:
    """The text with what differs from the person's terms; comments stay.

    PlaybookError where the text is written in a way that only a person can change.
    """
    old = terms_of(person)
    for name, value in _plain(new).items():
        if getattr(old, name) != getattr(new, name):
            document = _written(document, person.handle, name, value)
    return document


def changes_in_words(person: Person, new: Terms) -> str:
    """Such as "Ana's hours: Mon-Fri 08:00-16:00; at most 20 open leads"; "" for none."""
    said = "; ".join(_changes(terms_of(person), new))
    return f"{person.first_name}'s {said}" if said else ""


def _changes(old: Terms, new: Terms) -> Iterator[str]:
    if old.hours != new.hours:
        hours = hours_in_words(new.hours) if new.hours else "the usual ones"
        yield f"hours: {hours}"
    if old.zone != new.zone:
        yield f"time zone: {new.zone}"
    if old.capacity != new.capacity:
        yield f"open leads: {_limit(new.capacity)}"
    if old.daily_cap != new.daily_cap:
        yield f"new leads a day: {_limit(new.daily_cap)}"
    if old.languages != new.languages:
        yield f"languages: {', '.join(new.languages) or 'none named'}"
    if old.skills != new.skills:
        yield f"skills: {', '.join(new.skills) or 'none named'}"


def _limit(at_most: int | None) -> str:
    return "no limit" if at_most is None else f"at most {at_most}"


def _written(document: str, handle: str, name: str, value: Plain) -> str:
    pointer = pointer_to("people", handle, name)
    if value:
        return with_value(document, pointer, value)
    try:
        value_at(document, pointer)
    except PlaybookError:
        return document  # not there, as wanted
    return without(document, pointer)


def _plain(terms: Terms) -> Mapping[str, Plain]:
    return {
        "zone": terms.zone,
        "hours": _plain_hours(terms.hours) if terms.hours else None,
        "capacity": terms.capacity,
        "daily_cap": terms.daily_cap,
        "languages": list(terms.languages),
        "skills": list(terms.skills),
    }


def _plain_hours(hours: WorkingHours) -> Plain:
    """As a person would write it: days in a row that are alike on one line."""
    written: dict[str, Plain] = {}
    for first, last, windows in runs(hours):
        several: list[Plain] = [windows_in_words((window,)) for window in windows]
        names = WEEKDAYS[first], WEEKDAYS[last]
        days = "-".join(dict.fromkeys(name.lower() for name in names))
        written[days] = several if len(several) > 1 else several[0]
    return written
