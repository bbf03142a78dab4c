"""Say who can take a lead just now, and why somebody cannot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.business_time import is_open
from domain.local_time import in_words
from domain.people import Person
from domain.playbook import Playbook
from domain.words import counted


@dataclass(frozen=True, slots=True)
class Availability:
    """What is known of somebody now. Without a record, a person is available."""

    handle: str
    away_until: datetime | None = None
    paused: bool = False
    open_leads: int = 0


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why somebody did not get the lead, as a sentence with their name."""

    handle: str
    because: str


@dataclass(frozen=True, slots=True)
class Check:
    """One look at everybody, for one lead at one moment.

    `barred` says by handle why somebody must not get this very lead.
    """

    playbook: Playbook
    availability: Mapping[str, Availability]
    barred: Mapping[str, str]
    now: datetime
    only_when_open: bool = False

    def exclusion(self, handle: str) -> Exclusion | None:
        """None when the person can take the lead."""
        if handle in self.barred:
            return Exclusion(handle, self.barred[handle])
        person = self.playbook.person(handle)
        state = self.availability.get(handle, Availability(handle))
        reason = self._unavailable(person, state)
        return None if reason is None else Exclusion(handle, reason)

    def _unavailable(self, person: Person, state: Availability) -> str | None:
        if state.away_until is not None and state.away_until > self.now:
            until = in_words(state.away_until, self.now, person.zone)
            return f"{person.first_name} is away until {until}"
        if state.paused:
            return f"{person.first_name} takes no new leads for now"
        if person.capacity is not None and state.open_leads >= person.capacity:
            has = f"{state.open_leads} of {counted(person.capacity, 'open lead')}"
            return f"{person.first_name} has {has}"
        if self.only_when_open and not is_open(
            self.now, self.playbook.calendar_of(person.handle)
        ):
            return f"{person.first_name} is outside working hours"
        return None
