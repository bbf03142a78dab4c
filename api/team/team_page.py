"""Gather what the manager's page prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.ext.asyncio import AsyncConnection

from api.desk import Reader
from api.leads.lead_words import done_words
from api.team.breach_counts import breach_counts
from api.team.breach_days import WORDS, Days, stretch_of
from api.team.breach_lines import breach_lines
from api.team.moving import read_notice
from api.team.person_lines import people_of, read_lines
from api.team.risk_lines import read_at_risk
from api.team.takers import choices
from api.team.team_board import team_parts
from api.team.week_strip import WEEKS, next_week, week_strip


class People(StrEnum):
    """How a large team is shown, as the address says it."""

    TILES = "tiles"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader chose to see. Of a small team there is always a list."""

    days: Days = Days.TODAY
    people: People = People.TILES

    def address(self, anchor: str = "", **other: StrEnum) -> str:
        """The page's, with what differs from what it shows of itself."""
        chosen = {"days": self.days, "people": self.people} | other
        usual = {Days.TODAY, People.TILES}
        query = urlencode({k: v.value for k, v in chosen.items() if v not in usual})
        return f"/team?{query}{anchor}" if query else f"/team{anchor}"


async def team_context(
    connection: AsyncConnection, reader: Reader, query: Mapping[str, str], shown: Shown
) -> dict[str, Any]:
    """`query` is what the page's address says besides."""
    lines, leaves = await read_lines(connection, people_of(reader), reader)
    context = {
        "reader": reader,
        "here": shown.address(),
        "done": done_words(query.get("done")),
        "refused": "",
        "notice": await read_notice(connection, query, lines, reader),
        "at_risk": await read_at_risk(connection, lines, reader),
        "choices": choices(lines, reader),
        "teams": team_parts(lines, reader),
        "taking": sum(line.gets_leads for line in lines.values()),
        "people": len(lines),
        "as_list": shown.people is People.LIST,
        "other_way": shown.address(
            "#people",
            people=People.TILES if shown.people is People.LIST else People.LIST,
        ),
        "strip": week_strip(leaves, reader),
        "weeks": WEEKS,
        "next_week": await next_week(connection, leaves, reader),
    }
    return context | await _breaches(connection, reader, shown)


async def _breaches(
    connection: AsyncConnection, reader: Reader, shown: Shown
) -> dict[str, Any]:
    """Whose fault it was is for those who lead them."""
    if not reader.leads_others:
        return {"counts": None}
    days = shown.days
    within = stretch_of(days, reader.now, reader.playbook.zone)
    return {
        "days": [
            (shown.address("#broken", days=one), WORDS[one], one is days)
            for one in Days
        ],
        "days_words": WORDS[days],
        "breaches": await breach_lines(connection, within, reader),
        "counts": await breach_counts(connection, within, reader),
    }
