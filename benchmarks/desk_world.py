"""Make up a business of sixty people and its leads, for the pages of its desk: always the same."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.playbook.file import read_playbook
from adapters.playbook.published import publish_playbook
from adapters.store.standing.plans import written_plan
from benchmarks.desk_cases import review_cases
from benchmarks.generated_rules import EXAMPLE
from domain.promises.sla import Clock, ClockKind, Step, StepAction
from models import METADATA

_AT_ONCE = 1_000  # rows of one insert
_TEAM = 10  # people of one
_STATES = (("assigned", "accept"), ("accepted", "contact"), ("contacted", "next_touch"))
_NAMES = ("Dana", "José", "Nora", "Otis", "Priya", "Wen")
_COMPANIES = ("Northwind", "Fabrikam", "Contoso", "Trackwise", "Adventure", "Globex")
_BROKEN = 300  # promises of the last six days
_ON_LEAVE = 6  # people
_DAY = timedelta(days=1)


def business(people: int) -> str:
    """The example's playbook with so many people, in teams of ten that Mara leads."""
    document = EXAMPLE.read_text("utf-8")
    reps = [f"rep{number:02}" for number in range(people - 5)]
    added = "".join(_person(handle) for handle in reps)
    teams = "".join(
        f"  team{start // _TEAM}: "
        f"{{ members: [{', '.join(reps[start : start + _TEAM])}], manager: mara }}\n"
        for start in range(0, len(reps), _TEAM)
    )
    document = document.replace("\nteams:\n", f"{added}\nteams:\n", 1)
    document = re.sub(r"(teams:\n)", rf"\1{teams}", document, count=1)
    return document.replace("capacity: 30 ", "capacity: 3000 ")


def _person(handle: str) -> str:
    return (
        f"  {handle}:\n    name: {handle.capitalize()} Rivera\n"
        f"    email: {handle}@northwind-fleet.example\n    role: rep\n"
        "    languages: [es, en]\n    capacity: 120\n"
    )


def owners(people: int) -> tuple[str | None, ...]:
    """Who has leads; some nobody has."""
    reps = [f"rep{number:02}" for number in range(people - 5)]
    return ("ana", "ben", "cleo", *reps, None)


def lead_rows(
    count: int, closed: int, whose: Sequence[str | None], now: datetime
) -> list[dict[str, Any]]:
    """Open leads first."""
    chance = Random(4)  # noqa: S311 - nothing is kept secret by it
    return [
        _lead(n, n > count, whose, now, chance) for n in range(1, count + closed + 1)
    ]


def _lead(
    number: int,
    is_closed: bool,  # noqa: FBT001
    whose: Sequence[str | None],
    now: datetime,
    chance: Random,
) -> dict[str, Any]:
    company = chance.choice(_COMPANIES)
    address = f"lead.{number}@{company.lower()}.example"
    status, kind = chance.choice(_STATES)
    due = now + timedelta(minutes=chance.randint(-300, 10_000))
    return {
        "id": UUID(int=chance.getrandbits(128)),
        "person_key": address,
        "email": address,
        "name": f"{chance.choice(_NAMES)} {number}",
        "company": company,
        "message": "A quote for our fleet, please. " * 5,
        "channel": "form",
        "fields": {},
        "received_at": now - timedelta(hours=chance.randint(1, 500)),
        "status": "closed" if is_closed else status,
        "band": chance.choice(("high", "medium", "low")),
        "points": chance.randint(1, 100),
        "owner": chance.choice(whose),
        "clock": None if is_closed else kind,
        "due_at": None if is_closed else due,
        "at_risk_at": None if is_closed else due - timedelta(minutes=30),
        "plan": None if is_closed else written_plan(_plan(ClockKind(kind), due)),
        "accepted_at": None if status == "assigned" else now,
        "closed_at": now - timedelta(minutes=number) if is_closed else None,
        "outcome": "won" if is_closed else None,
        "breaches": 0,
        "partial": False,
        "revision": 1,
        "imported": False,
    }


def _plan(kind: ClockKind, due: datetime) -> Clock:
    at_due = (StepAction.REASSIGN, StepAction.TELL_MANAGER, StepAction.SEND_BRIDGE)
    steps = tuple(Step(due, action) for action in at_due)
    return Clock(kind, due - timedelta(hours=2), due, steps)


def _assignments(leads: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    chance = Random(5)  # noqa: S311
    for lead in leads:
        if lead["owner"] is not None:
            yield {
                "id": UUID(int=chance.getrandbits(128)),
                "lead_id": lead["id"],
                "owner": lead["owner"],
                "because": "It was their turn",
                "started_at": lead["received_at"],
                "ended_at": lead["closed_at"],
                "ended_because": lead["closed_at"] and "it was closed",
            }


def _breaches(
    leads: Sequence[dict[str, Any]], now: datetime
) -> Iterator[dict[str, Any]]:
    for number, lead in enumerate(leads[:_BROKEN]):
        due = now - number * 6 * _DAY / _BROKEN
        yield {
            "key": f"{lead['id']}/2",
            "lead_id": lead["id"],
            "promise": "accept",
            "owner": lead["owner"],
            "row": "iberia",
            "started_at": due - timedelta(minutes=30),
            "due_at": due,
            "noticed_at": due,
        }


def _notices(broken: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    chance = Random(6)  # noqa: S311
    for one in broken:
        for kind, after in (("assigned", 0), ("reminder", 15), ("breach", 30)):
            at = one["started_at"] + timedelta(minutes=after)
            yield {
                "id": UUID(int=chance.getrandbits(128)),
                "key": f"{one['key']}/{kind}",
                "lead_id": one["lead_id"],
                "kind": kind,
                "channel": "mail",
                "to_name": str(one["owner"]),
                "to_address": f"{one['owner']}@northwind-fleet.example",
                "subject": "A lead",
                "text": "A lead is yours.",
                "html": "<p>A lead is yours.</p>",
                "created_at": at,
                "sent_at": at,
            }


def _leaves(whose: Sequence[str | None], now: datetime) -> Iterator[dict[str, Any]]:
    for number, handle in enumerate(whose[:_ON_LEAVE]):
        first = now.date() + (number - 2) * _DAY
        yield {
            "id": UUID(int=number),
            "handle": handle,
            "starts_at": now + (number - 2) * _DAY,
            "ends_at": now + (number + 3) * _DAY,
            "first_day": first,
            "last_day": first + 4 * _DAY,
            "created_by": "mara",
            "created_at": now,
        }


async def fill(
    engine: AsyncEngine,
    document: str,
    leads: Sequence[dict[str, Any]],
    cases: int,
    now: datetime,
) -> None:
    """`leads` with all that the desk's pages ask of them, and `cases` to be decided."""
    playbook = read_playbook(document, "the benchmark's playbook")
    waiting = review_cases(cases, playbook, now)
    whose = list(dict.fromkeys(lead["owner"] for lead in leads if lead["owner"]))
    broken = list(_breaches(leads, now))
    async with engine.begin() as connection:
        await publish_playbook(
            connection, document, author="operator", comment="For a measurement"
        )
        for table, rows in {
            "leads": [*leads, *waiting.leads],
            "decisions": waiting.decisions,
            "reviews": waiting.reviews,
            "assignments": list(_assignments(leads)),
            "breaches": broken,
            "messages": list(_notices(broken)),
            "leaves": list(_leaves(whose, now)),
        }.items():
            for start in range(0, len(rows), _AT_ONCE):
                some = rows[start : start + _AT_ONCE]
                await connection.execute(insert(METADATA.tables[table]), some)
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE"))
