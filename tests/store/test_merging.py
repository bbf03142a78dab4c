"""Whatever is merged and taken back, in whichever order: in the end all is as it was."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.playbook.published import publish_playbook
from adapters.setup import EXAMPLE
from adapters.store.deciding.evidence import read_material
from adapters.store.matching.merging import (
    By,
    find_merge,
    lock_leads,
    merge_leads,
)
from adapters.store.matching.unmerging import undo_merge
from adapters.store.raised_hands.intake_statement import AT_FIRST
from adapters.store.raised_hands.splitting import move_back
from domain.matching.merging import COLUMNS
from models import METADATA

LEADS = METADATA.tables["leads"]
SUBMISSIONS = METADATA.tables["submissions"]
EXAMPLES = int(os.environ.get("HANDRAISE_EXAMPLES", "25"))
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

said = st.fixed_dictionaries(
    {
        "name": st.sampled_from([None, "Dana Ruiz", "D. Ruiz"]),
        "phone": st.sampled_from([None, "+34600000000", "600 000 000"]),
        "employees": st.sampled_from([None, 12, 240]),
        "respond_by": st.sampled_from([None, NOON, NOON + timedelta(hours=1)]),
    }
)
deeds = st.lists(
    st.tuples(
        st.sampled_from(["merge", "merge", "undo", "raise"]),
        st.integers(0, 4),
        st.integers(0, 4),
    ),
    max_size=14,
)


@dataclass
class Leads:
    """Five leads, and what we think became of them."""

    engine: AsyncEngine
    ids: list[UUID] = field(default_factory=list)
    into: dict[UUID, UUID] = field(default_factory=dict)  # absorbed -> survivor
    now: datetime = NOON

    async def begin(self, bodies: Sequence[Mapping[str, Any]]) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(text("TRUNCATE leads, merges CASCADE"))
        for body in bodies:
            self.ids.append(uuid4())
            email = self.address(self.ids[-1])
            row = {**AT_FIRST, **body, "id": self.ids[-1], "email": email, "fields": {}}
            row |= {"person_key": email, "channel": "form", "received_at": self.now}
            async with self.engine.begin() as connection:
                await connection.execute(insert(LEADS), row)
            await self.raise_hand(self.ids[-1], self.ids[-1])

    def address(self, lead_id: UUID) -> str:
        return f"{lead_id}@northwind.example"

    def root(self, lead_id: UUID) -> UUID:
        while lead_id in self.into:
            lead_id = self.into[lead_id]
        return lead_id

    async def raise_hand(self, whose: UUID, lead_id: UUID) -> None:
        self.now += timedelta(minutes=1)
        row = {"id": uuid4(), "lead_id": lead_id, "received_at": self.now}
        row |= {"payload": {"email": self.address(whose)}, "merged": False}
        async with self.engine.begin() as connection:
            await connection.execute(insert(SUBMISSIONS), row)

    async def merge(self, one: UUID, other: UUID) -> None:
        if one in self.into or other in self.into or one == other:
            return
        self.now += timedelta(minutes=1)
        by = By("mara", None, self.now)
        async with self.engine.begin() as connection:
            leads = await lock_leads(connection, [one, other])
            await merge_leads(connection, leads[one], leads[other], by)
        self.into[one] = other

    async def undo(self, absorbed: UUID) -> None:
        if absorbed not in self.into or self.into[absorbed] in self.into:
            return
        self.now += timedelta(minutes=1)
        by = By("mara", None, self.now)
        async with self.engine.begin() as connection:
            merge = await find_merge(connection, absorbed)
            assert merge is not None
            leads = await lock_leads(connection, [absorbed, merge.survivor])
            left = await undo_merge(connection, merge, leads, by)
            survivor = leads[merge.survivor]
            await move_back(connection, survivor, left)
        del self.into[absorbed]

    async def do(self, deed: str, one: UUID, other: UUID) -> None:
        match deed:
            case "merge":
                await self.merge(one, other)
            case "undo":
                await self.undo(one)
            case _:
                await self.raise_hand(one, self.root(one))

    async def undo_all(self) -> None:
        while self.into:
            for one in list(self.into):
                await self.undo(one)

    async def strays(self) -> list[str]:
        """Addresses whose words are with somebody else's lead."""
        columns = SUBMISSIONS.c.payload, SUBMISSIONS.c.lead_id
        async with self.engine.connect() as connection:
            found = await connection.execute(select(*columns))
            return [
                row.payload["email"]
                for row in found
                if row.payload["email"] != self.address(row.lead_id)
            ]

    async def rows(self) -> list[Any]:
        names = ("id", "merged_into", "person_key", *COLUMNS)
        async with self.engine.connect() as connection:
            found = await connection.execute(
                select(*(LEADS.c[name] for name in names)).order_by(LEADS.c.id)
            )
            return [tuple(row) for row in found]

    async def whose(self) -> dict[UUID, set[str]]:
        """Whose words each lead is decided by."""
        async with self.engine.connect() as connection:
            found = {}
            for lead_id in self.ids:
                if lead_id not in self.into:
                    material = await read_material(connection, lead_id)
                    hands = material.hand_raises
                    found[lead_id] = {hand.payload["email"] for hand in hands}
            return found

    def expected(self) -> dict[UUID, set[str]]:
        alone = [one for one in self.ids if one not in self.into]
        return {
            one: {self.address(i) for i in self.ids if self.root(i) == one}
            for one in alone
        }


async def live(
    engine: AsyncEngine,
    bodies: list[dict[str, Any]],
    plan: list[tuple[str, int, int]],
) -> None:
    leads = Leads(engine)
    await leads.begin(bodies)
    before = await leads.rows()

    for deed, one, other in plan:
        await leads.do(deed, leads.ids[one], leads.ids[other])
        assert await leads.whose() == leads.expected()
    await leads.undo_all()

    assert await leads.rows() == before
    assert await leads.whose() == leads.expected()
    assert await leads.strays() == []


async def test_what_is_merged_and_taken_back_is_as_it_was(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        document = EXAMPLE.read_text("utf-8")
        await publish_playbook(connection, document, author="otto", comment="")
    loop = asyncio.get_running_loop()

    @given(st.lists(said, min_size=5, max_size=5), deeds)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def tell(bodies: list[dict[str, Any]], plan: list[tuple[str, int, int]]) -> None:
        living = live(engine, bodies, plan)
        asyncio.run_coroutine_threadsafe(living, loop).result()

    await asyncio.to_thread(tell)
