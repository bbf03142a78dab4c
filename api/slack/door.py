"""Let in what Slack signed, and send it its answers."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from adapters.slack.pressed import Pressed, is_from_slack, read_pressed
from adapters.slack.webhook import SlackError, SlackReplies
from domain.errors import UnauthorizedError

LOG = logging.getLogger(__name__)
NOT_SIGNED = "This was not signed by Slack within the last five minutes."


@dataclass(frozen=True, slots=True)
class SlackDoor:
    """`secret` is the app's signing secret."""

    secret: str = field(repr=False)
    replies: SlackReplies

    def read(
        self, body: bytes, headers: Mapping[str, str], now: datetime
    ) -> Pressed | None:
        """What was pressed; None for what needs no answer.

        Raises:
            UnauthorizedError: somebody else sent it, or sends it again much later.
            InvalidError: it cannot be read.

        """
        if not is_from_slack(body, headers, self.secret, now):
            raise UnauthorizedError(NOT_SIGNED)
        return read_pressed(body)

    async def answer(self, pressed: Pressed, reply: Mapping[str, Any]) -> None:
        """What Slack does not take is lost: who pressed sees the lead's page."""
        try:
            await self.replies.send(pressed.response_url, reply)
        except SlackError as error:
            LOG.warning("an answer did not reach Slack: %s", error)
