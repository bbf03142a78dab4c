"""Hand messages to Slack, and answer what somebody pressed there."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx

from adapters.slack.mrkdwn import plain
from domain.errors import VendorError

SLACK = "https://hooks.slack.com"
# With a mail instead of it shorter than an activity's time: its next try must not overlap
# this one.
SEND_WITHIN = timedelta(seconds=8)
_RETRY_AFTER_AT_MOST = timedelta(minutes=5)
_LONGEST_TEXT = 1_000  # characters; a notification shows far fewer
_CODE = re.compile(r"[a-z_]{1,40}")
_NO_MESSAGE: Mapping[str, Any] = {"text": ""}


class SlackError(VendorError):
    """Slack did not take a message. `permanent`: it refused this one for good."""


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """One message. `key` is its identity, however often it is tried.

    `text` is what notifications and screen readers say, and what the outbox shows.
    """

    key: str
    to_names: str  # of the people mentioned
    to_members: str  # their ids in Slack
    text: str
    blocks: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class SlackWebhook:
    """An incoming webhook: it writes to the one channel that it was made for.

    Its address is all that is needed to write there, so it is never in a row or log.
    `has_buttons`: what is pressed reaches us, since we can check who sent it.
    """

    client: httpx.AsyncClient
    url: str = field(repr=False)
    has_buttons: bool = True

    async def send(self, message: SlackMessage) -> None:
        """Return when Slack has it. Raise SlackError."""
        await _post(
            self.client,
            self.url,
            {
                "text": plain(message.text, _LONGEST_TEXT),
                "blocks": message.blocks,
                "unfurl_links": False,
                "unfurl_media": False,
            },
        )

    async def try_out(self) -> None:
        """Send nothing, and raise SlackError unless the webhook is there."""
        answer = await _answer(self.client, self.url, _NO_MESSAGE)
        if answer.status_code != HTTPStatus.BAD_REQUEST:  # it wants a text: well
            _understand(answer)


@dataclass(frozen=True, slots=True)
class SlackReplies:
    """Answers to what was pressed. `hooks` is where alone they may go: origin of Slack."""

    client: httpx.AsyncClient
    hooks: str = SLACK

    async def send(self, response_url: str, reply: Mapping[str, Any]) -> None:
        """Raise SlackError; also for an address that is not Slack's."""
        if not response_url.startswith(f"{self.hooks}/"):
            raise SlackError("The answer would not go to Slack.", permanent=True)
        await _post(self.client, response_url, reply)


async def _post(client: httpx.AsyncClient, url: str, body: Mapping[str, Any]) -> None:
    _understand(await _answer(client, url, body))


async def _answer(
    client: httpx.AsyncClient, url: str, body: Mapping[str, Any]
) -> httpx.Response:
    try:
        async with asyncio.timeout(SEND_WITHIN.total_seconds()):
            return await client.post(url, json=body, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        # Without the cause, which may quote the address.
        raise SlackError(f"Slack is away ({type(error).__name__}).") from None


def _understand(answer: httpx.Response) -> None:
    """Slack's codes are a status and a word, such as 404 no_service."""
    status = answer.status_code
    if status == HTTPStatus.OK:
        return
    code = _CODE.fullmatch(answer.text.strip())
    sentence = f"Slack answered {status}{f' {code[0]}' if code else ''}."
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise SlackError(sentence, retry_after=_retry_after(answer))
    raise SlackError(sentence, permanent=status < HTTPStatus.INTERNAL_SERVER_ERROR)


def _retry_after(answer: httpx.Response) -> timedelta | None:
    seconds = answer.headers.get("retry-after", "")
    if not seconds.isdecimal():
        return None
    return min(timedelta(seconds=int(seconds[:6])), _RETRY_AFTER_AT_MOST)
