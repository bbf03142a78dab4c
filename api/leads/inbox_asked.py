"""Read from the inbox's address what is asked for, and write addresses that ask for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from adapters.store.pages.desk import View
from adapters.store.pages.inbox import DueBy, Filters, Wanted
from api.desk import Desk, Reader
from domain.lifecycle import Status
from domain.qualifying.bands import Band
from domain.words import folded

TEAM = "team:"  # before a team's name, where whose leads are asked for
_LONGEST = 100  # letters of a search
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for. `given` has what counts of it, as it was written.

    `left_out`: sentences about what does not.
    """

    view: View
    filters: Filters = field(default_factory=Filters)
    given: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    @property
    def narrowed(self) -> bool:
        return bool(self.given)

    def path(self, view: View | None = None, **more: str) -> str:
        """The address of this list, or of another view of it."""
        return "/inbox?" + urlencode({"view": view or self.view, **self.given, **more})

    def wanted(self, reader: Reader) -> Wanted:
        zone = ZoneInfo(reader.zone)
        tomorrow = reader.now.astimezone(zone).date() + timedelta(days=1)
        return Wanted(
            view=self.view,
            handle=reader.handle,
            scope=reader.scope,
            now=reader.now,
            today_ends=datetime.combine(tomorrow, time(0), zone),
            filters=self.filters,
        )


async def _asked(request: Request, desk: Desk) -> Asked:
    return read_asked(request.query_params, desk)


AskedList = Annotated[Asked, Depends(_asked)]


def read_asked(query: Mapping[str, str], reader: Reader) -> Asked:
    """Whatever is none of ours is left out and said, so that an old bookmark still works."""
    own_view = View.ALL if reader.leads_others else View.MINE
    chosen: dict[str, Any] = {}
    given: dict[str, str] = {}
    left_out: list[str] = []
    for name, filter_ in _FILTERS.items():
        text = query.get(name, "").strip()[:_LONGEST]
        if not text:
            continue
        value = filter_.read(text, reader)
        if value is None:
            left_out.append(filter_.left_out)
        else:
            chosen[filter_.field], given[name] = value, text
    view = query.get("view") or own_view
    if view not in set(View):
        left_out.append("There is no such list: this is the one you usually see.")
        view = own_view
    return Asked(View(view), replace(_NONE, **chosen), given, tuple(left_out))


def _member_of(codes: type[StrEnum]) -> Callable[[str, Reader], StrEnum | None]:
    return lambda text, _: codes(text) if text in set(codes) else None


def _owners(text: str, reader: Reader) -> frozenset[str] | None:
    """One person, or everybody of a team, as far as the reader sees their leads."""
    asked = [text]
    if text.startswith(TEAM):
        asked = list(reader.playbook.members_of(text.removeprefix(TEAM)))
    return frozenset(filter(reader.scope.includes, asked)) & set(reader.names) or None


def _words(text: str, _: Reader) -> tuple[str, ...] | None:
    """As the index has them: no accents, no punctuation."""
    return tuple(dict.fromkeys(folded(text).split()))[:_MOST_WORDS] or None


class _Filter(NamedTuple):
    """One name in the address: how it is read, what it sets, what is said if it cannot be."""

    read: Callable[[str, Reader], object]
    field: str
    left_out: str


_NONE = Filters()
_FILTERS = {
    "status": _Filter(
        _member_of(Status),
        "status",
        "There is no such state of a lead. Leads of all are shown.",
    ),
    "band": _Filter(
        _member_of(Band), "band", "There is no such band. Leads of all are shown."
    ),
    "due": _Filter(
        _member_of(DueBy),
        "due",
        "Leads can be late, due today or snoozed. All are shown.",
    ),
    "owner": _Filter(
        _owners, "owners", "That is nobody whose leads you see. Everybody's are shown."
    ),
    "q": _Filter(
        _words, "words", "A search needs letters or digits. All leads are shown."
    ),
}
