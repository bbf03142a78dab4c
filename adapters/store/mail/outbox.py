"""Read the mails that were written: to whom, and what they say."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, and_, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.mail import Mail
from adapters.store.pages.desk import Scope
from models import METADATA

_messages = METADATA.tables["messages"]
_leads = METADATA.tables["leads"]


async def list_mails(
    connection: AsyncConnection,
    scope: Scope,
    *,
    before: tuple[datetime, UUID] | None = None,
    limit: int = 30,
) -> Sequence[Any]:
    """The newest first; about leads that `scope` may see. Without their texts."""
    query = (
        select(
            _messages.c.id,
            _messages.c.kind,
            _messages.c.channel,
            _messages.c.to_name,
            _messages.c.to_address,
            _messages.c.subject,
            _messages.c.created_at,
            _messages.c.sent_at,
        )
        .outerjoin(_leads, _leads.c.id == _messages.c.lead_id)
        .where(_within(scope))
    )
    if before is not None:
        query = query.where(tuple_(_messages.c.created_at, _messages.c.id) < before)
    newest = (_messages.c.created_at.desc(), _messages.c.id.desc())
    return (await connection.execute(query.order_by(*newest).limit(limit))).all()


async def find_mail(
    connection: AsyncConnection, scope: Scope, mail_id: UUID
) -> Row[Any] | None:
    found = await connection.execute(
        select(_messages)
        .outerjoin(_leads, _leads.c.id == _messages.c.lead_id)
        .where(_messages.c.id == mail_id, _within(scope))
    )
    return found.one_or_none()


def _within(scope: Scope) -> ColumnElement[bool]:
    """Mail that is about no lead belongs to nobody's team: operators read it."""
    if scope.owners is None:
        return scope.condition()
    return and_(_leads.c.id.is_not(None), scope.condition())


async def keep_mail(
    connection: AsyncConnection, mail: Mail, kind: str, now: datetime
) -> None:
    """Keep a mail that is about no lead, and that is read here instead of sent."""
    words = asdict(mail)
    for name in ("unsubscribe", "calendar"):  # of leads alone, and for other programs
        del words[name]
    await connection.execute(
        insert(_messages).values(
            id=uuid4(), kind=kind, created_at=now, sent_at=now, **words
        )
    )
