"""Say who can take a lead just now, and why somebody cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.people import Person
from domain.playbook import Playbook
from domain.routing.rows import ANYBODY, Only
from domain.words import counted, listed, named
from domain.working_time.business_time import add_working_time, is_open
from domain.working_time.clock_words import days_off_in_words
from domain.working_time.leave import day_in_words
from domain.working_time.local_time import in_words


@dataclass(frozen=True, slots=True)
class Availability:
    """What is known of somebody now. Without a record, a person is available.

    Who will be away when they would be told of a lead is not there for it either.

    Leads `closed` count those `won`; both are known where a team shares by them.
    """

    handle: str
    away_until: datetime | None = None
    paused: bool = False
    open_leads: int = 0
    leads_today: int = 0  # in the person's own day
    stand_in: str | None = None  # while away
    won: int = 0
    closed: int = 0
    away_from: datetime | None = None  # None: away already, where `away_until` is known


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why somebody did not get the lead, as a sentence with their name.

    `back_at` is when they can take leads again, where that is known.
    """

    handle: str
    because: str
    back_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Check:
    """One look at everybody, for one lead at one moment.

    `barred` says by handle why somebody must not get this very lead. `language` is the
    lead's, "" when nobody knows.
    """

    playbook: Playbook
    availability: Mapping[str, Availability]
    barred: Mapping[str, str]
    now: datetime
    only_when_open: bool = False
    only: Only = ANYBODY
    language: str = ""

    def state(self, handle: str) -> Availability:
        return self.availability.get(handle) or Availability(handle)

    def exclusion(self, handle: str) -> Exclusion | None:
        """None when the person can take the lead."""
        if handle in self.barred:
            return Exclusion(handle, self.barred[handle])
        person, state = self.playbook.person(handle), self.state(handle)
        for reason in self._unfit(person):
            return Exclusion(handle, f"{person.first_name} {reason}")
        away = self._away(person, state)
        if away is not None:
            return away
        for reason in self._full(person, state):
            return Exclusion(handle, f"{person.first_name} {reason}")
        return self._closed(person)

    def _unfit(self, person: Person) -> Iterator[str]:
        """What the row asks for."""
        only = self.only
        if only.seniority and person.seniority not in only.seniority:
            yield f"is not {listed(only.seniority)}"
        missing = [skill for skill in only.skills if skill not in person.skills]
        if missing:
            yield f"is not trained for {listed(missing)}"
        if only.speaks_lead and self.language not in ("", *person.languages):
            yield f"does not speak {named('language', self.language)}"

    def _full(self, person: Person, state: Availability) -> Iterator[str]:
        if state.paused:
            yield "takes no new leads for now"
        if person.capacity is not None and state.open_leads >= person.capacity:
            yield f"has {state.open_leads} of {counted(person.capacity, 'open lead')}"
        if person.daily_cap is not None and state.leads_today >= person.daily_cap:
            yield f"had {state.leads_today} of {counted(person.daily_cap, 'lead')} today"
        if person.starts_on is not None:
            today = self.now.astimezone(ZoneInfo(person.zone)).date()
            if person.starts_on > today:
                yield f"starts on {day_in_words(person.starts_on, today)}"

    def _away(self, person: Person, state: Availability) -> Exclusion | None:
        if state.away_until is None or state.away_until <= self.now:
            return None
        works_at = self._opening(self.now, person)
        if state.away_from is not None and works_at < state.away_from:
            return None
        until = in_words(state.away_until, self.now, person.zone)
        because = f"{person.first_name} is away until {until}"
        back_at = self._opening(state.away_until, person)
        return Exclusion(person.handle, because, back_at)

    def _closed(self, person: Person) -> Exclusion | None:
        if not self.only_when_open:
            return None
        calendar = self.playbook.calendar_of(person.handle)
        if is_open(self.now, calendar):
            return None
        day_off = days_off_in_words(self.now, self.now, calendar)
        why = f"off on {day_off}" if day_off else "outside working hours"
        because = f"{person.first_name} is {why}"
        return Exclusion(person.handle, because, self._opening(self.now, person))

    def _opening(self, at: datetime, person: Person) -> datetime:
        calendar = self.playbook.calendar_of(person.handle)
        return add_working_time(at, timedelta(0), calendar)
