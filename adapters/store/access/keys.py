"""Tell which website or server a key belongs to."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from models import METADATA

_keys = METADATA.tables["api_keys"]
_HINT_LENGTH = 7  # "pk_ab12": enough to tell keys apart, useless to guess one


class KeyKind(StrEnum):
    SITE = "site"  # may stand in a page: submits leads, sees the next step
    SECRET = "secret"  # noqa: S105  # server side: also reads and acts


_PREFIXES = {KeyKind.SITE: "pk_", KeyKind.SECRET: "sk_"}


@dataclass(frozen=True, slots=True)
class Key:
    id: UUID
    kind: KeyKind

    @property
    def is_secret(self) -> bool:
        return self.kind is KeyKind.SECRET


_FIND = select(_keys.c.id, _keys.c.kind).where(
    _keys.c.key_hash == bindparam("key_hash"), _keys.c.revoked_at.is_(None)
)


def key_hash(key: str) -> str:
    """Keys have 256 random bits: a plain hash cannot be guessed backwards."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


async def find_key(connection: AsyncConnection, hashed: str) -> Key | None:
    """The unrevoked key with this hash."""
    found = await connection.execute(_FIND, {"key_hash": hashed})
    row = found.one_or_none()
    return None if row is None else Key(row.id, KeyKind(row.kind))


async def issue_key(
    connection: AsyncConnection, kind: KeyKind, name: str, now: datetime
) -> str:
    """A new key, returned this once; only its hash stays."""
    key = _PREFIXES[kind] + secrets.token_urlsafe(32)
    await keep_key(connection, key, name, now)
    return key


async def keep_key(
    connection: AsyncConnection, key: str, name: str, now: datetime
) -> None:
    """Store a key that was made elsewhere. Its prefix says of which kind it is."""
    kind = KeyKind.SECRET if key.startswith("sk_") else KeyKind.SITE
    await connection.execute(
        insert(_keys).values(
            id=uuid4(),
            kind=kind,
            hint=f"{key[:_HINT_LENGTH]}…",
            key_hash=key_hash(key),
            name=name,
            created_at=now,
        )
    )


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key as people may see it."""

    id: UUID
    kind: str
    hint: str
    name: str
    created_at: datetime
    revoked_at: datetime | None


async def list_keys(connection: AsyncConnection) -> list[KeyShown]:
    """Every key, the oldest first, revoked ones too."""
    found = await connection.execute(
        select(*(_keys.c[name] for name in KeyShown.__slots__)).order_by(
            _keys.c.created_at, _keys.c.id
        )
    )
    return [KeyShown(*row) for row in found]


async def revoke_key(connection: AsyncConnection, key_id: UUID, now: datetime) -> bool:
    """Whether there was such a key that still worked."""
    revoked = await connection.execute(
        update(_keys)
        .where(_keys.c.id == key_id, _keys.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return revoked.rowcount == 1
