"""Write a mail once, send it once, and only while it is still true."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.letters.links import Links
from adapters.letters.stories import Story
from adapters.letters.writing import write_letter
from adapters.mail import Mail, Mailer
from adapters.playbook.published import Playbooks
from adapters.statements import autocommitting
from adapters.store.mail.messages import (
    Begun,
    find_begun,
    keep_message,
    mark_sent,
    read_occasion,
)
from adapters.store.standing.records import Entry, write_entry
from domain.lifecycle import Status
from domain.promises.sla import NoticeChannel
from workflows.ports import Notice


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter to be written: which folder, with which values, to whom."""

    key: str
    kind: str
    name: str
    address: str
    values: Mapping[str, Any]
    calendar: str = ""  # a task for the reader's calendar


class Outbox:
    """The mails of leads. Every statement is a transaction of its own.

    A mail is kept before it is sent. One try ends before the next begins (the mailer
    gives up before the activity's time is over). Where the database is lost between the
    server's 250 and our mark, the next try only marks; where this process is, it sends
    the same Message-ID again.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        playbooks: Playbooks,
        mailer: Mailer,
        links: Links,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._engine = autocommitting(engine)
        self._playbooks = playbooks
        self._mailer = mailer
        self._links = links
        self._now = now
        # Taken by the mail server while the database was away: not to be sent again.
        self._unmarked: set[UUID] = set()

    async def story(self, notice: Notice) -> Story:
        """The lead as it stands at this moment."""
        async with self._engine.connect() as connection:
            occasion = await read_occasion(
                connection, notice.lead_id, notice.assignment_id, notice.review_id
            )
            version = await self._playbooks.version(
                connection, occasion.playbook_version
            )
        return Story(
            occasion, version.playbook, self._now(), self._links, notice.assignment_id
        )

    async def send(self, lead_id: UUID, to: Addressed) -> None:
        letter = write_letter(to.kind, to.values)
        mail = Mail(
            to.key,
            to.name,
            to.address,
            letter.subject,
            letter.text,
            letter.html,
            to.values.get("unsubscribe", ""),
            to.calendar,
        )
        async with self._engine.connect() as connection:
            kept = await keep_message(
                connection,
                mail,
                about=(lead_id, to.kind),
                now=self._now(),
                sent=self._mailer.is_outbox,
            )
        if kept.sent:
            return
        if kept.id not in self._unmarked:
            await self._mailer.send(kept.mail)
            self._unmarked.add(kept.id)
        async with self._engine.connect() as connection:
            await mark_sent(connection, kept.id, self._now())
        self._unmarked.discard(kept.id)

    async def leave(self, notice: Notice, because: str) -> None:
        """Say in the timeline why nothing is sent; nothing when an earlier try sent it."""
        async with self._engine.connect() as connection:
            begun = await find_begun(connection, notice.lead_id, notice.key)
            if begun is None or not begun.sent:
                await write_entry(connection, self._left(notice, because, begun))

    async def note_mail_instead(self, notice: Notice, because: str) -> None:
        """Say in the timeline why somebody got a mail who was to be told in Slack."""
        async with self._engine.connect() as connection:
            await write_entry(
                connection,
                Entry(
                    key=f"{notice.key}/by-mail",
                    lead_id=notice.lead_id,
                    at=self._now(),
                    actor="handraise",
                    kind="by_mail",
                    sentence=f"Told by mail instead of in Slack: {because}.",
                ),
            )

    def _left(self, notice: Notice, because: str, begun: Begun | None) -> Entry:
        what = "mail" if notice.channel is NoticeChannel.MAIL else "Slack message"
        words = f"A {what} was not sent"
        if begun is not None:  # a process died with it: nobody knows how far it came
            words = f"A {what} was on its way and is not sent again"
        return Entry(
            key=f"{notice.key}/not-sent",
            lead_id=notice.lead_id,
            at=self._now(),
            actor="handraise",
            kind="not_sent",
            sentence=f"{words}: {because}.",
        )


def no_longer_true(story: Story, notice: Notice) -> str | None:
    """Why a mail to a person would be wrong by now; None when it is right."""
    occasion = story.occasion
    if occasion.lead.status == Status.CLOSED:
        return "the lead is closed"
    if not occasion.assignment_open:
        return "somebody else has the lead by now"
    if not occasion.review_open:
        return "the review is decided"
    if notice.open_to and occasion.lead.queue is None:
        return "somebody has the lead by now"
    return None
