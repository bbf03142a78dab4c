"""Write a Slack message once and send it once."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters import clock
from adapters.slack.webhook import SlackMessage, SlackWebhook
from adapters.statements import autocommitting
from adapters.store.mail.messages import mark_sent
from adapters.store.mail.slack import drop_unsent, keep_slack_message


class SlackOutbox:
    """Follows the rules of `activities.telling.outbox`.

    Slack knows no identity of a message: where this process dies between Slack's 200
    and our mark, the message is there twice.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        webhook: SlackWebhook,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._engine = autocommitting(engine)
        self._webhook = webhook
        self._now = now
        # Taken by Slack while the database was away: not to be sent again.
        self._unmarked: set[UUID] = set()

    @property
    def has_buttons(self) -> bool:
        return self._webhook.has_buttons

    async def send(self, lead_id: UUID, kind: str, message: SlackMessage) -> None:
        """Raise SlackError when Slack does not take it."""
        async with self._engine.connect() as connection:
            kept = await keep_slack_message(
                connection, message, about=(lead_id, kind), now=self._now()
            )
        if kept.sent:
            return
        if kept.id not in self._unmarked:
            await self._webhook.send(kept.message)
            self._unmarked.add(kept.id)
        async with self._engine.connect() as connection:
            await mark_sent(connection, kept.id, self._now())
        self._unmarked.discard(kept.id)

    async def give_up(self, key: str) -> None:
        """It will not be sent: the outbox must not say that it waits for it."""
        async with self._engine.connect() as connection:
            await drop_unsent(connection, key)
