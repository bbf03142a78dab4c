"""Take a mail in, once, and let it do what it says: answer, report a failure, ask.

Safe to repeat: the same mail a second time changes nothing. One transaction; whoever hands the
mail over may try again after any error. The relay beside each worker tells the lead's workflow.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.incoming.parsing import CameIn, read_mail
from adapters.store.mail.incoming import (
    Answered,
    ToTell,
    claim,
    find_answered_mail,
    find_open_lead,
    is_colleague,
    settle,
)
from adapters.store.mail.undeliverable import find_undeliverable, mark_undeliverable
from adapters.store.raised_hands.intake import Raised, store_within
from adapters.store.standing.records import Entry, write_entry
from domain.auditing.origins import Origin
from domain.errors import InvalidError
from domain.matching.mailboxes import person_key, plain_key
from domain.rules.facts import REPLY

Check = Callable[[Mapping[str, Any]], Mapping[str, Any]]
_TRIES = 3  # the person's lead may be opened, and closed, while we try


class Kind(StrEnum):
    """What a mail turned out to be."""

    REPLY = "reply"
    NEW_LEAD = "new_lead"
    BOUNCE = "bounce"  # for good
    BOUNCED_AGAIN = "bounced_again"  # and we knew
    DELAY = "delay"  # not yet
    AUTOMATIC = "automatic"  # an absence note, a list
    COLLEAGUE = "colleague"
    IGNORED = "ignored"  # of nobody, or about nothing of ours
    REPEATED = "repeated"  # was here before


@dataclass(frozen=True, slots=True)
class Received:
    kind: Kind
    lead_id: UUID | None = None


async def receive(
    engine: AsyncEngine, raw: bytes, now: datetime, check: Check
) -> Received:
    """`check` reads a body as POST /v1/leads does, and raises InvalidError."""
    mail = await asyncio.to_thread(read_mail, raw)  # a large one takes a while
    for _ in range(_TRIES - 1):
        try:
            return await _receive(engine, mail, now, check)
        except IntegrityError:  # the person's first lead was opened at this moment
            continue
    return await _receive(engine, mail, now, check)


async def _receive(
    engine: AsyncEngine, mail: CameIn, now: datetime, check: Check
) -> Received:
    async with engine.begin() as connection:
        if not await claim(connection, mail.message_id, now):
            return Received(Kind.REPEATED)
        received = await _sort(_Desk(connection, now, check), mail)
        tells = received.kind in {Kind.REPLY, Kind.BOUNCE}
        await settle(
            connection,
            mail.message_id,
            kind=received.kind.value,
            lead_id=received.lead_id,
            to_tell=ToTell(mail.sender_address, mail.text) if tells else None,
        )
        return received


@dataclass(frozen=True, slots=True)
class _Desk:
    """What it takes to deal with a mail."""

    connection: AsyncConnection
    now: datetime
    check: Check

    async def write(self, lead_id: UUID, mail: CameIn, kind: str, words: str) -> None:
        key = f"{lead_id}/mail/{mail.message_id}"
        entry = Entry(key, lead_id, self.now, "prospect", kind, words)
        await write_entry(self.connection, entry)


async def _sort(desk: _Desk, mail: CameIn) -> Received:
    answered = await find_answered_mail(desk.connection, mail.answers)
    if mail.failure is not None:
        return await _note_failure(desk, mail, answered)
    if mail.automatic or not mail.sender_address:
        return await _note_automatic(desk, mail, answered)
    if await is_colleague(desk.connection, mail.sender_address):
        return Received(Kind.COLLEAGUE)
    try:
        return await _raise_hand(desk, mail, answered)
    except InvalidError:  # no address that a mail could be sent to
        return Received(Kind.IGNORED)


async def _note_failure(
    desk: _Desk, mail: CameIn, answered: Answered | None
) -> Received:
    failure = mail.failure
    if failure is None or answered is None:
        return Received(Kind.IGNORED)
    said = f": {failure.said}" if failure.said else ""
    if not failure.permanent:
        words = f"A mail to the prospect is late ({failure.status}{said})."
        await desk.write(answered.lead_id, mail, "mail_delayed", words)
        return Received(Kind.DELAY, answered.lead_id)
    known = await find_undeliverable(desk.connection, answered.lead_id)
    await mark_undeliverable(
        desk.connection,
        answered.to_address,
        status=failure.status,
        said=failure.said,
        now=desk.now,
    )
    words = f"A mail to the prospect came back ({failure.status}{said}). No more are sent there."
    await desk.write(answered.lead_id, mail, "bounced", words)
    kind = Kind.BOUNCE if known is None else Kind.BOUNCED_AGAIN
    return Received(kind, answered.lead_id)


async def _note_automatic(
    desk: _Desk, mail: CameIn, answered: Answered | None
) -> Received:
    """Never a lead, never an answer: who answered it would start a loop."""
    if answered is None:
        return Received(Kind.IGNORED)
    subject = f": “{mail.subject}”" if mail.subject else ""
    words = f"An automatic answer came from the prospect{subject}."
    await desk.write(answered.lead_id, mail, "auto_replied", words)
    return Received(Kind.AUTOMATIC, answered.lead_id)


async def _raise_hand(desk: _Desk, mail: CameIn, answered: Answered | None) -> Received:
    """An answer counts for the lead it answers, whatever address it comes from."""
    own_keys = (person_key(mail.sender_address), plain_key(mail.sender_address))
    known = answered is not None or (
        await find_open_lead(desk.connection, own_keys) is not None
    )
    keys = (answered.person_key, answered.person_key) if answered else own_keys
    payload = desk.check(_body(desk, mail, answered, is_reply=known))
    raised = Raised(
        submission_id=uuid4(),
        lead_id=uuid4(),
        person_key=keys[0],
        payload=payload,
        received_at=desk.now,
        plain_key=keys[1],
        origin=Origin.MAIL,
    )
    stored = await store_within(desk.connection, raised)
    if not known:
        return Received(Kind.NEW_LEAD, stored.lead_id)
    await desk.write(stored.lead_id, mail, "replied", _who_answered(mail, answered))
    return Received(Kind.REPLY, stored.lead_id)


def _body(
    desk: _Desk, mail: CameIn, answered: Answered | None, *, is_reply: bool
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "email": answered.email if answered else mail.sender_address,
        "channel": "email",
    }
    words = mail.text or ("" if is_reply else mail.subject)
    if words:
        body["message"] = words
    if is_reply:
        body["events"] = [{"name": REPLY, "at": desk.now.isoformat()}]
    elif mail.sender_name:
        body["name"] = mail.sender_name
    return body


def _who_answered(mail: CameIn, answered: Answered | None) -> str:
    other = answered is not None and (
        person_key(mail.sender_address) != person_key(answered.to_address)
    )
    return (
        f"An answer came by mail, from another address: {mail.sender_address}."
        if other
        else "The prospect answered by mail."
    )
