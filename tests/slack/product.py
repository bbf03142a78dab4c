"""The whole product before a Slack: web, worker, PostgreSQL and Temporal."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

import worker
from activities.all import Parts
from adapters import clock
from adapters.letters.links import Links
from adapters.mail import OutboxMailer
from adapters.playbook.published import publish_playbook
from adapters.setup import EXAMPLE
from adapters.slack.webhook import SlackWebhook
from adapters.store.access.keys import KeyKind, issue_key
from api.app import create_app
from settings import Settings
from tests.api.conftest import becomes
from tests.slack.fake_slack import SECRET, FakeSlack, deliver, shown

URL = "http://handraise.test"
# Somebody is always there, and nobody has a day off: tests run on any day.
ALWAYS_OPEN = {
    "  mon-fri: 09:00-18:00\n": '  mon-sun: "00:00-24:00"\n',
    "holidays: { country: ES, region: MD } #": "#",
    "closed_on: [2026-12-31]": "",
    "open_on:\n  2026-12-24: 09:00-14:00": "",
    "    holidays: { country: PT }\n": "",
    "    holidays: { country: FR }\n": "",
}


@dataclass
class Product:
    slack: FakeSlack
    http: httpx.AsyncClient
    engine: AsyncEngine
    site_key: str

    async def lead(self, **more: Any) -> str:
        """Dana asks, and somebody has the lead."""
        body = {
            "email": f"dana.{uuid4().hex}@northwind.example",
            "name": "Dana Ruiz",
            "company": "Northwind",
            "country": "ES",
            "message": "Quote for 80 vehicles this month, please call me",
            "phone": "+34 600 000 000",
            "employees": 240,
            "fields": {"vehicles": 80},
        }
        answer = await self.http.post(
            "/v1/leads",
            json=body | more,
            headers={"Authorization": f"Bearer {self.site_key}"},
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["lead_id"])

    async def message(self, lead_id: str, *, nth: int = 0) -> int:
        """The number of a message about a lead, once Slack has it."""
        found: list[int] = []

        async def there() -> bool:
            found[:] = [
                number
                for number, message in enumerate(self.slack.messages)
                if lead_id in str(message)
            ]
            return len(found) > nth

        assert await becomes(there), self.slack.messages
        return found[nth]

    def reads(self, number: int) -> str:
        return shown(self.slack.messages[number])

    async def press(self, number: int, control: str, member: str, **how: Any) -> None:
        """And what came of it is in Slack."""
        payload = self.slack.pressing(number, control, member)
        answer = await deliver(self.http, payload, **how)
        assert answer.status_code == 200, answer.text
        assert answer.content == b""

        async def answered() -> bool:
            return payload["response_url"].rpartition("/")[2] in self.slack.uses

        assert await becomes(answered)

    async def row(self, table: str, lead_id: str) -> dict[str, Any]:
        (row,) = await self.rows(table, lead_id)
        return row

    async def rows(self, table: str, lead_id: str) -> list[dict[str, Any]]:
        column = "id" if table == "leads" else "lead_id"
        query = text(f"SELECT * FROM {table} WHERE {column} = :lead_id")  # noqa: S608
        async with self.engine.connect() as connection:
            found = await connection.execute(query, {"lead_id": UUID(lead_id)})
            return [dict(row._mapping) for row in found]

    async def wait_for(
        self, table: str, lead_id: str, is_so: Callable[[list[dict[str, Any]]], bool]
    ) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []

        async def so() -> bool:
            rows[:] = await self.rows(table, lead_id)
            return is_so(rows)

        assert await becomes(so), rows
        return rows

    async def change(self, statement: str, **values: Any) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(text(statement), values)

    async def publish(self, changes: dict[str, str]) -> None:
        document = EXAMPLE.read_text("utf-8")
        for old, new in (ALWAYS_OPEN | changes).items():
            assert old in document, old
            document = document.replace(old, new)
        async with self.engine.begin() as connection:
            await publish_playbook(connection, document, author="otto", comment="x")


@asynccontextmanager
async def running(
    engine: AsyncEngine, database_url: str, temporal: str, slack: FakeSlack
) -> AsyncIterator[Product]:
    """`temporal` is in the environment too, as TEMPORAL_ADDRESS."""
    settings = Settings(
        database_url=database_url,
        base_url=URL,
        lead_wait=30,
        lead_wait_limit=30,
        slack_webhook=slack.webhook,
        slack_signing_secret=SECRET,
        slack_hooks=slack.origin,
    )
    app = create_app(settings)
    client = await Client.connect(temporal, data_converter=pydantic_data_converter)
    async with engine.begin() as connection:
        key = await issue_key(connection, KeyKind.SITE, "Website", clock.now())
    async with httpx.AsyncClient() as to_slack, serving(app) as http:
        webhook = SlackWebhook(to_slack, slack.webhook)
        parts = Parts(engine, OutboxMailer(), Links(URL), slack=webhook)
        async with worker.build(client, parts):
            yield Product(slack, http, engine, key)


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
            yield http
