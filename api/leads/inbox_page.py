"""Gather what the inbox prints."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Self
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.pages.desk import View, count_leads
from adapters.store.pages.inbox import DueBy, Mark, has_closed_any, list_leads
from api.desk import Reader
from api.leads.acting_on_many import Done
from api.leads.inbox_asked import TEAM, Asked
from api.leads.lead_rows import lead_line
from api.leads.lead_words import BAND, OUTCOME, STATUS
from api.web.keyset import Place, written
from api.web.pages import page
from domain.lifecycle import Outcome, Status
from domain.working_time.business_time import next_opening
from domain.working_time.local_time import in_words

SCREEN = 25  # leads
_TABS = (
    (View.MINE, "Mine"),
    (View.ALL, "All open"),
    (View.UNOWNED, "Without an owner"),
    (View.CLOSED, "Closed"),
)
_DUE = {
    DueBy.LATE: "Late",
    DueBy.TODAY: "Due today",
    DueBy.SNOOZED: "Snoozed",
}
_EMPTY = {
    View.MINE: (
        "Nothing waits for you",
        (
            "When somebody asks for something and it is your turn, the lead stands here with "
            "a clock, and you get a mail. Accept it with one tap."
        ),
    ),
    View.ALL: (
        "No open leads",
        (
            "Whoever fills in the form on the website appears here within seconds, with "
            "points, an owner and a deadline."
        ),
    ),
    View.UNOWNED: (
        "Every lead has an owner",
        (
            "Leads stand here while they wait for a decision, get mails only, or while "
            "nobody is available. Anybody who sees one may take it over."
        ),
    ),
    View.CLOSED: (
        "Nothing closed yet",
        "Closed leads are kept with everything that happened, and can be opened again.",
    ),
}
_ALL_DONE = (
    "All done",
    "Nobody waits for you. A new lead appears here by itself, the moment it is yours.",
)
_NO_MATCH = (
    "No lead matches",
    (
        "Take a filter away, or look in another list. A search finds the beginnings of words "
        "of the name, the company and the mail address."
    ),
)


@dataclass(frozen=True, slots=True)
class Inbox:
    """One list for one reader, on one request."""

    request: Request
    connection: AsyncConnection
    reader: Reader
    asked: Asked
    after: Place | None = None

    async def anew(self) -> Self:
        """The same after something was done: how many leads there are has changed."""
        reader = self.reader
        counts = await count_leads(self.connection, reader.scope, reader.handle)
        return replace(self, reader=replace(reader, counts=counts))

    async def show(
        self,
        *,
        block: str,
        said: str = "",
        refused: str = "",
        done: Done | None = None,
    ) -> HTMLResponse:
        """The page, or its `block` for htmx. `refused`: why nothing was done."""
        mark = None if self.after is None else Mark(*self.after)
        rows = await list_leads(
            self.connection,
            self.asked.wanted(self.reader),
            after=mark,
            limit=SCREEN + 1,
        )
        context = {
            "reader": self.reader,
            "asked": self.asked,
            "tabs": [self._tab(view, words) for view, words in _TABS],
            "here": self._here(),
            "choices": _choices(self.reader, self.asked),
            "leads": [lead_line(row, self.reader) for row in rows[:SCREEN]],
            "more": self._next_screen(rows),
            "empty": "" if rows else await self._why_empty(),
            "until": _snooze_until(self.reader),
            "outcomes": [kv for kv in OUTCOME.items() if kv[0] is not Outcome.MERGED],
            "colleagues": self.reader.colleagues(),
            "said": said,
            "refused": refused,
            "done": done,
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
        return page(self.request, "inbox.html", context, status=status, block=block)

    def _tab(self, view: View, words: str) -> tuple[View, str, str, int | None]:
        return view, words, self.asked.path(view), self.reader.counts.get(view)

    def _here(self) -> str:
        if self.after is None:
            return self.asked.path()
        return self.asked.path(after=written(*self.after))

    def _next_screen(self, rows: Sequence[Row[Any]]) -> str:
        if len(rows) <= SCREEN:
            return ""
        last = rows[SCREEN - 1]
        return self.asked.path(after=written(last.place, last.id))

    async def _why_empty(self) -> tuple[str, str]:
        if self.asked.narrowed:
            return _NO_MATCH
        if self.asked.view is View.MINE and await has_closed_any(
            self.connection, self.reader.handle
        ):
            return _ALL_DONE
        return _EMPTY[self.asked.view]


def _choices(reader: Reader, asked: Asked) -> dict[str, Any]:
    """What each filter offers, as value and words."""
    is_open = asked.view is not View.CLOSED
    teams = [
        t for t in reader.playbook.teams if any(map(reader.scope.includes, t.members))
    ]
    return {
        "status": [(s, STATUS[s]) for s in Status if s is not Status.CLOSED] * is_open,
        "band": list(BAND.items()),
        "due": list(_DUE.items()) * is_open,
        "owner": [
            *((TEAM + team.name, f"Team {team.name}") for team in teams),
            *reader.colleagues(),
        ]
        * (reader.leads_others and asked.view is not View.MINE),
    }


def _snooze_until(reader: Reader) -> list[tuple[str, str]]:
    """When work begins again on later days: as a form's field has it, and in words."""
    zone = ZoneInfo(reader.zone)
    today = reader.now.astimezone(zone).replace(hour=0, minute=0, second=0)
    found: dict[datetime, str] = {}
    for days in (1, 7 - today.weekday()):
        opens = next_opening(today + timedelta(days=days), reader.calendar).opens
        found[opens] = in_words(opens, reader.now, reader.zone)
    return [
        (f"{at.astimezone(zone):%Y-%m-%dT%H:%M}", words) for at, words in found.items()
    ]
