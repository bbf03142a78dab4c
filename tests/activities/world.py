"""A business with its database, and what happens to one lead in it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.enrichment import Enrichment
from activities.follow_up import FollowUp
from activities.notices import Notices
from activities.qualification import Qualification
from activities.qualifying.gathering import Gatherer
from activities.records import Records
from activities.routing import Routing
from activities.telling.outbox import Outbox
from adapters.enrichment.provider import Keep
from adapters.enrichment.waterfall import Enricher
from adapters.letters.links import Links
from adapters.mail import Mail, MailError
from adapters.playbook.published import Playbooks, publish_playbook
from adapters.setup import EXAMPLE
from adapters.store.deciding.companies import StoredAnswers
from benchmarks.opening import open_always
from domain.errors import VendorError
from domain.evidence import Fact
from domain.lifecycle import ActionKind
from domain.qualifying.bands import Band
from models import METADATA
from workflows.ports import DecisionRef, Notice, Routed, RouteRequest, ScoreRequest

# A Tuesday, ten in the morning in Madrid, in the middle of everybody's working hours.
TEN = datetime(2026, 11, 24, 9, tzinfo=UTC)

Given = TypeVar("Given")
Found = TypeVar("Found")


@dataclass
class FakeMailer:
    """Takes mails, or refuses them as told."""

    is_outbox: bool = False
    error: MailError | None = None
    sent: list[Mail] = field(default_factory=list)

    async def send(self, mail: Mail) -> None:
        if self.error is not None:
            raise self.error
        self.sent.append(mail)


@dataclass
class FakeProvider:
    """A source on the network with one answer for everybody, or an error."""

    answer: Mapping[str, Fact] = field(default_factory=dict)
    error: VendorError | None = None
    name: str = "website"
    fields: frozenset[str] | None = None
    personal: bool = False
    keep: Keep | None = field(default_factory=Keep)
    asked: list[str] = field(default_factory=list)

    async def ask(self, domain: str, email: str | None) -> Mapping[str, Fact]:
        self.asked.append(domain)
        if self.error is not None:
            raise self.error
        return self.answer


@dataclass
class World:
    engine: AsyncEngine
    now: datetime = TEN
    mailer: FakeMailer = field(default_factory=FakeMailer)
    providers: Sequence[FakeProvider] = ()
    playbooks: Playbooks = field(default_factory=Playbooks)

    def __post_init__(self) -> None:
        def now() -> datetime:
            return self.now

        gatherer = Gatherer(self.providers)
        enricher = Enricher(self.providers, StoredAnswers(self.engine), now=now)
        self.enricher = enricher
        self.links = Links("https://handraise.example", b"a key for tests")
        outbox = Outbox(self.engine, self.playbooks, self.mailer, self.links, now)
        self.enrichment = Enrichment(self.engine, gatherer, enricher)
        self.qualification = Qualification(self.engine, self.playbooks, gatherer, now)
        self.routing = Routing(self.engine, self.playbooks, now)
        self.records = Records(self.engine, self.playbooks)
        self.notices = Notices(outbox)
        self.follow_up = FollowUp(outbox)

    async def run(
        self, activity: Callable[[Given], Awaitable[Found]], given: Given
    ) -> Found:
        return await ActivityEnvironment().run(activity, given)

    async def run_until_done(
        self, activity: Callable[[Given], Awaitable[Found]], given: Given
    ) -> Found:
        """Try again, as Temporal does, for as long as trying again can help."""
        while True:
            try:
                return await self.run(activity, given)
            except ApplicationError as error:
                if error.non_retryable:
                    raise

    async def publish(self, changes: Mapping[str, str] | None = None) -> int:
        """The example playbook with some of its text replaced."""
        document = EXAMPLE.read_text("utf-8")
        for old, new in (changes or {}).items():
            assert old in document, old
            document = document.replace(old, new)
        async with self.engine.begin() as connection:
            return (
                await publish_playbook(connection, document, author="otto", comment="")
            ).version

    async def never_close(self) -> None:
        """Everybody works around the clock from now on, whatever day the tests run on."""
        document = open_always(EXAMPLE.read_text("utf-8"))
        async with self.engine.begin() as connection:
            await publish_playbook(connection, document, author="otto", comment="open")

    async def raise_hand(
        self, lead_id: UUID | None = None, **body: Any
    ) -> tuple[UUID, UUID]:
        """Dana asks; `lead_id` when she has asked before. The lead and the submission."""
        payload = {"email": "dana@northwind.example", "channel": "form"} | body
        submission_id, new = uuid4(), lead_id is None
        lead_id = lead_id or uuid4()
        columns = METADATA.tables["leads"].columns
        given = {n: v for n, v in payload.items() if n in columns and n != "channel"}
        async with self.engine.begin() as connection:
            if new:
                lead = {
                    "id": lead_id,
                    "person_key": f"{lead_id}@northwind.example",
                    "channel": payload["channel"],
                    "received_at": self.now,
                    "fields": {},
                    "status": "qualifying",
                    "breaches": 0,
                    "partial": False,
                    "revision": 0,
                    "imported": False,
                } | given
                await connection.execute(insert(METADATA.tables["leads"]), lead)
            raised = {
                "id": submission_id,
                "lead_id": lead_id,
                "payload": payload,
                "received_at": self.now,
                "merged": not new,
            }
            await connection.execute(insert(METADATA.tables["submissions"]), raised)
        return lead_id, submission_id

    async def act(self, lead_id: UUID, kind: ActionKind, by: str, **more: Any) -> UUID:
        """Somebody asks for something; it is not applied yet."""
        action = {
            "id": uuid4(),
            "lead_id": lead_id,
            "kind": kind.value,
            "by": by,
            "details": {},
            "asked_at": self.now,
        } | more
        async with self.engine.begin() as connection:
            await connection.execute(insert(METADATA.tables["human_actions"]), action)
        return UUID(str(action["id"]))

    async def decide(self, lead_id: UUID) -> DecisionRef:
        """Score and band a lead."""
        decision = DecisionRef(lead_id, uuid4())
        request = ScoreRequest(lead_id, decision.decision_id, partial=False)
        await self.run(self.qualification.score_lead, request)
        await self.run(self.qualification.band_lead, decision)
        return decision

    async def request(self, lead_id: UUID, **more: Any) -> RouteRequest:
        """What the workflow would ask for next."""
        decision = await self.decide(lead_id)
        lead = await self.one("leads", id=lead_id)
        plain = RouteRequest(
            lead_id=lead_id,
            decision_id=decision.decision_id,
            assignment_id=uuid4(),
            band=Band.HIGH,
            points=70,
            received_at=self.now,
            revision=lead["revision"] + 1,
            barred={},
        )
        return replace(plain, **more)

    async def assign(self, **body: Any) -> tuple[RouteRequest, Routed]:
        """A new lead, decided and given to whoever has the next turn."""
        lead_id, _ = await self.raise_hand(**({"country": "ES"} | body))
        request = await self.request(lead_id)
        return request, await self.run(self.routing.route_lead, request)

    async def leave(self, handle: str, first: str, last: str, **more: Any) -> None:
        """Somebody is away from the first day to the end of the last, in Madrid."""
        madrid, days = ZoneInfo("Europe/Madrid"), date.fromisoformat
        leave = {
            "id": uuid4(),
            "handle": handle,
            "starts_at": datetime.combine(days(first), time(0), madrid),
            "ends_at": datetime.combine(
                days(last) + timedelta(days=1), time(0), madrid
            ),
            "first_day": days(first),
            "last_day": days(last),
            "created_by": handle,
            "created_at": self.now,
        } | more
        async with self.engine.begin() as connection:
            await connection.execute(insert(METADATA.tables["leaves"]), leave)

    def notice(self, request: RouteRequest, **more: Any) -> Notice:
        plain = Notice(request.lead_id, key=f"{request.assignment_id}/{uuid4()}")
        return replace(plain, **more)

    async def all(self, table: str, **where: Any) -> list[dict[str, Any]]:
        of = METADATA.tables[table]
        query = select(of).where(
            *(of.c[name] == value for name, value in where.items())
        )
        async with self.engine.connect() as connection:
            found = await connection.execute(query.order_by(*of.primary_key.columns))
            return [dict(row._mapping) for row in found]

    async def one(self, table: str, **where: Any) -> dict[str, Any]:
        rows = await self.all(table, **where)
        assert len(rows) == 1, rows
        return rows[0]

    async def execute(self, statement: str, **values: Any) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(text(statement), values)

    async def timeline(self, lead_id: UUID) -> list[str]:
        return [e["sentence"] for e in await self.all("timeline", lead_id=lead_id)]
