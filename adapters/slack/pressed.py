"""Read what Slack says that somebody pressed, once it is certain that Slack says it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID, uuid5

from pydantic import BaseModel, Field, ValidationError
from slack_sdk.signature import Clock, SignatureVerifier

from adapters.slack.buttons import OPEN, About, read_about
from domain.errors import InvalidError

UNREADABLE = "This is not what Slack sends when a button is pressed."
_PRESSES = UUID("4f0a2a0e-2f5b-4d3c-9d5e-6a8d2c1b7e90")  # the namespace of their ids


def is_from_slack(
    body: bytes, headers: Mapping[str, str], secret: str, now: datetime
) -> bool:
    """Signed by Slack with our secret, not more than five minutes ago."""
    verifier = SignatureVerifier(secret, _Now(now))
    try:
        return verifier.is_valid_request(body, headers)
    except (ValueError, OverflowError, TypeError):  # a wild time, no UTF-8, no ASCII
        return False


class _Now(Clock):
    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> float:
        return self._now.timestamp()


@dataclass(frozen=True, slots=True)
class Pressed:
    """Which control, about what, by whom. `id` is the same however often Slack tells it."""

    id: UUID
    member: str
    control: str  # its action_id
    about: About
    chosen: str  # the code of a reason
    response_url: str
    message: Mapping[str, Any]  # as it stands in Slack: text and blocks


class _Member(BaseModel):
    id: str


class _Option(BaseModel):
    value: str


class _Control(BaseModel):
    action_id: str
    action_ts: str
    value: str = ""
    selected_option: _Option | None = None


class _Message(BaseModel):
    ts: str
    text: str = ""
    blocks: list[dict[str, Any]] = []


class _Payload(BaseModel):
    """What we use of a `block_actions` payload."""

    user: _Member
    actions: list[_Control] = Field(min_length=1)
    response_url: str
    message: _Message


def read_pressed(body: bytes) -> Pressed | None:
    """None for what needs no answer. InvalidError for what cannot be read."""
    payload = _payload(body)
    if payload.get("type") != "block_actions":
        return None
    try:
        read = _Payload.model_validate(payload)
        return _pressed(read, read.actions[0])
    except (ValidationError, ValueError):
        raise InvalidError(UNREADABLE) from None


def _payload(body: bytes) -> dict[str, Any]:
    form = parse_qs(body.decode("utf-8", "replace"))
    try:
        payload = json.loads(form["payload"][0])
    except (KeyError, ValueError):
        raise InvalidError(UNREADABLE) from None
    return payload if isinstance(payload, dict) else {}


def _pressed(payload: _Payload, control: _Control) -> Pressed | None:
    if control.action_id == OPEN:
        return None
    option = control.selected_option
    chosen, about = "", control.value
    if option is not None:
        chosen, _, about = option.value.partition(":")
    who_and_what = f"{payload.user.id}/{control.action_id}"
    press = f"{who_and_what}/{payload.message.ts}/{control.action_ts}"
    return Pressed(
        id=uuid5(_PRESSES, press),
        member=payload.user.id,
        control=control.action_id,
        about=read_about(about),
        chosen=chosen,
        response_url=payload.response_url,
        message={"text": payload.message.text, "blocks": payload.message.blocks},
    )
