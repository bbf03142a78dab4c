"""The audit trail is written by the database itself, and only ever added to."""

import asyncio
import os
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.store.pages.audit import Wanted, read_entries, stream_entries
from adapters.store.raised_hands.intake_statement import AT_FIRST
from adapters.store.standing.deeds import Deed, say
from domain.auditing.origins import Origin
from domain.errors import NotFoundError
from models import METADATA
from tests.trail import assert_whole, trail_of

LEADS = METADATA.tables["leads"]
EXAMPLES = int(os.environ.get("HANDRAISE_EXAMPLES", "25"))
MARA = Deed("mara", Origin.PAGE, kind="corrected")


async def new_lead(engine: AsyncEngine, deed: Deed | None = None) -> UUID:
    lead_id = uuid4()
    row = {**AT_FIRST, "id": lead_id, "person_key": f"{lead_id}@x", "fields": {}}
    row |= {"email": "dana@northwind.example", "name": "Dana", "channel": "form"}
    async with engine.begin() as connection:
        if deed is not None:
            await say(connection, deed)
        now = await connection.scalar(text("SELECT now()"))
        await connection.execute(insert(LEADS), row | {"received_at": now})
    return lead_id


async def change(
    engine: AsyncEngine, lead_id: UUID, deed: Deed | None = None, **columns: Any
) -> None:
    async with engine.begin() as connection:
        if deed is not None:
            await say(connection, deed)
        await connection.execute(
            update(LEADS).where(LEADS.c.id == lead_id).values(**columns)
        )


async def test_who_from_where_before_and_after(engine: AsyncEngine) -> None:
    lead_id = await new_lead(engine, Deed("prospect", Origin.SITE, "key", "raised"))
    await change(engine, lead_id, MARA, owner="ben", name="Dana Ruiz")

    raised, corrected = await trail_of(engine, lead_id)

    assert (raised.actor, raised.origin, raised.via) == ("prospect", "site", "key")
    assert raised.changed["status"] == [None, "qualifying"]
    assert raised.personal is None  # what a hand-raise says is kept raw beside it
    assert (corrected.actor, corrected.origin, corrected.kind) == (
        *("mara", "page"),
        "corrected",
    )
    assert corrected.changed == {"owner": [None, "ben"]}
    assert corrected.personal == {"name": ["Dana", "Dana Ruiz"]}


async def test_a_deed_is_said_for_one_transaction(engine: AsyncEngine) -> None:
    lead_id = await new_lead(engine, MARA)
    for _ in range(12):  # every connection of the pool
        await change(engine, lead_id, points=1)

    *_, last = await trail_of(engine, lead_id)

    assert (last.origin, last.kind) == ("database", "changed")


async def test_who_goes_past_the_product_is_told_by_their_role(
    engine: AsyncEngine,
) -> None:
    lead_id = await new_lead(engine)
    async with engine.begin() as connection:
        me = await connection.scalar(text("SELECT session_user"))
        await connection.execute(
            text("DELETE FROM leads WHERE id = :i"), {"i": lead_id}
        )

    opened, deleted = await trail_of(engine, lead_id)

    assert (opened.actor, opened.origin) == (me, "database")
    assert deleted.kind == "deleted"
    assert deleted.changed["status"] == ["qualifying", None]
    assert deleted.personal["name"] == ["Dana", None]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'nobody'",
        "UPDATE audit SET personal = NULL",
        "DELETE FROM audit",
        "TRUNCATE audit",
    ],
)
@pytest.mark.parametrize("role", ["", "clerk"])
async def test_it_is_only_ever_added_to(
    engine: AsyncEngine, statement: str, role: str
) -> None:
    lead_id = await new_lead(engine, MARA)
    await change(engine, lead_id, MARA, name="Dana Ruiz")
    before = await trail_of(engine, lead_id)

    async with engine.connect() as connection:
        await become(connection, role)
        with pytest.raises(DBAPIError, match="only ever added to"):
            await connection.execute(text(statement))

    assert await trail_of(engine, lead_id) == before


