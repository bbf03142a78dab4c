"""Leads from before mailboxes told people apart get the keys of today."""

from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from tests.store.test_migrations import run_alembic

BEFORE = "2026_11_22_0250"
INSERT = text(
    """
    INSERT INTO leads (id, person_key, email, channel, fields, received_at, status,
                       breaches, partial, revision, imported, closed_at)
    VALUES (:id, :key, :key, 'form', '{}', now(), 'assigned', 0, false, 1, false,
            CASE WHEN :closed THEN now() END)
    """
)


async def keys_after(url: str, leads: dict[str, bool]) -> list[str]:
    """The keys of leads (key -> closed) that were there before the migration."""
    await run_alembic(url, "downgrade", BEFORE)
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        for key, closed in leads.items():
            values = {"id": uuid4(), "key": key, "closed": closed}
            await connection.execute(INSERT, values)
    await run_alembic(url, "upgrade", "head")
    async with engine.connect() as connection:
        found = await connection.scalars(text("SELECT person_key FROM leads"))
        keys = sorted(found)
    await engine.dispose()
    return keys


async def test_addresses_become_mailboxes(fresh_url: str) -> None:
    leads = {
        "dana.ruiz+vans@gmail.com": False,
        "eve@googlemail.com": False,
        "finn@me.com": True,
        "x@gus.fastmail.com": False,
        "hal-vans@yahoo.com": False,
        "ivy+vans@northwind.example": False,
        "sales+spain@northwind.example": False,
        "j.o.y@northwind.example": False,
    }

    assert await keys_after(fresh_url, leads) == [
        "danaruiz@gmail.com",
        "eve@gmail.com",
        "finn@icloud.com",
        "gus@fastmail.com",
        "hal-@yahoo.com",
        "ivy@northwind.example",
        "j.o.y@northwind.example",
        "sales+spain@northwind.example",
    ]


async def test_two_open_leads_of_one_mailbox_stay_two(fresh_url: str) -> None:
    leads = {"dana.ruiz@gmail.com": False, "d.anaruiz@gmail.com": False}

    keys = await keys_after(fresh_url, leads)

    assert keys.count("danaruiz@gmail.com") == 1
    assert len(set(keys)) == 2
