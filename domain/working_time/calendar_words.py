"""Say in plain language when a business, its teams and its people work."""

from collections.abc import Iterator

from domain.playbook import Playbook
from domain.words import listed
from domain.working_time.hours_words import hours_in_words, windows_in_words
from domain.working_time.local_time import day_in_words
from domain.working_time.working_hours import PublicHolidays, SpecialDays, WorkingHours


def calendar_in_words(playbook: Playbook) -> tuple[str, ...]:
    """The business's hours and special days; then every team and person that differs."""
    ours = (f"{hours_in_words(playbook.hours)}, {_place(playbook.zone)}",)
    lines = [*ours, *_days(playbook.days)]
    for team in playbook.teams:
        told = listed([*_hours(team.hours), *_days(team.days)], "and")
        lines += [f"team {team.name}: {told}"] if told else []
    for person in playbook.people:
        elsewhere = [_place(person.zone)] if person.zone != playbook.zone else []
        own = [*elsewhere, *_hours(person.hours), *_days(person.days)]
        lines += [f"{person.first_name}: {listed(own, 'and')}"] if own else []
    return tuple(lines)


def _place(zone: str) -> str:
    return f"by the clock of {zone.rpartition('/')[2].replace('_', ' ')}"


def _hours(hours: WorkingHours | None) -> Iterator[str]:
    if hours is not None:
        yield hours_in_words(hours)


def _days(days: SpecialDays) -> Iterator[str]:
    if days.holidays is not None:
        yield _holidays(days.holidays)
    if days.closed_on:
        closed = [day_in_words(day) for day in sorted(days.closed_on)]
        yield f"closed on {listed(closed, 'and')}"
    for day, windows in sorted(days.open_on.items()):
        yield f"open {windows_in_words(windows)} on {day_in_words(day)}"


def _holidays(holidays: PublicHolidays) -> str:
    if not holidays.place:
        return "open on public holidays"
    known = f"known until {holidays.last_year}"
    return f"closed on public holidays of {holidays.place}, {known}"
