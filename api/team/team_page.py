"""Gather what the manager's page prints."""

from collections.abc import Mapping
from typing import Any

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


async def team_context(
    connection: AsyncConnection, reader: Reader, query: Mapping[str, str], days: Days
) -> dict[str, Any]:
    """`query` is what the page's address says besides the days."""
    lines, leaves = await read_lines(connection, people_of(reader), reader)
    context = {
        "reader": reader,
        "here": "/team" if days is Days.TODAY else f"/team?days={days}",
        "done": done_words(query.get("done")),
        "refused": "",
        "notice": await read_notice(connection, query, lines, reader),
        "at_risk": await read_at_risk(connection, lines, reader),
        "choices": choices(lines, reader),
        "teams": team_parts(lines, reader),
        "taking": sum(line.gets_leads for line in lines.values()),
        "people": len(lines),
        "strip": week_strip(leaves, reader),
        "weeks": WEEKS,
        "next_week": await next_week(connection, leaves, reader),
    }
    return context | await _breaches(connection, reader, days)


async def _breaches(
    connection: AsyncConnection, reader: Reader, days: Days
) -> dict[str, Any]:
    """Whose fault it was is for those who lead them."""
    if not reader.leads_others:
        return {"counts": None}
    within = stretch_of(days, reader.now, reader.playbook.zone)
    return {
        "days": [(f"/team?days={one}#broken", WORDS[one], one is days) for one in Days],
        "days_words": WORDS[days],
        "breaches": await breach_lines(connection, within, reader),
        "counts": await breach_counts(connection, within, reader),
    }