async def become(connection: AsyncConnection, role: str) -> None:
    """Somebody with every right to the table, who says that they are forgetting."""
    if role:
        name = f"{role}_{uuid4().hex}"
        await connection.execute(text(f"CREATE ROLE {name}"))
        await connection.execute(text(f"GRANT ALL ON audit TO {name}"))
        await connection.execute(text(f"SET LOCAL ROLE {name}"))
        await connection.execute(text("SET LOCAL handraise.forgetting = 'on'"))


async def test_forgetting_takes_what_is_personal_and_nothing_else(
    engine: AsyncEngine,
) -> None:
    lead_id, other = await new_lead(engine, MARA), await new_lead(engine, MARA)
    for one in (lead_id, other):
        await change(engine, one, MARA, name="Dana Ruiz", owner="ben")

    async with engine.begin() as connection:
        await say(connection, Deed("otto", Origin.COMMAND))
        forget = text("SELECT forget_audited(:lead)")
        forgotten = await connection.scalar(forget, {"lead": lead_id})

    *_, corrected, told = await trail_of(engine, lead_id)
    assert forgotten == 1
    assert corrected.personal is None
    assert corrected.changed == {"owner": [None, "ben"]}
    assert (told.actor, told.origin, told.kind) == ("otto", "command", "forgotten")
    assert (await trail_of(engine, other))[-1].personal is not None


async def test_not_everybody_may_make_it_forget(engine: AsyncEngine) -> None:
    forget = text("SELECT forget_audited(gen_random_uuid())")
    async with engine.connect() as connection:
        await become(connection, "clerk")
        with pytest.raises(DBAPIError, match="permission denied"):
            await connection.execute(forget)


async def test_pages_and_streams_tell_the_same(engine: AsyncEngine) -> None:
    lead_id = await new_lead(engine, MARA)
    for points in range(6):
        await change(engine, lead_id, MARA, points=points)

    async with engine.connect() as connection:
        wanted = Wanted(lead_id)
        streamed = [entry async for entry in stream_entries(connection, wanted)]
        paged = list(await read_entries(connection, wanted, limit=2))
        while page := await read_entries(
            connection, wanted, after=paged[-1].id, limit=2
        ):
            paged += page
        since = Wanted(lead_id, since=streamed[2].at, until=streamed[4].at)
        between = await read_entries(connection, since, limit=99)
        back = await read_entries(connection, wanted, limit=3, newest_first=True)

    assert paged == streamed
    assert len(streamed) == 7
    assert between == streamed[2:4]
    assert back == streamed[:-4:-1]


async def test_a_page_behind_no_entry_is_none(engine: AsyncEngine) -> None:
    with pytest.raises(NotFoundError, match="no entry 99999999"):
        async with engine.connect() as connection:
            await read_entries(connection, Wanted(), after=99_999_999, limit=1)


texts = st.sampled_from([None, "", "ana", "ben", "Zoë “Z” Ruiz", "a → b", "\\u00e9"])
columns = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["assigned", "accepted", "closed"]),
        "owner": texts,
        "name": texts,
        "message": texts,
        "points": st.none() | st.integers(-(2**31), 2**31 - 1),
        "value": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        "partial": st.booleans(),
        "due_at": st.none() | st.datetimes().map(lambda at: at.astimezone()),
        "fields": st.dictionaries(st.text("ab", max_size=2), st.integers()),
    },
)


async def test_no_change_leaves_a_gap(engine: AsyncEngine) -> None:
    """Whatever is written to a lead, each entry goes on from the one before it."""
    loop = asyncio.get_running_loop()
    zones = ("UTC", "Europe/Madrid", "Asia/Kathmandu")

    async def live(changes: list[dict[str, Any]]) -> None:
        lead_id = await new_lead(engine)
        for number, one in enumerate(changes):
            async with engine.begin() as connection:
                zone = zones[number % len(zones)]
                await connection.execute(text(f"SET LOCAL timezone = '{zone}'"))
                if one:
                    await connection.execute(
                        update(LEADS).where(LEADS.c.id == lead_id).values(**one)
                    )
        await assert_whole(engine, lead_id)

    @given(st.lists(columns, max_size=8))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def tell(changes: list[dict[str, Any]]) -> None:
        asyncio.run_coroutine_threadsafe(live(changes), loop).result()

    await asyncio.to_thread(tell)
