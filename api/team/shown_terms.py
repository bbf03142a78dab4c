"""What the form of somebody's hours, limits and skills begins with."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from api.team.terms_form import DAYS, day_input, windows_text
from api.team.working_terms import mark_of
from domain.people import Person
from domain.playbook import Playbook
from domain.working_time.hours_words import hours_in_words


def shown_terms(person: Person, playbook: Playbook) -> dict[str, Any]:
    hours = playbook.calendar_of(person.handle).hours
    team = playbook.team_of(person.handle)
    usual = (team.hours if team else None) or playbook.hours
    return {
        "seen": mark_of(person),
        "own_hours": person.hours is not None,
        "usual_hours": hours_in_words(usual),
        "zone": person.zone,
        "zones": _zones(),
        "days": [
            (day_input(day), name, windows_text(hours, day))
            for day, name in enumerate(DAYS)
        ],
        "capacity": person.capacity or "",
        "daily_cap": person.daily_cap or "",
        "languages": ", ".join(person.languages),
        "skills": ", ".join(person.skills),
    }


@cache
def _zones() -> tuple[str, ...]:
    """To choose from; reading them from the disk takes longer than the page."""
    return tuple(sorted(name for name in available_timezones() if "/" in name))
