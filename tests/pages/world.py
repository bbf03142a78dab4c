"""A small business in the database: the example playbook's people and some leads."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.playbook.published import publish_playbook
from adapters.store.access.sign_in import open_session
from benchmarks.opening import open_always
from models import METADATA
from tests.conftest import PATIENCE
from tests.emptying import empty

EXAMPLE = Path(__file__).parents[2] / "playbooks" / "example.yaml"


@dataclass
class World:
    engine: AsyncEngine
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    async def begin(self) -> None:
        """Empty tables but for the audit trail's, and the example playbook published."""
        async with self.engine.begin() as connection:
            await empty(connection)
            document = EXAMPLE.read_text("utf-8")
            await publish_playbook(connection, document, author="otto", comment="first")

    async def never_close(self) -> None:
        """Everybody works around the clock from now on, whatever day the tests run on."""
        document = open_always(EXAMPLE.read_text("utf-8"))
        async with self.engine.begin() as connection:
            await publish_playbook(connection, document, author="otto", comment="open")

    async def count(self, table: str) -> int:
        async with self.engine.connect() as connection:
            found = await connection.scalar(text(f'SELECT count(*) FROM "{table}"'))  # noqa: S608
        return found or 0

    async def session(self, handle: str) -> str:
        async with self.engine.begin() as connection:
            return await open_session(connection, handle, self.now)

    async def lead(self, **given: Any) -> UUID:
        """Dana asked for a quote and Ana should accept within 40 minutes."""
        lead_id = uuid4()
        values = {
            "id": lead_id,
            "person_key": f"{lead_id}@northwind.example",
            "email": "dana@northwind.example",
            "name": "Dana Ruiz",
            "company": "Northwind",
            "country": "ES",
            "message": "Quote for 80 vehicles this month, please",
            "channel": "form",
            "fields": {"vehicles": 80},
            "received_at": self.now - timedelta(minutes=5),
            "status": "assigned",
            "band": "high",
            "points": 83,
            "owner": "ana",
            "because": "Ana waited longest",
            "clock": "accept",
            "due_at": self.now + timedelta(minutes=40),
            "respond_by": self.now + timedelta(hours=2),
            "breaches": 0,
            "partial": False,
            "revision": 1,
            "imported": False,
        }
        await self.add("leads", **values | given)
        return lead_id

    async def decision(self, lead_id: UUID, **given: Any) -> UUID:
        decision_id = uuid4()
        values = {
            "id": decision_id,
            "lead_id": lead_id,
            "playbook_version": 1,
            "evidence": {
                "received_at": (self.now - timedelta(minutes=5)).isoformat(),
                "facts": {
                    "country": {"value": "ES", "source": "form"},
                    "fields.vehicles": {"value": 80, "source": "form"},
                    "employees": {"value": 240, "source": "northwind.example"},
                },
            },
            "points": 83,
            "fit": 35,
            "intent": 23,
            "urgency": 25,
            "reasons": [
                reason("fleet-large", "fit", 20, "runs 80 vehicles"),
                reason("company-large", "fit", 15, "240 employees"),
                reason("pricing", "intent", 23, "looked at /pricing, 95 seconds"),
                reason("quote", "urgency", 30, "asks for an offer (“quote”)"),
                reason("only-research", "urgency", -5, "only gathers information"),
            ],
            "band": "high",
            "band_because": "83 points; high begins at 60",
            "routing": {
                "row": "iberia",
                "passed_over": [
                    {
                        "row": "iberia-large",
                        "because": "vehicles is 80, not 200 or more",
                    }
                ],
                "eligible": ["ana"],
                "excluded": [
                    {"handle": "ben", "because": "Ben is away until 09:00 on Mon"}
                ],
                "owner": "ana",
                "because": "Ana is the only one who can take it",
            },
            "partial": False,
            "decided_at": self.now - timedelta(minutes=5),
        }
        await self.add("decisions", **values | given)
        return decision_id

    async def review(self, **given: Any) -> UUID:
        """A lead that a person must decide."""
        lead_id = await self.lead(
            **{
                "status": "in_review",
                "band": "review",
                "owner": None,
                "because": None,
                "clock": "review",
                "company": "Trackwise",
            }
            | given
        )
        await self.add(
            "reviews",
            id=uuid4(),
            lead_id=lead_id,
            code="competitor",
            because="trackwise.example is a competitor",
            opened_at=self.now,
        )
        return lead_id

    async def entry(self, lead_id: UUID, sentence: str, **given: Any) -> None:
        values = {
            "key": str(uuid4()),
            "lead_id": lead_id,
            "at": self.now,
            "actor": "handraise",
            "kind": "routed",
            "sentence": sentence,
        }
        await self.add("timeline", **values | given)

    async def mail(self, lead_id: UUID | None, **given: Any) -> UUID:
        mail_id = uuid4()
        values = {
            "id": mail_id,
            "key": str(mail_id),
            "lead_id": lead_id,
            "kind": "assigned",
            "to_name": "Ana Ortiz",
            "to_address": "ana@northwind-fleet.example",
            "subject": "Dana Ruiz of Northwind: a high lead is yours",
            "text": "Dana Ruiz is yours. Say mine by 16:20.",
            "html": "<p>Dana Ruiz is <b>yours</b>.</p>",
            "created_at": self.now,
            "sent_at": self.now,
        }
        await self.add("messages", **values | given)
        return mail_id

    async def submission(self, lead_id: UUID, **payload: Any) -> UUID:
        submission_id = uuid4()
        await self.add(
            "submissions",
            id=submission_id,
            lead_id=lead_id,
            payload=payload,
            received_at=self.now - timedelta(minutes=5),
            merged=False,
        )
        return submission_id

    async def assignment(self, lead_id: UUID, owner: str, **given: Any) -> None:
        values = {
            "id": uuid4(),
            "lead_id": lead_id,
            "owner": owner,
            "because": f"It was {owner}'s turn",
            "started_at": self.now,
        }
        await self.add("assignments", **values | given)

    async def leave(
        self, handle: str, first: timedelta, last: timedelta, **given: Any
    ) -> UUID:
        """From that day to the end of that one, counted from today in Madrid."""
        madrid = ZoneInfo("Europe/Madrid")
        today = self.now.astimezone(madrid).date()
        day_after = today + last + timedelta(days=1)
        values = {
            "id": uuid4(),
            "handle": handle,
            "starts_at": datetime.combine(today + first, time(0), madrid),
            "ends_at": datetime.combine(day_after, time(0), madrid),
            "first_day": today + first,
            "last_day": today + last,
            "created_by": handle,
            "created_at": self.now,
        } | given
        await self.add("leaves", **values)
        return UUID(str(values["id"]))

    async def change(self, statement: str, **values: Any) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(text(statement), values)

    async def add(self, table: str, **values: Any) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(insert(METADATA.tables[table]).values(**values))

    async def wait_for(self, statement: str, *, within: float = PATIENCE) -> Any:
        """What the statement finds as soon as it finds something."""
        async with asyncio.timeout(within):
            while (found := await self.read(statement)) is None:
                await asyncio.sleep(0.02)  # another process writes it
        return found

    async def read(self, statement: str, **values: Any) -> Any:
        async with self.engine.connect() as connection:
            return await connection.scalar(text(statement), values)


def reason(rule: str, part: str, points: float, because: str) -> dict[str, Any]:
    return {"rule": rule, "part": part, "points": points, "because": because}
