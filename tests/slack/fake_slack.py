"""Slack as its published API describes it: a webhook, signed presses, response addresses.

docs.slack.dev: messaging/sending-messages-using-incoming-webhooks, reference/block-kit,
interactivity/handling-user-interaction, authentication/verifying-requests-from-slack.
"""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from adapters.embedded.ports import some_free
from tests.conftest import eventually

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105  the one of Slack's documentation
WEBHOOK = "/services/T0001/B0001/XXXXXXXXXXXXXXXX"
_USES = 5  # of one response_url


@dataclass
class Answer:
    status: int
    word: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class FakeSlack:
    origin: str = ""
    messages: list[dict[str, Any]] = field(default_factory=list)
    whispers: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)  # what to answer next instead
    asked: int = 0
    uses: dict[str, int] = field(default_factory=dict)
    presses: int = 0

    @property
    def webhook(self) -> str:
        return self.origin + WEBHOOK

    # What apps post

    async def take_message(self, request: Request) -> Response:
        self.asked += 1
        if self.answers:
            answer = self.answers.pop(0)
            return PlainTextResponse(answer.word, answer.status, answer.headers)
        if request.url.path != WEBHOOK:
            return PlainTextResponse("no_service", 404)
        message = await request.json()
        if not message.get("text"):
            return PlainTextResponse("no_text", 400)
        if not all(map(_is_valid, message.get("blocks", []))):
            return PlainTextResponse("invalid_blocks", 400)
        self.messages.append(message | {"ts": f"1700000000.{len(self.messages):06}"})
        return PlainTextResponse("ok")

    async def take_reply(self, request: Request) -> Response:
        key = request.path_params["key"]
        self.uses[key] = self.uses.get(key, 0) + 1
        if self.uses[key] > _USES:
            return PlainTextResponse("used_url", 404)
        reply = await request.json()
        if reply.get("response_type") == "ephemeral" and not reply["replace_original"]:
            self.whispers.append(reply["text"])
        elif reply.get("replace_original"):
            message = self.messages[int(key.split("-")[0])]
            assert all(map(_is_valid, reply["blocks"])), reply
            message |= {"text": reply["text"], "blocks": reply["blocks"]}
        return PlainTextResponse("ok")

    # What Slack sends

    def pressing(self, number: int, control: str, member: str) -> dict[str, Any]:
        """The payload of a press, as `reference/interaction-payloads` shows it."""
        message, self.presses = self.messages[number], self.presses + 1
        action = {
            "block_id": "handraise",
            "action_ts": f"1800000000.{self.presses:06}",
            **self._control(message, control),
        }
        return {
            "type": "block_actions",
            "user": {"id": member, "username": "x", "name": "x", "team_id": "T0001"},
            "api_app_id": "A0001",
            "token": "Shh_its_a_seekrit",
            "container": {
                "type": "message",
                "message_ts": message["ts"],
                "channel_id": "C0001",
                "is_ephemeral": False,
            },
            "trigger_id": f"12466734323.1395872398.{self.presses}",
            "team": {"id": "T0001", "domain": "northwind"},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": "C0001", "name": "leads"},
            "message": {
                "type": "message",
                "subtype": "bot_message",
                "bot_id": "B0001",
                "ts": message["ts"],
                "text": message["text"],
                "blocks": message["blocks"],
            },
            "state": {"values": {}},
            "response_url": f"{self.origin}/actions/{number}-{self.presses}",
            "actions": [action],
        }

    def _control(self, message: dict[str, Any], control: str) -> dict[str, Any]:
        """A button by its words; an option of a menu by its own."""
        for element in _pressable(message):
            if element["type"] == "button" and element["text"]["text"] == control:
                return {k: element.get(k) for k in ("type", "action_id", "value")} | {
                    "value": element.get("value", "")
                }
            for option in element.get("options", []):
                if option["text"]["text"] == control:
                    chosen = {"selected_option": option}
                    return {"type": "static_select", **chosen} | {
                        "action_id": element["action_id"]
                    }
        raise AssertionError(f"{control} is not there: {shown(message)}")


def signed(payload: dict[str, Any], *, secret: str = SECRET, at: float | None = None):
    """The body and headers of the request that brings a payload."""
    body = urlencode({"payload": json.dumps(payload)}).encode()
    timestamp = str(int(time.time() if at is None else at))
    base = b"v0:" + timestamp.encode() + b":" + body
    signature = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={signature}",
    }


async def deliver(
    http: httpx.AsyncClient, payload: dict[str, Any], *, tail: bytes = b"", **how: Any
) -> httpx.Response:
    """As Slack does; `tail` is what somebody adds on the way."""
    body, headers = signed(payload, **how)
    return await http.post("/slack/actions", content=body + tail, headers=headers)


def shown(message: dict[str, Any]) -> str:
    """A message as people read it: a line for each line, buttons in brackets."""
    return "\n".join(_block_shown(block) for block in message["blocks"])


def _block_shown(block: dict[str, Any]) -> str:
    if block["type"] == "section":
        return str(block["text"]["text"])
    if block["type"] == "context":
        return "\n".join(f"  {one['text']}" for one in block["elements"])
    return " ".join(f"[{_element_shown(one)}]" for one in block["elements"])


def _element_shown(element: dict[str, Any]) -> str:
    if element["type"] == "button":
        return str(element["text"]["text"])
    options = "/".join(option["text"]["text"] for option in element["options"])
    return f"{element['placeholder']['text']} {options}"


def _pressable(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        element
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def _is_valid(block: dict[str, Any]) -> bool:
    """The published limits of the blocks that we use."""
    match block["type"]:
        case "section":
            return 1 <= len(block["text"]["text"]) <= 3000
        case "context":
            return 1 <= len(block["elements"]) <= 10
        case "actions":
            elements = block["elements"]
            names = {element["action_id"] for element in elements}
            return 1 <= len(elements) <= 25 and len(names) == len(elements)
        case _:
            return False


@asynccontextmanager
async def fake_slack() -> AsyncIterator[FakeSlack]:
    slack = FakeSlack()
    app = Starlette(
        routes=[
            Route("/services/{path:path}", slack.take_message, methods=["POST"]),
            Route("/actions/{key}", slack.take_reply, methods=["POST"]),
        ]
    )
    (port,) = some_free(1)
    config = uvicorn.Config(app, "127.0.0.1", port, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())
    await eventually(lambda: server.started or serving.done())
    slack.origin = f"http://127.0.0.1:{port}"
    try:
        yield slack
    finally:
        server.should_exit = True
        await serving
