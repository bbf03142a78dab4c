"""Bring a database and a Temporal server to what this version needs."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.clock import now
from adapters.database import connect
from adapters.database import migrate as migrate_database
from adapters.embedded.home import Home, write_private
from adapters.setup import FirstStart, first_start
from adapters.store.access.keys import KeyKind, find_key, issue_key, key_hash
from adapters.temporal.leads import connect as connect_temporal
from adapters.temporal.search_attributes import register_search_attributes


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where the parts of one installation are reached."""

    url: str
    temporal_address: str
    temporal_ui: str  # "" when nobody told
    database_url: str
    playbook: Path | None = None  # published on first start; the example when None


async def migrate(database_url: str) -> None:
    """Schema and search attributes. Safe to repeat."""
    await migrate_database(database_url)
    await register_search_attributes(await connect_temporal())


async def prepare_once(done: Path, home: Path, deployment: Deployment) -> None:
    """`prepare`, unless the file `done` says that this `up` has; make it then."""
    if not await asyncio.to_thread(done.exists):
        await prepare(home, deployment)
        await asyncio.to_thread(done.touch)


async def prepare(directory: Path, deployment: Deployment) -> None:
    """Migrate, set up what a first start needs, and write the credentials down.

    Keys are stored as hashes: what they were is in the last credentials alone.
    """
    await migrate(deployment.database_url)
    home = Home(directory)
    home.make()
    engine = connect(deployment.database_url)
    try:
        made = await first_start(engine, deployment.url, deployment.playbook)
        async with engine.begin() as connection:
            keys = await _keys(connection, made, home.read_credentials())
    finally:
        await engine.dispose()
    written = {
        "url": deployment.url,
        "temporal_address": deployment.temporal_address,
        "temporal_ui": deployment.temporal_ui,
        "database_url": deployment.database_url,
        **keys,
        "operator_login_url": made.operator_login_url,
    }
    write_private(home.credentials, json.dumps(written, indent=2) + "\n")


async def _keys(
    connection: AsyncConnection, made: FirstStart, before: dict[str, str]
) -> dict[str, str]:
    """Just made, else the ones written down before, where this database knows them."""
    site = made.site_key or before.get("site_key", "")
    secret = made.secret_key or before.get("secret_key", "")
    return {
        "site_key": await _working_key(connection, site, KeyKind.SITE),
        "secret_key": await _working_key(connection, secret, KeyKind.SECRET),
    }


async def _working_key(connection: AsyncConnection, key: str, kind: KeyKind) -> str:
    """The key, if this database knows it; a new one in place of a lost one."""
    if await find_key(connection, key_hash(key)) is not None:
        return key
    return await issue_key(connection, kind, "Made anew", now())
