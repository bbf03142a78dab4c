"""Gather what the page of one person prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.owners.leaves import stands_in_for
from adapters.store.pages.team import open_leads_of
from api.dependencies import AllParts, Connection
from api.desk import Desk, Reader
from api.parts import Parts
from api.team.handing_over import mates_of
from api.team.leave_words import leave_in_words
from api.team.moving import read_notice
from api.team.person_lines import people_of, read_lines
from api.team.risk_lines import layout
from api.team.shown_terms import shown_terms
from api.team.takers import choices
from api.web.pages import page
from domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from domain.people import Person
from domain.working_time.leave import today_in

_LEADS_SHOWN = 8
_ROLES = {"rep": "Rep", "manager": "Manager", "operator": "Operator"}


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says of what was just done; `draft` is what was typed, if refused."""

    done: str = ""
    refused: str = ""
    draft: Mapping[str, str] = field(default_factory=dict)
    handed: int | None = None  # leads handed over so far
    go_on_to: str = ""  # to whom the others go; only a POST says so, since it goes on


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Somebody whom the reader may see."""

    request: Request
    parts: Parts
    connection: AsyncConnection
    reader: Reader
    person: Person

    @property
    def handle(self) -> str:
        return self.person.handle

    @property
    def path(self) -> str:
        return f"/team/{self.handle}"

    @property
    def is_mine(self) -> bool:
        return self.handle == self.reader.handle

    @property
    def may_change(self) -> bool:
        """Leave and pauses: one's own, or of the people whom one leads."""
        return self.is_mine or self.reader.leads_others

    def require_change(self) -> None:
        if not self.may_change:
            sentence = "Only a manager says when somebody else is away."
            raise ForbiddenError(sentence)

    def require_lead(self) -> None:
        if not self.reader.leads_others:
            sentence = "Hours, limits and skills are for a manager to change."
            raise ForbiddenError(sentence)

    async def show(
        self, said: Said | None = None, *, status: int = 200
    ) -> HTMLResponse:
        """The page as things stand now."""
        context = await _context(self, said or Said())
        if "hx-request" in self.request.headers:
            status = 200  # htmx shows nothing else
        return page(
            self.request, "person.html", context, status=status, block="handover"
        )

    async def say_why(
        self, error: ConflictError | InvalidError, form: Mapping[str, str]
    ) -> HTMLResponse:
        """The page with why a form was refused, and what was typed."""
        faults = error.faults if isinstance(error, InvalidError) else ()
        whys = dict.fromkeys([str(error), *(fault.sentence for fault in faults)])
        status = 422 if isinstance(error, InvalidError) else 409
        return await self.show(Said(refused=" ".join(whys), draft=form), status=status)


async def _person_page(
    request: Request,
    parts: AllParts,
    connection: Connection,
    reader: Desk,
    handle: str,
) -> PersonPage:
    for person in people_of(reader):
        if person.handle == handle:
            return PersonPage(request, parts, connection, reader, person)
    raise NotFoundError("There is nobody of this name in your teams.")


OnePerson = Annotated[PersonPage, Depends(_person_page)]


async def _context(shown: PersonPage, said: Said) -> dict[str, Any]:
    reader, person = shown.reader, shown.person
    lines, leaves = await read_lines(shown.connection, people_of(reader), reader)
    line = lines.get(person.handle)
    if line is None:
        raise NotFoundError("There is nobody of this name in your teams.")
    leads = await open_leads_of(shown.connection, person.handle, limit=_LEADS_SHOWN)
    laid_out = await layout(shown.connection, leads, lines, reader)
    return {
        "reader": reader,
        "path": "/team",
        "page": shown,
        "line": line,
        "lines": list(lines.values()),
        "said": said,
        "draft": said.draft,
        "role": _ROLES[person.role],
        "teams": [t.name for t in reader.playbook.teams if shown.handle in t.members],
        "today": today_in(line.zone, reader.now).isoformat(),
        "leads": [laid_out.line(row) for row in leads],
        "choices": choices(lines, reader),
        "notice": await read_notice(
            shown.connection, shown.request.query_params, lines, reader
        ),
        "has_mates": bool(mates_of(person.handle, reader)),
        "terms": shown_terms(person, reader.playbook),
    } | await _leave(shown, leaves)


async def _leave(shown: PersonPage, everybodys: Sequence[Row[Any]]) -> dict[str, Any]:
    reader = shown.reader
    leaves = [leave for leave in everybodys if leave.handle == shown.handle]
    away = next((one for one in leaves if one.starts_at <= reader.now), None)
    return {
        "leaves": [
            {"row": leave, "words": leave_in_words(leave, everybodys, reader)}
            for leave in leaves
        ],
        "is_away": away is not None,
        "stand_in": away.stand_in if away is not None else None,
        "counted_on": await _counted_on(shown, leaves, reader),
    }


async def _counted_on(
    shown: PersonPage, leaves: Sequence[Row[Any]], reader: Reader
) -> list[dict[str, Any]]:
    """Leave of others for whom this person stands in and is away too."""
    found = []
    for leave in leaves:
        for other in await stands_in_for(shown.connection, leave):
            name = reader.name_of(other.handle)
            found.append({"name": name, "words": leave_in_words(other, (), reader)})
    return found
