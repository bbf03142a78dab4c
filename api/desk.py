"""Who reads a page, with everything their pages have in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends

from adapters.store.pages.desk import Scope, count_leads, names_by_handle
from api.dependencies import AllParts, Connection, CurrentPlaybook, Now, Person
from api.leads.visibility import scope_of
from domain.people import Role
from domain.playbook import Playbook
from domain.working_time.working_hours import Calendar


@dataclass(frozen=True, slots=True)
class Reader:
    """A signed-in person at one moment. `counts` are the leads of each view."""

    handle: str
    name: str
    role: Role
    now: datetime
    scope: Scope
    playbook: Playbook
    names: Mapping[str, str]
    counts: Mapping[str, int]
    live_since: str = ""  # the mark after which a page that is open is told of changes

    @property
    def zone(self) -> str:
        return self.calendar.zone

    @property
    def calendar(self) -> Calendar:
        """The reader's own; the business's, for somebody the playbook does not name."""
        return self.playbook.calendar_for(self.handle)

    @property
    def leads_others(self) -> bool:
        return self.role is not Role.REP

    def name_of(self, handle: str) -> str:
        """What people call the owner of a handle; automation has a name of its own."""
        return self.names.get(handle, handle.capitalize())

    def colleagues(self) -> tuple[tuple[str, str], ...]:
        """Handle and name of everybody whom this reader may give a lead to."""
        seen = (p for p in self.playbook.people if self.scope.includes(p.handle))
        return tuple((person.handle, person.name) for person in seen)


async def _reader(
    parts: AllParts,
    person: Person,
    connection: Connection,
    current: CurrentPlaybook,
    now: Now,
) -> Reader:
    live_since = parts.live.mark  # before anything is read
    scope = scope_of(person.handle, person.role, current.playbook)
    return Reader(
        handle=person.handle,
        name=person.name,
        role=person.role,
        now=now,
        scope=scope,
        playbook=current.playbook,
        names=await names_by_handle(connection),
        counts=await count_leads(connection, scope, person.handle),
        live_since=live_since,
    )


Desk = Annotated[Reader, Depends(_reader)]
