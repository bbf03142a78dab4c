"""Write what Slack shows once somebody has pressed something."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from adapters.slack.buttons import BLOCK
from adapters.slack.mrkdwn import plain

_LONGEST = 1_000  # characters


def whisper(sentence: str) -> dict[str, Any]:
    """For the one who pressed alone; the message stays as it is."""
    return {
        "response_type": "ephemeral",
        "replace_original": False,
        "text": plain(sentence, _LONGEST),
    }


def rewritten(message: Mapping[str, Any], below: Sequence[Block]) -> dict[str, Any]:
    """The message for everybody, with something else in place of what was pressed."""
    kept = [b for b in message["blocks"] if b.get("block_id") != BLOCK]
    return {
        "replace_original": True,
        "text": message["text"],
        "blocks": [*kept, *(block.to_dict() for block in below)],
    }
